/** What a person may say of themselves. Nothing is ever inferred, and none is the default. */
export const roles = ['patient', 'carer', 'professional', 'student', 'researcher'] as const;

/** One of them. */
export type Role = (typeof roles)[number];

/** How each is said, for a label and for its hint. */
export const roleWords: Readonly<Record<Role, { label: string; hint: string }>> = {
  patient: { label: 'Patient', hint: 'You have, or had, an illness or treatment of your own.' },
  carer: { label: 'Carer', hint: 'You look after somebody, or did.' },
  professional: {
    label: 'Health professional',
    hint: 'You treat or care for people in your work.',
  },
  student: { label: 'Student', hint: 'You learn for such work.' },
  researcher: { label: 'Researcher', hint: 'You study these things.' },
};

/** Whether a word is a role. */
export function isRole(word: string): word is Role {
  return (roles as readonly string[]).includes(word);
}

/** Who may see a role, from all to none. Oneself always sees it. */
export const audiences = ['everyone', 'people', 'friends', 'nobody'] as const;

/** One of them. */
export type Audience = (typeof audiences)[number];

/** How each is said, in a list and after "seen by". */
export const audienceWords: Readonly<Record<Audience, { label: string; seenBy: string }>> = {
  everyone: { label: 'Everyone', seenBy: 'everyone' },
  people: { label: 'People who are signed in', seenBy: 'people who are signed in' },
  friends: { label: 'Friends', seenBy: 'your friends' },
  nobody: { label: 'Nobody but me', seenBy: 'nobody but you' },
};

/** Whether a word is an audience. */
export function isAudience(word: string): word is Audience {
  return (audiences as readonly string[]).includes(word);
}

/** A role that somebody says of themselves, and who may see it. */
export interface SaidRole {
  role: Role;
  audience: Audience;
}

/** Reads rows of roles: a word that is none of ours is left out, and an unknown audience is nobody. */
export function readRoles(rows: readonly { role: string; audience: string }[]): SaidRole[] {
  return rows.flatMap(({ role, audience }) =>
    isRole(role) ? [{ role, audience: isAudience(audience) ? audience : 'nobody' }] : [],
  );
}
