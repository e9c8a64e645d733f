import type { Author } from '#domain/posts/authors.server.ts';
import type { PostView } from '#domain/posts/view.ts';

/** How a conversation stands with somebody: `declined` is also what they left. */
export type ConversationState = 'accepted' | 'waiting' | 'declined';

/** A conversation as one of its people sees it. */
export interface ConversationView {
  id: string;
  state: ConversationState;
  unread: boolean;
  /** Out of their sight until the next message. */
  hidden: boolean;
  /** The newest message, by which the list is turned; absent in one without messages. */
  lastId: string | null;
  /** The others, those left out with whom the viewer is kept apart. */
  people: Author[];
  /** What was said last. A request does not say it. */
  last: PostView | null;
}
