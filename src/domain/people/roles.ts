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
