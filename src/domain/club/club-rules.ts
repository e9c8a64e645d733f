import { z } from 'zod';
import { calmText, isSound, unsoundWords } from './form-text.ts';
import { asSlug } from './month-address.ts';

/** First steps of addresses that are the house's own, so that no club may have them. */
export const reservedSlugs: ReadonlySet<string> = new Set(
  (
    'about account admin api app apps auth bookmarks boundaries clubs confirm edit explore favourites federation feed ' +
    'files follow-requests friends guard health help home inbox invite invites join legal lists live local login logout media ' +
    'me members messages moderation nodeinfo notebook notifications oauth operator outbox people person planned posts privacy ' +
    'public report reports reset rules search service-worker settings setup sign-in sign-out sign-up static support ' +
    'tags terms uploads users well-known welcome write write-post'
  ).split(' '),
);

/** An id that a form sends; what is none becomes one that nothing has. */
export function asId(value: unknown): string {
  return typeof value === 'string' && /^[1-9]\d{0,17}$/.test(value) ? value : '0';
}

/** What went wrong with a form, a sentence for each field. */
export type FormFaults = Record<string, string>;

/** What people may say about a club, as one form sends it. Zones come one a line. */
export const clubForm = z.object({
  slug: z
    .string()
    .trim()
    .refine(
      (value) => asSlug(value) !== undefined,
      'Use small letters, digits and hyphens, such as our-club.',
    )
    .refine(
      (value) => !reservedSlugs.has(value),
      'This address is taken by the house. Try another.',
    ),
  name: z
    .string()
    .trim()
    .min(1, 'Give the club a name.')
    .max(200, 'Please use 200 characters or fewer.')
    .refine(isSound, unsoundWords)
    .transform(calmText),
  about: z
    .string()
    .trim()
    .max(5000, 'Please use 5,000 characters or fewer.')
    .refine(isSound, unsoundWords)
    .transform(calmText),
  hashtag: z
    .string()
    .trim()
    .transform((value) => value.replace(/^#/, ''))
    .refine((value) => /^[\p{L}\p{N}_]{0,100}$/u.test(value), 'Use one word, such as OurClub.'),
  worldLine: z
    .string()
    .transform((value) => value.split(/[\s,]+/).filter(Boolean))
    .refine((zones) => zones.length <= 40, 'Please use 40 places or fewer.')
    .refine((zones) => zones.every(isZone), 'Each line is a time zone such as Europe/London.'),
});

/** What may change in a club; its address may not. */
export const clubWordsForm = clubForm.omit({ slug: true });

/** A club as its form says it. */
export type ClubInput = z.infer<typeof clubForm>;

/** Reads a form by its rules: what it says, or a sentence for each field that needs mending. */
export function readForm<T>(
  form: z.ZodType<T>,
  fields: unknown,
): { value: T } | { faults: FormFaults } {
  const read = form.safeParse(fields);
  if (read.success) return { value: read.data };
  const faults: FormFaults = {};
  for (const { path, message } of read.error.issues) faults[path.join('-') || 'form'] ??= message;
  return { faults };
}

function isZone(zone: string): boolean {
  try {
    return /^[A-Za-z]/.test(zone) && Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
}
