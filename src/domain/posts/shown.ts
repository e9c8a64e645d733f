import type { AudienceSign } from './audience-words.ts';
import type { MediaKind } from './media-rules.ts';
import type { OwnMarks, PollView } from './view.ts';
import type { RepliesFrom, Visibility } from './rules.ts';

/** A moment, and how it is said where no script runs. */
export interface Moment {
  at: string;
  words: string;
}

/** A person beside what they did. */
export interface ShownPerson {
  handle: string;
  name: string;
  avatar: string | null;
}

/** A file under a post. */
export interface ShownMedia {
  id: string;
  kind: MediaKind;
  src: string;
  small: string | null;
  width: number | null;
  height: number | null;
  alt: string;
}

/**
 * Where a post stands that is no post on its own: the chat of a month, called by its theme, with the question
 * that it answers, or the guest post under which it is a comment.
 */
export interface Place {
  kind: 'chat' | 'guestPost';
  name: string;
  href: string;
  question: { name: string; text: string; href: string } | null;
}

/** What the reader's own filters say of a post: not here, its pictures covered, or behind these names. */
export interface Filtered {
  hidden: boolean;
  blurred: boolean;
  by: string[];
}

/** A post as a page shows it. */
export interface ShownPost {
  id: string;
  href: string;
  author: ShownPerson;
  mine: boolean;
  audience: AudienceSign;
  visibility: Visibility;
  localOnly: boolean;
  published: Moment;
  updated: Moment | null;
  html: string;
  text: string;
  contentNote: string;
  /** Whether its pictures wait until they are asked for. */
  sensitive: boolean;
  filtered: Filtered;
  language: string | null;
  inReplyTo: string | null;
  answering: ShownPerson | null;
  place: Place | null;
  /** The post that it quotes, as far as the reader may read it: its note, or the beginning of its words. */
  quoted: { id: string; href: string; author: ShownPerson; words: string } | null;
  repliesFrom: RepliesFrom;
  folded: boolean;
  media: ShownMedia[];
  card: {
    url: string;
    title: string;
    description: string;
    provider: string;
    image: string | null;
    alt: string;
  } | null;
  poll: (PollView & { ends: string; endWords: string }) | null;
  tags: { tag: string; shown: string }[];
  replies: number;
  boosts: number;
  favourites: number;
  own: OwnMarks | null;
  /** Whether it can be boosted: only what everybody may read. */
  boostable: boolean;
}

/** A line of a timeline as a page shows it. */
export interface ShownLine {
  id: string;
  post: ShownPost;
  booster: ShownPerson | null;
}
