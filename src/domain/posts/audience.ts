import { narrower, type Visibility } from './rules.ts';

/** Who may read something, as far as a row says it. */
export interface Audience {
  visibility: Visibility;
  followersOf: string[];
  friendsOf: string[];
  localOnly: boolean;
}

/**
 * Who may read a post of this author, or a reply of theirs to a parent: only those who may read both. Being
 * named never widens it.
 */
export function audienceOf(
  authorId: string,
  wanted: Visibility,
  localOnly: boolean,
  parent?: Audience,
): Audience {
  const visibility = parent ? narrower(wanted, parent.visibility) : wanted;
  const own = (of: Visibility) => (wanted === of ? [authorId] : []);
  const both = (one: string[], other: string[] | undefined) => [
    ...new Set([...one, ...(other ?? [])]),
  ];
  return {
    visibility,
    followersOf: both(own('followers'), parent?.followersOf),
    friendsOf: both(own('friends'), parent?.friendsOf),
    localOnly: localOnly || (parent?.localOnly ?? false),
  };
}
