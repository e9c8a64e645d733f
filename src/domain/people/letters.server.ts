import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import type { LetterPlace } from './inner/letter-place.ts';
import { markOfAddress } from './inner/letter-mark.server.ts';
import { letterWords, type LetterFacts, type LetterWords } from './letter-words.server.ts';
import { login, operator, person } from './schema.server.ts';
import { readSettings } from '#domain/house/settings.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import { limited } from '#platform/limit.server.ts';
import { removeLetters } from '#platform/mailbox.server.ts';
import type { Services } from '#platform/services.server.ts';

/** What a letter about an account says, whoever gets it. */
export type LetterText = {
  [Kind in keyof LetterFacts]: { kind: Kind } & LetterFacts[Kind];
}[keyof LetterFacts];

/** A letter about an account, to the one address that it belongs to. */
export type AccountLetter = LetterText & { to: string };

/**
 * A letter that somebody asked for by an address that nobody has proved. Which of two it is, or none,
 * is found out when it is sent: whoever asks is answered before, so neither the answer nor its time
 * can tell whether the address has an account. It is not sent once its `seconds` are over.
 */
export interface AskedLetter {
  to: string;
  known: LetterText | null;
  unknown: LetterText | null;
  seconds: number;
}

/** What sending a letter needs; the place's name comes from its settings. */
type Post = Pick<Services, 'mailer' | 'config' | 'pool' | 'live'>;

/** A mail server may be down for hours: with the growing breaks between them, so many tries take four at least. */
const patience = { retries: 14 };

/** Whether an address got its five letters of this half hour, whatever they were about and whoever asked. */
export function tooManyLetters(ctx: Ctx, email: string): Promise<boolean> {
  return limited(ctx, `letter to ${email}`, { times: 5, seconds: 30 * 60 });
}

/** Has a letter sent by a job, which commits with whatever caused it. */
export async function sendLetterLater(
  { db, jobs }: Pick<Ctx, 'db' | 'jobs'>,
  letter: AccountLetter,
): Promise<void> {
  await jobs.send(db, 'letter', { ...letter, id: randomUUID() }, patience);
}

/** Has a letter sent to a person, whichever address is theirs; none to somebody without a way in. */
export async function writeToPerson(tx: Ctx, personId: string, text: LetterText): Promise<void> {
  const [own] = await tx.db
    .select({ to: login.email })
    .from(login)
    .innerJoin(person, eq(person.loginId, login.id))
    .where(eq(person.id, personId));
  if (own) await sendLetterLater(tx, { ...text, to: own.to });
}

/** Has a letter sent to everybody who looks after the place. */
export async function writeToOperators(tx: Ctx, text: LetterText): Promise<void> {
  const rows = await tx.db
    .select({ to: login.email })
    .from(operator)
    .innerJoin(person, eq(person.id, operator.personId))
    .innerJoin(login, eq(login.id, person.loginId));
  for (const { to } of rows) await sendLetterLater(tx, { ...text, to });
}

/** The job: removes the letters to an address that was erased from the mailbox folder. */
export async function removeLettersTo(
  { config, secret }: Pick<Services, 'config' | 'secret'>,
  { mark }: { mark: string },
): Promise<void> {
  const mailbox = join(config.dataDir, 'mailbox');
  await removeLetters(mailbox, ({ to }) => markOfAddress(secret, to) === mark);
}

/** Has a letter sent that somebody asked for. `tooManyLetters` comes first. */
export async function sendAskedLetterLater(
  { db, jobs, clock }: Pick<Ctx, 'db' | 'jobs' | 'clock'>,
  { seconds, ...asked }: AskedLetter,
): Promise<void> {
  const until = new Date(clock.now().getTime() + seconds * 1000).toISOString();
  await jobs.send(db, 'asked-letter', { ...asked, until, id: randomUUID() }, patience);
}

/** The job: looks up whether the address has an account and sends what fits. */
export async function sendAskedLetter(
  services: Pick<Services, 'db' | 'clock'> & Post,
  { to, known, unknown, until, id }: Omit<AskedLetter, 'seconds'> & { until: string; id: string },
): Promise<void> {
  if (services.clock.now() >= new Date(until)) return;
  const [own] = await services.db.select().from(login).where(eq(login.email, to));
  const text = own ? known : unknown;
  if (text) await sendLetter(services, { ...text, to, id });
}

/** The job: writes the letter in plain words and hands it to the mailer. A retry is the same letter. */
export async function sendLetter(
  services: Post,
  letter: AccountLetter & { id: string },
): Promise<void> {
  const { mailer, config } = services;
  const { name } = await readSettings(services);
  const host = new URL(config.origin).hostname.replace(/[^\w.-]/g, '') || 'localhost';
  const { subject, paragraphs } = wordsOf(letter, { origin: config.origin, name });
  const text = `${['Hello,', ...paragraphs].join('\n\n')}\n`;
  await mailer.send({ to: letter.to, messageId: `<${letter.id}@${host}>`, subject, text });
}

function wordsOf<Kind extends keyof LetterFacts>(
  letter: { kind: Kind } & LetterFacts[Kind],
  place: LetterPlace,
): LetterWords {
  return letterWords[letter.kind](letter, place);
}
