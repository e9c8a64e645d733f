import { z } from 'zod';

const longest = 2000;

const day = z
  .string()
  .default('')
  .refine((text) => text === '' || isDay(text), 'Write a day, such as 2026-12-24.')
  .transform((text) => (text === '' ? null : new Date(`${text}T00:00:00Z`)));

/** What an operator tells everybody: a text, and if they like from which day and to which. */
export const announcementForm = z
  .object({
    text: z
      .string()
      .default('')
      .transform((text) =>
        text
          .replace(/\r\n?/g, '\n')
          .replace(/(?!\n)\p{Cc}/gu, '')
          .normalize('NFC')
          .trim(),
      )
      .refine((text) => text !== '', 'Write what people should know.')
      .refine((text) => text.length <= longest, 'Please use 2,000 characters or fewer.'),
    starts: day,
    ends: day,
  })
  .refine(({ starts, ends }) => !starts || !ends || starts <= ends, {
    path: ['ends'],
    message: 'It ends before it begins.',
  });
/** What `announcementForm` reads. */
export type AnnouncementWords = z.infer<typeof announcementForm>;

function isDay(text: string): boolean {
  return /^2\d{3}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
}
