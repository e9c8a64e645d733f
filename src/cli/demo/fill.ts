import { fileURLToPath } from 'node:url';
import { comments, essay, january } from './january.ts';
import { januaryChat, laterChanges, type DemoLine } from './january-chat.ts';
import { liveChat, liveMonth, livePlainSummary, minutesIn, nextMonth } from './live.ts';
import { people, type DemoPerson } from './people.ts';
import { playPosts } from './play-posts.ts';
import { must, type Stage } from './stage.ts';
import { readClubFile } from '../club-import.ts';
import { answerQuestion, deleteAnswer, editAnswer } from '#domain/club/answers.server.ts';
import { hideAnswer } from '#domain/club/chat-hosting.server.ts';
import { settleMonth } from '#domain/club/clockwork.server.ts';
import { publishComment } from '#domain/club/comments.server.ts';
import { giveDuty } from '#domain/club/duties.server.ts';
import { saveWord } from '#domain/club/glossary-words.server.ts';
import { findDraft, saveDraft, beginGuestPost } from '#domain/club/guest-drafts.server.ts';
import { publishGuestPost } from '#domain/club/guest-posts.server.ts';
import { importClub } from '#domain/club/import.server.ts';
import type { ClubFile } from '#domain/club/import-file.ts';
import { findMonth, type Month } from '#domain/club/months.server.ts';
import { persistPaper } from '#domain/club/papers.server.ts';
import { changeMonth } from '#domain/club/planning.server.ts';
import { sayHere } from '#domain/club/presence.server.ts';
import { releaseDue } from '#domain/club/questions.server.ts';
import { saveHostSummary, summaryVersion } from '#domain/club/transcript.server.ts';
import { persistPerson, type ReadyPerson } from '#domain/people/persons.server.ts';
import { changeProfile } from '#domain/people/profile.server.ts';
import { changeRoles } from '#domain/people/person-roles.server.ts';
import { inTransaction, type Ctx } from '#platform/ctx.server.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const sample = fileURLToPath(new URL('../../domain/club/sample/medradjclub.json', import.meta.url));

/** Who asks, by handle. */
type Cast = (handle: string) => Ctx;

/** Plays the whole demonstration: people, the months of the sample, a recorded chat, and one that is live. */
export async function fill(stage: Stage, ready: ReadyPerson[], now: Date): Promise<void> {
  const file = readClubFile(sample);
  if ('refused' in file) throw new Error(file.refused);
  stage.clock.turnTo(new Date('2018-01-08T12:00:00Z'));
  const cast = await makePeople(stage, ready);
  const months = file.months.filter(({ date }) => date === january.date);
  must(await importClub(stage.as(null), { ...file, months }, stage.clock.now()));
  await playJanuary(stage, cast, file.club.slug);
  must(await importClub(stage.as(null), file, now));
  await playToday(stage, cast, file.club, now);
}

async function makePeople(stage: Stage, ready: ReadyPerson[]): Promise<Cast> {
  const contexts = new Map<string, Ctx>();
  for (const one of ready) {
    const { personId } = must(await persistPerson(stage.as(null), one));
    const about = people.find(({ handle }) => handle === one.handle);
    const { handle, name, zone, operator } = one;
    const ctx = stage.as({ personId, handle, name, zone, operator });
    if (about) await dressUp(ctx, about);
    contexts.set(handle, ctx);
  }
  return (handle) => {
    const found = contexts.get(handle);
    if (!found) throw new Error(`Nobody in the demonstration is called ${handle}.`);
    return found;
  };
}

async function dressUp(ctx: Ctx, about: DemoPerson): Promise<void> {
  const { roles, pronouns = '', languages = [] } = about;
  await changeProfile(ctx, { ...about, pronouns, languages });
  await changeRoles(
    ctx,
    roles.map((role) => ({ role, audience: 'everyone' })),
  );
}

