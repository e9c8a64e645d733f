import { z } from 'zod';
import { findJsonFault } from './json-fault.ts';

/**
 * The most that one file may hold. A club of twenty years has about 240 months; the bounds are far
 * above any real club and far below what would hurt the server.
 */
const most = { characters: 5_000_000, months: 1_200, questions: 50, authors: 500 };

const text = (longest: number) =>
  z.string({ error: 'should be text' }).trim().max(longest, `may have ${longest} characters`);
const words = (longest: number) => text(longest).min(1, 'should not be empty');
const wholeNumber = (least: number, highest: number) =>
  z
    .number({ error: 'should be a number' })
    .int('should be a whole number')
    .min(least, `should be ${least} or more`)
    .max(highest, `should be ${highest} or less`);
const zone = words(60).refine(knownZone, 'is not the name of a time zone such as Europe/London');
const time = words(5).regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'should be a time such as 20:00');
const date = words(10).refine(realDate, 'should be a date that exists, such as 2017-08-15');

const club = z.object(
  {
    slug: words(60).regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'may have small letters, digits and hyphens'),
    name: words(200),
    hashtag: words(100)
      .regex(/^[\p{L}\p{N}_]+$/u, 'should be one word without the # sign')
      .optional(),
    firstChat: words(40)
      .refine((value) => !Number.isNaN(Date.parse(value)), 'should be a moment in time')
      .optional(),
    about: text(5_000).optional(),
    worldLine: z.array(zone, { error: 'should be a list' }).max(40, 'may have 40 zones').optional(),
  },
  { error: 'should be an object' },
);

const paper = z.object(
  {
    title: words(1_000),
    authors: z.array(words(300), { error: 'should be a list' }).max(most.authors).default([]),
    journal: text(500).nullish(),
    year: wholeNumber(1500, 2200).nullish(),
    doi: words(300)
      .regex(/^10\.\d{4,9}\/\S+$/, 'should be a DOI such as 10.1002/jmrs.230')
      .nullish(),
    pmid: words(12).regex(/^\d+$/, 'should be a number from PubMed').nullish(),
    note: text(1_000).nullish(),
  },
  { error: 'should be an object' },
);

const question = z.object(
  { number: wholeNumber(1, 99), text: words(5_000) },
  { error: 'should be an object' },
);

const month = z.object(
  {
    date,
    anchor: z.object(
      { time, zone, inferred: z.boolean('should be true or false').optional() },
      { error: 'should be an object' },
    ),
    minutes: wholeNumber(5, 24 * 60).default(60),
    theme: words(300),
    summary: text(5_000).optional(),
    paper: paper.nullish(),
    questions: z
      .array(question, { error: 'should be a list' })
      .max(most.questions, `may have ${most.questions} questions`)
      .superRefine((questions, context) => {
        for (const index of repeats(questions.map(({ number }) => number)))
          context.addIssue({ code: 'custom', path: [index, 'number'], message: 'is used twice' });
      })
      .default([]),
    guestPost: z
      .object(
        { title: text(300).nullish(), author: text(200).nullish(), about: text(1_000).nullish() },
        { error: 'should be an object' },
      )
      .nullish(),
    notices: z.array(text(1_000), { error: 'should be a list' }).max(50).default([]),
    source: text(1_000).nullish(),
  },
  { error: 'should be an object' },
);

const clubFile = z.object(
  {
    club,
    months: z
      .array(month, { error: 'should be a list' })
      .max(most.months, `may have ${most.months} months`)
      .superRefine((months, context) => {
        for (const index of repeats(months.map((one) => one.date)))
          context.addIssue({ code: 'custom', path: [index, 'date'], message: 'is used twice' });
      }),
  },
  { error: 'should be an object' },
);

/** A club and its months as a file holds them; keys that are not ours are left behind. */
export type ClubFile = z.infer<typeof clubFile>;

export type NoClubFile = {
  refused: 'notJson' | 'wrongShape';
  /** `line 12, column 3` or `months[2].anchor.zone`. */
  where: string;
  /** What is wrong there, as the end of a sentence: "should be a time such as 20:00". */
  says: string;
};

/**
 * Reads a club's file (JSON in UTF-8). Refuses the whole file at the first fault and tells a person
 * where it is: what is not JSON by line and column, what has the wrong shape by its path.
 */
export function parseClubFile(source: string): ClubFile | NoClubFile {
  if (source.length > most.characters)
    return { refused: 'wrongShape', where: 'the file', says: 'is larger than 5 MB' };
  let content: unknown;
  try {
    // NOTE: editors on Windows put a byte order mark in front, which JSON does not allow.
    content = JSON.parse(source.replace(/^\uFEFF/, ''));
  } catch {
    return { refused: 'notJson', ...findJsonFault(source.replace(/^\uFEFF/, '')) };
  }
  const read = clubFile.safeParse(content, { reportInput: true });
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  return { refused: 'wrongShape', where: pathOf(issue?.path ?? []), says: saysOf(issue) };
}

function pathOf(path: readonly PropertyKey[]): string {
  const joined = path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('');
  return joined.replace(/^\./, '') || 'the file';
}

function saysOf(issue: z.core.$ZodIssue | undefined): string {
  const missing = issue?.code === 'invalid_type' && issue.input === undefined;
  return missing ? 'is missing' : (issue?.message ?? 'is not right');
}

/** The places in a list that say again what an earlier place said. */
function repeats(values: readonly unknown[]): number[] {
  const seen = new Set<unknown>();
  return values.flatMap((value, index) => {
    if (seen.has(value)) return [index];
    seen.add(value);
    return [];
  });
}

function realDate(value: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const parsed = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(value);
}

const zonesSeen = new Map<string, boolean>();

function knownZone(value: string): boolean {
  const seen = zonesSeen.get(value);
  if (seen !== undefined) return seen;
  const known = /^[A-Za-z]/.test(value) && formats(value);
  if (zonesSeen.size < 1_000) zonesSeen.set(value, known);
  return known;
}

function formats(timeZone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone }));
  } catch {
    return false;
  }
}
