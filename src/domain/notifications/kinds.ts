/**
 * What somebody can be told of, by the names that apps know.
 * Source: https://docs.joinmastodon.org/entities/Notification/#type
 */
export const kinds = [
  'mention',
  'status',
  'reblog',
  'follow',
  'follow_request',
  'favourite',
  'poll',
  'update',
  'quote',
  'quoted_update',
] as const;

/**
 * What is told here, on the web, and to no app: they do not know these kinds, and nothing of a friendship, or of
 * what the guard or the rules have to say, belongs on a screen that others may see.
 */
export const ownKinds = [
  'friend_request',
  'friend',
  'introduction',
  'meeting',
  'private_note',
  'advice',
] as const;

/** One of either. */
export type Kind = (typeof kinds)[number] | (typeof ownKinds)[number];

/** What somebody is told of their own doing; all else only of others'. */
export const kindsOfOneself: readonly Kind[] = ['poll', 'private_note'];

/** Those that are told together when many of them are alike. */
export const groupedKinds: readonly Kind[] = ['favourite', 'follow', 'reblog'];

/** What a policy says of somebody: told as usual, waits as a request, or is never told. */
const verdicts = ['accept', 'filter', 'drop'] as const;

/** One of them. */
export type Verdict = (typeof verdicts)[number];

/** Of whom a policy speaks. `privateMentions`: direct posts of people whom one neither follows nor wrote to. */
export interface Policy {
  notFollowing: Verdict;
  notFollowers: Verdict;
  newAccounts: Verdict;
  privateMentions: Verdict;
  limitedAccounts: Verdict;
}

/** How it is for whoever decided nothing: messages of strangers wait. */
export const usualPolicy: Policy = {
  notFollowing: 'accept',
  notFollowers: 'accept',
  newAccounts: 'accept',
  privateMentions: 'filter',
  limitedAccounts: 'filter',
};

/** Whether a word is a verdict. */
export function isVerdict(word: string): word is Verdict {
  return (verdicts as readonly string[]).includes(word);
}