async function playJanuary(stage: Stage, cast: Cast, slug: string): Promise<void> {
  const curator = cast('sabine_ruoff');
  const month = await monthOf(curator, slug, january.date);
  for (const { handle, duties } of people)
    for (const duty of duties)
      must(await giveDuty(curator, { clubId: month.club.id, handle, duty }));
  const { plainSummary, notice } = january;
  must(await changeMonth(curator, month.id, { plainSummary, notices: [notice] }));
  for (const word of january.words) must(await saveWord(curator, month.club.id, word));
  for (const reading of january.readings)
    must(await persistPaper(curator, month.id, 'next', reading));
  stage.clock.turnTo(new Date('2018-01-12T09:00:00Z'));
  await tick(stage, month.id);
  await playEssay(stage, cast, month.id);
  await playChat(stage, cast, month, januaryChat, new Date('2018-01-18T20:00:00Z'));
  stage.clock.turnTo(new Date('2018-01-19T18:00:00Z'));
  await tick(stage, month.id);
  const version = summaryVersion('');
  const text = january.hostSummary;
  must(await saveHostSummary(cast('tomasz_w'), { monthId: month.id, text, version }));
  stage.clock.turnTo(new Date('2018-02-03T12:00:00Z'));
  await tick(stage, month.id);
}

async function playEssay(stage: Stage, cast: Cast, monthId: string): Promise<void> {
  const writer = cast('maren_holt');
  const key = must(await beginGuestPost(writer, monthId));
  const { version } = must(await findDraft(writer, key));
  must(await saveDraft(writer, key, { ...essay, version, own: true }));
  must(await publishGuestPost(cast('sabine_ruoff'), key));
  for (const { by, text, to } of comments) {
    stage.clock.turnBy(5 * 60 * minute);
    must(await publishComment(cast(by), { guestPostId: key.id, text, answers: to }));
  }
}

/** Plays a chat minute by minute; afterwards one line is changed, one taken back, one hidden. */
async function playChat(
  stage: Stage,
  cast: Cast,
  month: Month,
  lines: DemoLine[],
  start: Date,
): Promise<void> {
  const said: { id: string; by: string }[] = [];
  for (const [at, by, round, text, to] of lines) {
    const due = start.getTime() + at * minute;
    stage.clock.turnTo(new Date(Math.max(due, stage.clock.now().getTime() + 7_000)));
    await tick(stage, month.id);
    const questionId = month.questions[round]?.id ?? null;
    const parentId = to === undefined ? null : (said[to - 1]?.id ?? null);
    const place = { monthId: month.id, questionId, parentId };
    said.push({ by, ...must(await answerQuestion(cast(by), { ...place, text })) });
  }
  if (lines !== januaryChat) return;
  stage.clock.turnBy(minute);
  const { edited, removed, hidden } = laterChanges;
  const line = (number: number) => said[number - 1] ?? { id: '', by: '' };
  const { id, by } = line(edited.line);
  must(await editAnswer(cast(by), { id, text: edited.text }));
  must(await deleteAnswer(cast(line(removed).by), line(removed).id));
  must(await hideAnswer(cast(hidden.by), { id: line(hidden.line).id, reason: hidden.reason }));
}

/** A chat that began some minutes ago, and a month to come; both on the clock of now. */
async function playToday(
  stage: Stage,
  cast: Cast,
  club: ClubFile['club'],
  now: Date,
): Promise<void> {
  const start = new Date(Math.floor(now.getTime() / minute) * minute - minutesIn * minute);
  const later = new Date(start.getTime() + 31 * day);
  const months = [
    { ...liveMonth, ...wallOf(start), notices: [] },
    { ...nextMonth, ...wallOf(later), notices: [] },
  ];
  const before = new Date(start.getTime() - 3 * day);
  must(await importClub(stage.as(null), { club, months }, before));
  stage.clock.turnTo(before);
  const month = await monthOf(cast('sabine_ruoff'), club.slug, wallOf(start).date);
  must(await changeMonth(cast('sabine_ruoff'), month.id, { plainSummary: livePlainSummary }));
  await playPosts(stage, cast, start);
  await playChat(stage, cast, month, liveChat, start);
  must(await sayHere(cast('quietbat'), month.id));
  stage.clock.turnTo(now);
  await tick(stage, month.id);
}

/** What the clock does every minute: moves the month, asks the questions that are due. */
async function tick(stage: Stage, monthId: string): Promise<void> {
  await inTransaction(stage.as(null), async (tx) => {
    await settleMonth(tx, monthId);
    await releaseDue(tx, monthId);
  });
}

async function monthOf(ctx: Ctx, slug: string, date: string): Promise<Month> {
  const month = await findMonth(ctx, slug, date);
  if (!month) throw new Error(`The demonstration has no month ${date}.`);
  return month;
}

function wallOf(at: Date): { date: string; anchor: { time: string; zone: string } } {
  const text = at.toISOString();
  return { date: text.slice(0, 10), anchor: { time: text.slice(11, 16), zone: 'UTC' } };
}
