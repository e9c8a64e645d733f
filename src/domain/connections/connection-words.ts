/** A moment as pages say it: for programs, and in words. */
export interface Moment {
  at: string;
  words: string;
}

/** For how long one can mute somebody: seconds, 0 for until one takes it back. */
export const muteTimes: readonly { value: string; label: string }[] = [
  { value: '0', label: 'Until I take it back' },
  { value: '3600', label: 'For an hour' },
  { value: '86400', label: 'For a day' },
  { value: '604800', label: 'For a week' },
  { value: '2592000', label: 'For a month' },
];

/** The seconds that a form chose; 0 for anything that was no choice. */
export function muteSecondsIn(value: unknown): number {
  return muteTimes.some((time) => time.value === value) ? Number(value) : 0;
}

const done = {
  followed: (name: string) => `You follow ${name} now. Their posts come to your Home.`,
  asked: (name: string) => `You have asked ${name}. You follow them once they say yes.`,
  changed: (name: string) => `That is how you follow ${name} from now on.`,
  unfollowed: (name: string) => `You do not follow ${name}. They are not told.`,
  removed: (name: string) => `${name} does not follow you any more. They are not told.`,
  muted: (name: string) => `You hear nothing of ${name}. They are not told.`,
  unmuted: (name: string) => `You hear ${name} again.`,
  blocked: (name: string) => `${name} and you are kept apart. They are not told.`,
  unblocked: (name: string) =>
    `You see ${name} again. What the block ended does not come back by itself.`,
  noted: (name: string) => `Your note about ${name} is kept. Only you see it.`,
  answeredYes: (name: string) => `${name} follows you now.`,
  answeredNo: (name: string) => `You said no. ${name} is not told.`,
};

/** What was just done between the viewer and somebody. */
export type Done = keyof typeof done;

/** What is said after something was done, in a sentence; nothing for a word of an address that is none of ours. */
export function doneWords(what: string | null, name: string): string | undefined {
  return what !== null && Object.hasOwn(done, what) ? done[what as Done](name) : undefined;
}
