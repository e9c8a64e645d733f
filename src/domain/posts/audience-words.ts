import type { RepliesFrom, Visibility } from './rules.ts';

/** What somebody chooses when they write; `local` is everybody who is signed in here. */
export const readers = ['public', 'unlisted', 'followers', 'friends', 'local'] as const;
/** One of them. */
export type Readers = (typeof readers)[number];

/** How each is said to whoever writes. */
export const readerWords: Readonly<Record<Readers, string>> = {
  public: 'Everyone',
  unlisted: 'Everyone, quietly (no list shows it)',
  followers: 'People who follow you',
  friends: 'Pocket friends',
  local: 'Only people signed in here',
};

/** Who may answer, as whoever writes is asked. */
export const replyWords: Readonly<Record<RepliesFrom, string>> = {
  everyone: 'Everyone who can read it',
  followers: 'People who follow you',
  mentioned: 'Only people whom you name',
  nobody: 'Nobody',
};

/** The words beside a post that say who reads it, and a sign that repeats them. */
export interface AudienceSign {
  words: string;
  mark: 'door' | 'everyone' | 'moon' | 'people' | 'pocket' | 'messages';
}

/** Who reads a post of this person. */
export function audienceSign(
  { visibility, localOnly }: { visibility: Visibility; localOnly: boolean },
  name: string,
): AudienceSign {
  if (localOnly && (visibility === 'public' || visibility === 'unlisted'))
    return { words: 'Only people signed in here', mark: 'door' };
  const signs: Record<Visibility, AudienceSign> = {
    public: { words: 'Everyone', mark: 'everyone' },
    unlisted: { words: 'Everyone, quietly', mark: 'moon' },
    followers: { words: `People who follow ${name}`, mark: 'people' },
    friends: { words: `Pocket friends of ${name}`, mark: 'pocket' },
    direct: { words: 'People named in it', mark: 'messages' },
  };
  return signs[visibility];
}

/** Who will read a reply, in a sentence; the parent's audience is never widened. */
export function replyAudience(
  { visibility, localOnly }: { visibility: Visibility; localOnly: boolean },
  name: string,
): string {
  if (localOnly && (visibility === 'public' || visibility === 'unlisted'))
    return 'Only people signed in here can read this.';
  return {
    public: 'Everyone can read this, unless you choose fewer.',
    unlisted: 'Anybody can read this; no list shows it.',
    followers: `Only people who follow ${name} can read this.`,
    friends: `Only pocket friends of ${name} can read this.`,
    direct: `Only ${name} and the people named here can read this.`,
  }[visibility];
}

/** The widest audience that a reply to this post can have, and what it may be narrowed to. */
export function readersFor(parent?: { visibility: Visibility; localOnly: boolean }): Readers[] {
  if (!parent) return [...readers];
  const widest = readers.indexOf(parent.visibility as Readers);
  if (widest < 0) return [];
  const narrowed = readers.filter((one) => one !== 'local' && readers.indexOf(one) >= widest);
  return parent.localOnly
    ? [...narrowed.filter((one) => one === 'followers' || one === 'friends'), 'local']
    : narrowed;
}
