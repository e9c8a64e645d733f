/** How many lists somebody has at most, how many people stand on one, and how long its title is (characters). */
export const listBounds = { lists: 50, members: 500, title: 200 } as const;

/** Which replies of its people a list shows: to anybody its owner follows, to people on it, or none. */
export type RepliesPolicy = 'followed' | 'list' | 'none';

/** Whether a word from outside is one of them. */
export function isRepliesPolicy(word: string): word is RepliesPolicy {
  return ['followed', 'list', 'none'].includes(word);
}
