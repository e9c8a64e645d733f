const done = {
  accepted: 'You are friends now. You read each other at home from here on.',
  aside: 'That lies in your tray now. Nobody is told.',
  back: 'That waits before you again.',
  withdrawn: 'You took that back. Nobody is told.',
  saidYes: 'You said yes. If they do too, you are friends; until then nobody knows what you said.',
  tookBack: 'You took your yes back. Nobody is told.',
  sent: 'Your request is sent.',
  introduced: 'You have introduced them. What they make of it is theirs.',
  unfriended: 'You are no friends any more. Nobody is told.',
  shown: 'That is saved, and holds from now on.',
} as const;

/** What was just done on a page of friends. */
export type FriendsDone = keyof typeof done;

/** The same in a sentence; nothing for a word of an address that is none of ours. */
export function friendsDoneWords(what: string | null): string | undefined {
  return what !== null && Object.hasOwn(done, what) ? done[what as FriendsDone] : undefined;
}

/** The states of a request that one sent, for its line. `until` is a day in words. */
export const sentWords = {
  sent: (until: string) => `Sent. It waits until ${until}; no answer is an answer too.`,
  lapsed: (until: string) => `It has lapsed. You can ask again from ${until}.`,
  withdrawn: (until: string) => `You took it back. You can ask again from ${until}.`,
} as const;

/** The states of an introduction that one made. */
export const introductionWords = {
  made: (until: string) => `Made. It waits until ${until}.`,
  lapsed: (until: string) => `It has lapsed. You can introduce them again from ${until}.`,
  withdrawn: (until: string) => `You took it back. You can introduce them again from ${until}.`,
} as const;
