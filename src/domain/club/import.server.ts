import { parseAuthorLine } from './citation/author-line.ts';
import { openClubPerson } from './club-person.server.ts';
import { wakesOf } from './clockwork.server.ts';
import { planOf } from './hours.server.ts';
import type { ClubFile, NoClubFile } from './import-file.ts';
import { stateAt } from './month-state.ts';
import { rowOf } from './papers.server.ts';
import { writeHours, writeRounds } from './planning.server.ts';
import { question } from './chat-schema.server.ts';
import { guestPost } from './guest-schema.server.ts';
import { club, month, monthMove, paper } from './schema.server.ts';
import { instantOf } from './times.server.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import { eq } from 'drizzle-orm';

/** What an import made, and what was there already and stays as it is. */
export interface Imported {
  club: 'new' | 'unchanged';
  months: { new: number; unchanged: number };
}

type MonthOfFile = ClubFile['months'][number];

/**
 * Brings a club and its months in from a file, all or nothing. What is there already is left alone, so
 * that a second import changes nothing. Months get the state that the clock gave them by `now`. Refuses
 * a local time that the clocks skip. It asks nobody's duty: the command line calls it, and no page may.
 */
export async function importClub(
  ctx: Ctx,
  file: ClubFile,
  now: Date,
): Promise<Imported | NoClubFile> {
  const skipped = file.months.findIndex(({ date, anchor }) => {
    const found = instantOf({ date, ...anchor }, undefined);
    return 'refused' in found && found.refused === 'skipped';
  });
  if (skipped >= 0) {
    return {
      refused: 'wrongShape',
      where: `months[${skipped}].anchor.time`,
      says: 'is skipped by the clocks there',
    };
  }
  return inTransaction(ctx, async (tx) => {
    const { id: clubId, made } = await openClub(tx, file.club, now);
    let count = 0;
    for (const one of file.months) if (await importMonth(tx, clubId, one, now)) count += 1;
    if (made) tx.wake({ kind: 'club', id: 'all' });
    if (count > 0) await tx.jobs.send(tx.db, 'months-due', {});
    return {
      club: made ? 'new' : 'unchanged',
      months: { new: count, unchanged: file.months.length - count },
    };
  });
}

async function openClub(
  tx: Tx,
  { slug, name, about, hashtag, worldLine, firstChat }: ClubFile['club'],
  now: Date,
) {
  const values = {
    slug,
    name,
    about: about ?? '',
    hashtag: hashtag ?? '',
    worldLine: worldLine ?? [],
    firstChat: firstChat ? new Date(firstChat) : null,
    published: now,
  };
  const [made] = await tx.db
    .insert(club)
    .values(values)
    .onConflictDoNothing()
    .returning({ id: club.id });
  if (made) {
    await openClubPerson(tx, made.id);
    return { id: made.id, made: true };
  }
  const [found] = await tx.db.select({ id: club.id }).from(club).where(eq(club.slug, slug));
  if (!found) throw new Error(`The club ${slug} is neither new nor there.`);
  return { id: found.id, made: false };
}

async function importMonth(tx: Tx, clubId: string, file: MonthOfFile, now: Date): Promise<boolean> {
  const { time, zone } = file.anchor;
  const choice =
    'refused' in instantOf({ date: file.date, time, zone }) ? ('earlier' as const) : null;
  const hour = { date: file.date, time, zone, minutes: file.minutes, choice };
  const times = { opensDays: 7, tailDays: 14, hours: [{ ...hour, number: 1 }] };
  const state = stateAt(planOf({ ...times, state: 'announced' }), now.getTime());
  const [made] = await tx.db
    .insert(month)
    .values({
      clubId,
      date: file.date,
      theme: file.theme,
      summary: file.summary ?? '',
      state,
      notices: file.notices,
      source: file.source ?? '',
      published: now,
      updated: now,
    })
    .onConflictDoNothing()
    .returning({ id: month.id });
  if (!made) return false;
  await writeHours(tx, made.id, [hour]);
  await tx.db
    .insert(monthMove)
    .values({ monthId: made.id, fromState: 'draft', toState: state, at: now });
  await writeRounds(tx, made.id, file.minutes);
  await writeContent(tx, made.id, file);
  for (const wake of wakesOf(made.id, clubId)) tx.wake(wake);
  return true;
}

async function writeContent(tx: Tx, monthId: string, file: MonthOfFile): Promise<void> {
  if (file.paper) {
    await tx.db.insert(paper).values({ monthId, position: 0, ...rowOf(paperOf(file.paper), '') });
  }
  const questions = [...file.questions].sort((a, b) => a.number - b.number);
  if (questions.length > 0) {
    const minutes = spread(questions.length, file.minutes);
    await tx.db.insert(question).values(
      questions.map(({ number, text }, at) => ({
        monthId,
        number,
        text,
        position: at + 1,
        minute: minutes[at] ?? 5,
      })),
    );
  }
  if (!file.guestPost) return;
  const { title, author, about } = file.guestPost;
  await tx.db
    .insert(guestPost)
    .values({ monthId, title: title ?? '', authorName: author ?? '', about: about ?? '' });
}

/** Minutes for so many questions, evenly, between a welcome of five minutes and a farewell: 5, 18, 31, 44. */
export function spread(questions: number, minutes: number): number[] {
  const start = Math.min(5, Math.floor(minutes / 12));
  const gap = Math.max(1, Math.floor((minutes * 0.88) / Math.max(questions, 1)));
  return Array.from({ length: questions }, (_, at) => Math.min(minutes - 1, start + at * gap));
}

function paperOf({ title, authors, journal, year, doi, pmid }: NonNullable<MonthOfFile['paper']>) {
  return {
    title,
    authors: authors.map(parseAuthorLine),
    ...(journal ? { journal } : {}),
    ...(year ? { year } : {}),
    ...(doi ? { doi: doi.toLowerCase() } : {}),
    ...(pmid ? { pmid } : {}),
    type: 'journal-article',
    source: 'hand' as const,
  };
}
