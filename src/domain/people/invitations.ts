import { z } from 'zod';
import { emailField } from './rules.ts';

/** For how many people a friend's link is at least, and for how many days each kind holds. */
export const inviteLasts = { friend: { people: 5, days: 14 }, operator: { days: 14 } } as const;

/** What an operator fills in: an address (then with or without the duty), or for how many people. */
export const invitationForm = z.object({
  email: z.union([z.literal(''), emailField]).default(''),
  duty: z
    .string()
    .optional()
    .transform((word) => word === 'operator'),
  people: z.coerce.number().int().min(1, 'At least one.').max(200, 'At most 200.').catch(10),
  next: z.string().default('/'),
});
/** What `invitationForm` reads. */
export type InvitationForm = z.infer<typeof invitationForm>;
