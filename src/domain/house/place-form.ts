import { z } from 'zod';
import { signUpModes, type HouseSettings } from './rules.ts';

const lines = (text: string) =>
  text
    .split(/\r?\n/)
    .map((line) => line.replace(/\p{Cc}+/gu, ' ').trim())
    .filter(Boolean);
const plain = (text: string) =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/(?!\n)\p{Cc}/gu, '')
    .normalize('NFC')
    .trim();

/** Languages of a place: tags such as `en` or `pt-BR`, separated by commas or blanks. */
const languages = z
  .string()
  .transform((text) => [...new Set(text.split(/[\s,;]+/).filter(Boolean))])
  .refine(
    (tags) => tags.every(isLanguage) && tags.length > 0 && tags.length <= 20,
    'Write language tags such as en, fr or pt-BR.',
  );

/** What an operator types about the place; `rules` has one on each line. Other servers have a page of their own. */
export const placeForm: z.ZodType<Omit<HouseSettings, 'federation'>> = z.object({
  name: z
    .string()
    .transform(plain)
    .refine((name) => name.length >= 1 && name.length <= 60, 'Write a name of 1 to 60 characters.')
    .refine((name) => !name.includes('\n'), 'Write the name on one line.'),
  about: z
    .string()
    .transform(plain)
    .refine((about) => about.length <= 2000, 'Please use 2,000 characters or fewer.'),
  rules: z
    .string()
    .transform(lines)
    .refine((rules) => rules.length >= 1 && rules.length <= 20, 'Write 1 to 20 rules, one a line.')
    .refine(
      (rules) => rules.every((rule) => rule.length <= 300),
      'One of the rules is longer than 300 characters.',
    ),
  contact: z
    .string()
    .trim()
    .pipe(z.union([z.literal(''), z.email('Write an e-mail address, like name@example.org.')])),
  emergency: z
    .string()
    .transform(plain)
    .refine((words) => words.length <= 300, 'Please use 300 characters or fewer.'),
  languages,
  signUp: z.enum(signUpModes, 'Choose who may join.'),
  leastAge: z.coerce
    .number('Write an age in years.')
    .int('Write whole years.')
    .min(13, 'The law of most places asks for 13 at least.')
    .max(21, 'Please choose 21 at most.'),
});

function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}
