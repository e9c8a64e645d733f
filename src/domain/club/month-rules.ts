import { z } from 'zod';
import { calmText, isSound, unsoundWords } from './form-text.ts';
import { asDate } from './month-address.ts';

const text = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest, `Please use ${longest.toLocaleString('en-GB')} characters or fewer.`)
    .refine(isSound, unsoundWords)
    .transform(calmText);
const words = (longest: number, missing: string) =>
  text(longest).refine((value) => value !== '', missing);
const whole = (least: number, most: number, says: string) =>
  z.coerce.number(says).int(says).min(least, says).max(most, says);

const hour = {
  date: z
    .string()
    .trim()
    .refine((value) => asDate(value) !== undefined, 'Give the day, such as 2018-01-18.'),
  time: z
    .string()
    .trim()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Give the time on a 24-hour clock, such as 20:00.'),
  zone: z.string().trim().min(1, 'Give a time zone such as Europe/London.').max(60),
  minutes: whole(5, 24 * 60, 'Give the length in minutes, from 5 to 1440.'),
  choice: z
    .enum(['earlier', 'later', ''])
    .default('')
    .transform((value) => value || null),
};
const days = (most: number) => whole(0, most, `Give a number of days, from 0 to ${most}.`);

/** The times of a month with its one or two live hours; the second counts when it has a day. */
export const timesForm = z
  .object({
    ...hour,
    opensDays: days(90),
    tailDays: days(365),
    secondDate: z.string().trim().default(''),
    secondTime: z.string().trim().default(''),
    secondZone: z.string().trim().default(''),
    secondMinutes: z.string().trim().default(''),
    secondChoice: z.string().default(''),
  })
  .transform((fields, context) => {
    const { opensDays, tailDays, date, time, zone, minutes, choice } = fields;
    const first = { date, time, zone, minutes, choice };
    if (!fields.secondDate) return { opensDays, tailDays, hours: [first] };
    const second = z.object(hour).safeParse({
      date: fields.secondDate,
      time: fields.secondTime,
      zone: fields.secondZone || zone,
      minutes: fields.secondMinutes || minutes,
      choice: fields.secondChoice,
    });
    if (second.success) return { opensDays, tailDays, hours: [first, second.data] };
    for (const { path, message } of second.error.issues) {
      const name = String(path[0] ?? 'date');
      context.addIssue({
        code: 'custom',
        path: [`second${name.charAt(0).toUpperCase()}${name.slice(1)}`],
        message,
      });
    }
    return z.NEVER;
  });
export type TimesInput = z.output<typeof timesForm>;
export type HourInput = TimesInput['hours'][number];

const theme = words(300, 'Give the month a theme, in a few words.');
const summary = text(5_000);

/** A new month: a theme, and when. */
export const newMonthForm = z.object({ theme, summary, ...hour });
export type NewMonth = z.output<typeof newMonthForm>;

/** What the top of the page says; notices come one a line. */
export const aboutForm = z.object({
  theme,
  summary,
  notices: text(20_000)
    .transform((value) =>
      value
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean),
    )
    .refine(
      (lines) => lines.length <= 50 && lines.every((line) => line.length <= 1_000),
      'Please write 50 short lines at most.',
    ),
});
export const plainSummaryForm = z.object({ plainSummary: text(10_000) });
export const studyForm = z.object({ studyNotice: text(2_000) });

/** One question of the chat and its minute in the live hour. */
export const questionForm = z.object({
  text: words(5_000, 'Write the question.'),
  minute: whole(0, 24 * 60, 'Give the minute of the live hour at which it is asked.'),
});
export type QuestionInput = z.output<typeof questionForm>;

export const wordForm = z.object({
  term: words(100, 'Which word?'),
  meaning: words(1_000, 'Say in plain words what it means.'),
});

/** Who is asked for what, and by when. */
export const askForm = z.object({
  what: z.enum(
    ['paper', 'plainSummary', 'guestPost', 'questions', 'host'],
    'Choose what you ask for.',
  ),
  whom: words(200, 'Whom do you ask?'),
  due: z
    .string()
    .trim()
    .refine(
      (value) => value === '' || asDate(value) !== undefined,
      'Give a day, or leave it empty.',
    )
    .transform((value) => value || null),
});
export type AskInput = z.output<typeof askForm>;
