import { z } from 'zod';

/** Why something is reported. */
export const reportCategories = ['spam', 'legal', 'violation', 'other'] as const;
/** One of them. */
export type ReportCategory = (typeof reportCategories)[number];

/** How each is said to whoever reports. */
export const categoryWords: Readonly<Record<ReportCategory, { label: string; hint: string }>> = {
  violation: {
    label: 'It breaks the rules of this place',
    hint: 'You can say which, further down.',
  },
  spam: { label: 'It is advertising or a swindle', hint: 'Selling, promising cures, false links.' },
  legal: { label: 'It is against the law', hint: 'Such as threats, or pictures of abuse.' },
  other: { label: 'Something else', hint: 'Say it in your own words.' },
};

/** Most of each that a report holds. */
export const reportBounds = { comment: 1000, posts: 50, outcome: 600 } as const;

/** Control characters go, and what is not text is refused. */
const words = (most: number) =>
  z
    .string()
    .default('')
    .transform((text) =>
      text
        .replace(/\r\n?/g, '\n')
        .replace(/(?!\n)\p{Cc}/gu, '')
        .normalize('NFC')
        .trim(),
    )
    .refine((text) => text.length <= most, `Please use ${most} characters or fewer.`);

/** What somebody says in a report. */
export const reportForm = z.object({
  category: z.enum(reportCategories, 'Choose what fits best.').default('other'),
  comment: words(reportBounds.comment),
  rules: z.array(z.coerce.number().int()).default([]),
});
/** What `reportForm` reads. */
export type ReportWords = z.infer<typeof reportForm>;

/** What the reporter is told in the end. */
export const outcomeForm = z.object({ outcome: words(reportBounds.outcome) });

/** What a reporter is told where nobody wrote anything of their own. */
export const usualOutcome = 'It was looked at. Thank you for telling us.';
/** What they are told when whoever they reported has left. */
export const leftOutcome = 'The account is gone.';
