import { z } from 'zod';
import { handleFault, tidyHandle } from './handle.ts';
import { passwordFault, passwordWords } from './password.ts';
import { isRole } from './roles.ts';

/** What went wrong with a form: a sentence for each field. */
export type Faults = Record<string, string>;

const usual = { name: 80, bio: 500 } as const;

/** Longest name and bio, in characters. */
export const longest: Readonly<typeof usual> = usual;

/** An e-mail address, in small letters. */
export const emailField = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, 'This is too long for an e-mail address.')
  .pipe(z.email('Write an e-mail address, like name@example.org.'));

const handleField = z
  .string()
  .transform(tidyHandle)
  .superRefine((handle, ctx) => {
    const fault = handleFault(handle);
    if (fault) ctx.addIssue({ code: 'custom', message: handleWords[fault] });
  });

/** Why a handle cannot be had, in words. */
export const handleWords = {
  shape: 'Use 3 to 30 characters: small letters, digits and _, with one letter at least.',
  reserved: 'This one sounds like the people who run this place. Please choose another.',
  taken: 'Somebody has this one already. Please choose another.',
} as const;

const direction = /[\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

/** A text on one line, as it is kept: no control characters, no direction tricks, trimmed. */
export const oneLine = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(direction, '')
    .normalize('NFC')
    .trim();
const lines = (text: string) =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/(?!\n)\p{Cc}/gu, '')
    .replace(direction, '')
    .normalize('NFC')
    .trim();

/** What every person says of themselves from the first day. */
export const personFields = {
  name: z
    .string()
    .transform(oneLine)
    .refine(
      (name) => /[\p{L}\p{N}]/u.test(name),
      'Write a name. It need not be the one in your passport.',
    )
    .refine(
      (name) => name.length <= longest.name,
      `Please use ${longest.name} characters or fewer.`,
    )
    .refine((name) => !/\p{M}{5}/u.test(name), 'Please use fewer accents on one letter.'),
  bio: z
    .string()
    .default('')
    .transform(lines)
    .refine((bio) => bio.length <= longest.bio, `Please use ${longest.bio} characters or fewer.`)
    .refine((bio) => !/\p{M}{31}/u.test(bio), 'Please use fewer accents on one letter.'),
  roles: z
    .array(z.string())
    .default([])
    .transform((words) => [...new Set(words.filter(isRole))]),
  zone: z.string().default('UTC').refine(isZone, 'Choose a time zone from the list.'),
};

/** The first profile, with a handle. */
export const welcomeForm = z.object({ handle: handleField, ...personFields });
/** What `welcomeForm` reads. */
export type NewProfile = z.infer<typeof welcomeForm>;

/** An address alone. */
export const addressForm = z.object({ email: emailField });

/** A passkey's name, by which its owner tells it from the others. */
export const passkeyNameForm = z.object({
  name: z
    .string('Give it a name by which you know it again.')
    .transform(oneLine)
    .refine((name) => name !== '', 'Give it a name by which you know it again.')
    .refine((name) => name.length <= 60, 'Please use 60 characters or fewer.'),
});

/** What is typed to sign in; whether it fits is not the form's to say. */
export const signInForm = z.object({ email: emailField, password: z.string().max(1000) });

/** A new password, when the address is not asked for. */
export const passwordForm = z
  .object({ password: z.string() })
  .superRefine(({ password }, ctx) => checkPassword(ctx, password, ''));

/** An address and a fitting password. */
export const credentialsForm = z
  .object({ email: emailField, password: z.string() })
  .superRefine(({ email, password }, ctx) => checkPassword(ctx, password, email));

/** Everything that makes a person at once, for the command line and the set-up. */
export const wholePersonForm = z
  .object({ ...personFields, handle: handleField, email: emailField, password: z.string() })
  .superRefine(({ email, password }, ctx) => checkPassword(ctx, password, email));

function checkPassword(ctx: z.RefinementCtx, password: string, email: string): void {
  const fault = passwordFault(password, email);
  if (fault) ctx.addIssue({ code: 'custom', path: ['password'], message: passwordWords[fault] });
}

/** Reads fields by the rules of a form: the values, or a sentence for each field that needs mending. */
export function readForm<T>(
  form: z.ZodType<T>,
  fields: unknown,
): { value: T } | { faults: Faults } {
  const read = form.safeParse(fields);
  if (read.success) return { value: read.data };
  const faults: Faults = {};
  for (const { path, message } of read.error.issues) faults[path.join('-') || 'form'] ??= message;
  return { faults };
}

/** What was typed into a form, to be shown again. Passwords are never among it. */
export interface Typed {
  text: Record<string, string>;
  roles: string[];
}

/** Reads what was typed, as text. */
export function typedIn(form: FormData): Typed {
  const text: Record<string, string> = {};
  for (const [name, value] of form) {
    if (typeof value === 'string' && !/password/i.test(name)) text[name] = value;
  }
  return { text, roles: form.getAll('roles').map(String) };
}

/** A form's fields for `readForm`: texts by name, `roles` as a list. */
export function fieldsOf(form: FormData): Record<string, unknown> {
  return { ...Object.fromEntries(form), roles: form.getAll('roles') };
}

/** Every zone that one can choose, UTC first. */
export function listZones(): string[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];
}

function isZone(zone: string): boolean {
  try {
    return /^[A-Za-z]/.test(zone) && Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
}
