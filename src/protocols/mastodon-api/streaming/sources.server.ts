import type { Viewer } from '#platform/ctx.server.ts';

/** What a new line is, as far as streams have to know. It says nothing of who may read it. */
export interface LineFacts {
  postId: string;
  /** Whether it stands in the public timelines. */
  open: boolean;
  local: boolean;
  media: boolean;
  /** Under which tags it stands. */
  tags: readonly string[];
}

/** Where streams learn what a wake is about. Everything that is told is read through who hears it. */
export interface Sources {
  line(id: string): Promise<LineFacts | undefined>;
  /** Of these people those who have a line, or any line of a post, at home: also after it was deleted. */
  homes(about: { line: string } | { post: string }, people: string[]): Promise<Set<string>>;
  /** Of these lists those in which a line, or any line of a post, stands. */
  lists(about: { line: string } | { post: string }, listIds: string[]): Promise<Set<string>>;
  /** Of these people those whom a block keeps apart from one of the authors. */
  apart(authors: readonly string[], people: readonly string[]): Promise<Set<string>>;
  ownsList(viewer: Viewer, listId: string): Promise<boolean>;
  /** A line as this viewer reads it; nothing when it is not for them. */
  status(viewer: Viewer, lineId: string): Promise<object | undefined>;
  notification(viewer: Viewer, id: string): Promise<object | undefined>;
  conversation(viewer: Viewer, id: string): Promise<object | undefined>;
  announcement(viewer: Viewer, id: string): Promise<object | undefined>;
}
