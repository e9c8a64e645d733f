import { z } from 'zod';
import { findLanguage } from './languages.ts';

/** Who reads a post, from all to those named in it. */
export const postingVisibilities = [
  'public',
  'unlisted',
  'followers',
  'friends',
  'direct',
] as const;
/** One of them. */
export type PostingVisibility = (typeof postingVisibilities)[number];

/** Who may quote a post. */
export const quoters = ['everyone', 'followers', 'nobody'] as const;
/** One of them. */
export type Quoters = (typeof quoters)[number];

/** How a person's posts begin, before they say otherwise. */
export interface PostingDefaults {
  visibility: PostingVisibility;
  /** Whether pictures are behind a cover. */
  sensitive: boolean;
  /** A code of `languages.ts`; none when their posts say it themselves. */
  language: string | null;
  quotes: Quoters;
}

/** What holds for whoever has not said otherwise. Quoting needs a yes. */
export const usualPosting: PostingDefaults = {
  visibility: 'public',
  sensitive: false,
  language: null,
  quotes: 'nobody',
};

/** How each is said. */
export const visibilityWords: Readonly<Record<PostingVisibility, { label: string; hint: string }>> =
  {
    public: { label: 'Everyone', hint: 'Anybody can read it, and it stands in public lists.' },
    unlisted: { label: 'Everyone, quietly', hint: 'Anybody can read it; no list shows it.' },
    followers: { label: 'People who follow me', hint: 'And whoever is named in it.' },
    friends: { label: 'Friends', hint: 'People whom you follow and who follow you.' },
    direct: { label: 'People named in it', hint: 'Nobody else.' },
  };

/** How each is said. */
export const quoterWords: Readonly<Record<Quoters, string>> = {
  everyone: 'Everyone',
  followers: 'People who follow me',
  nobody: 'Nobody but me',
};

/** The form of the page about posting; `on` has what is ticked. */
export const postingForm = z
  .object({
    visibility: z.enum(postingVisibilities, 'Choose one.'),
    quotes: z.enum(quoters, 'Choose one.'),
    language: z
      .string()
      .default('')
      .refine((code) => code === '' || findLanguage(code), 'Choose a language from the list.')
      .transform((code) => code || null),
    on: z.array(z.string()).default([]),
  })
  .transform(({ on, ...rest }) => ({
    ...rest,
    sensitive: on.includes('sensitive'),
    locked: on.includes('locked'),
  }));

/** A form's fields for `postingForm`. */
export function postingFields(form: FormData): Record<string, unknown> {
  return { ...Object.fromEntries(form), on: form.getAll('on').map(String) };
}
