import type { Author } from './authors.server.ts';
import type { RepliesFrom, Visibility } from './rules.ts';

/** A post as somebody may read it. Instants are texts in ISO form. */
export interface PostView {
  id: string;
  author: Author;
  visibility: Visibility;
  localOnly: boolean;
  text: string;
  html: string;
  contentNote: string;
  sensitive: boolean;
  language: string | null;
  inReplyTo: string | null;
  repliedPersonId: string | null;
  threadId: string | null;
  repliesFrom: RepliesFrom;
  folded: boolean;
  quotedId: string | null;
  /** Whoever wrote the quoted post does not want it there. */
  quoteRevoked: boolean;
  /** Whether there are files, or a link with a card, to be looked up. */
  hasMedia: boolean;
  hasLink: boolean;
  quotes: 'everyone' | 'followers' | 'nobody';
  published: string;
  updated: string | null;
  replies: number;
  boosts: number;
  favourites: number;
  /** How many posts that everybody may read quote it, while it may be quoted. */
  quotedBy: number;
  mentions: { id: string; handle: string }[];
  tags: { tag: string; shown: string }[];
  poll: PollView | null;
  /** What the viewer did with it; nothing for guests. */
  own: OwnMarks | null;
  /** The program it was written with; told to its author only. */
  app: { name: string; website: string | null } | null;
}

/** What a reader did with a post. */
export interface OwnMarks {
  favourited: boolean;
  mayQuote: boolean;
  boosted: boolean;
  bookmarked: boolean;
  pinned: boolean;
  threadMuted: boolean;
}

/** A poll; counts are absent while its author hides them from those who see it. */
export interface PollView {
  options: { title: string; votes: number | null }[];
  multiple: boolean;
  ends: string;
  ended: boolean;
  votes: number;
  voters: number;
  /** What the viewer has chosen; nothing while they may choose, and no answer for the author. */
  own: number[] | null;
}

/** A line of a timeline: a post, or somebody's boost of one. Its id turns the timeline's pages. */
export interface Line {
  id: string;
  postId: string;
  boosterId: string | null;
}

/** The same with what it shows. */
export interface LineView {
  id: string;
  post: PostView;
  boost: { author: Author; published: string; visibility: Visibility } | null;
}
