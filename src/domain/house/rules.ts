import { z } from 'zod';

/** Who may join: everybody, people with an invitation, or people whom the operator lets in. */
export const signUpModes = ['open', 'invitation', 'approval'] as const;
/** One of them. */
export type SignUpMode = (typeof signUpModes)[number];

/** Which other servers the place exchanges posts with: all but blocked ones, those on its list, none. */
export const federationModes = ['open', 'allowList', 'off'] as const;

/**
 * What the operator decides about the place. Texts are plain; `rules` is a list of one sentence each, `emergency` whom
 * to call where people here live.
 */
export const houseSettings = z.object({
  name: z.string().min(1).max(60),
  about: z.string().max(2000),
  rules: z.array(z.string().min(1).max(300)).max(20),
  contact: z.string().max(254),
  emergency: z.string().max(300),
  languages: z.array(z.string()).max(20),
  signUp: z.enum(signUpModes),
  leastAge: z.number().int().min(13).max(21),
  federation: z.enum(federationModes),
});
/** What `houseSettings` reads. */
export type HouseSettings = z.infer<typeof houseSettings>;

/** How a place is before anybody decides otherwise. `contact` empty: the one of the environment. */
export const usualHouse: HouseSettings = {
  name: 'Pocket Friends',
  about: '',
  rules: [
    'Be kind. Speak of experiences and ideas, not against people.',
    'Say nothing that lets somebody recognise a patient. Your own story is yours to tell.',
    'Nobody here gives medical advice for a single case. For that, ask the people who care for you.',
    'No advertising, no selling, no promises of cures.',
    'A name may be made up. Do not try to find out who somebody is.',
  ],
  contact: '',
  emergency: '',
  languages: ['en'],
  signUp: 'open',
  leastAge: 16,
  federation: 'open',
};
