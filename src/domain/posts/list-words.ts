/** What somebody is told whose list is not made or changed. */
export const listWords = {
  signIn: 'Sign in first.',
  gone: 'Only people whom you follow can stand on a list. Follow them first.',
  empty: 'Give the list a name.',
  tooLong: 'The name is too long. A few words are enough.',
  notText: 'There is something in the name that is not text.',
  tooMany: 'There are as many as there can be. Take one away first.',
} as const;
