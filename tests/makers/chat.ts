import { eq } from 'drizzle-orm';
import type { World } from '../world.ts';
import { answerQuestion } from '#domain/club/answers.server.ts';
import type { MonthState } from '#domain/club/month-state.ts';
import { question } from '#domain/club/chat-schema.server.ts';
import { club, clubDuty, month, monthHour } from '#domain/club/schema.server.ts';
import type { Ctx, Viewer } from '#platform/ctx.server.ts';

/** A club with one month whose chat can be held. */
export interface Chat {
  clubId: string;
  monthId: string;
  slug: string;
  date: string;
  path: string;
  /** By position: the opening, the questions, the closing. */
  questionIds: string[];
  host: Viewer;
}

let made = 0;

/**
 * Makes a club with one month: an opening round at minute 0, questions at 5, 20, 35, 50 and a closing
 * round at 58 of the hour that begins at `starts`. In a live one the opening and the first question
 * have been asked.
 */
export async function aChat(
  world: World,
  about: {
    state?: MonthState;
    starts?: string;
    questions?: number;
    asked?: number;
    studyNotice?: string;
  } = {},
): Promise<Chat> {
  const { db } = world.services;
  const {
    state = 'live',
    starts = '2026-11-22T12:00',
    questions = 4,
    asked = state === 'live' ? 2 : 0,
  } = about;
  const [date = '', time = ''] = starts.split('T');
  const slug = `club-${++made}`;
  const host = await world.aPerson({ handle: `host_${made}`, name: 'Kim Host' });
  const [home] = await db
    .insert(club)
    .values({ slug, name: 'A Journal Club', hashtag: 'AClub' })
    .returning();
  const clubId = home?.id ?? '';
  await db.insert(clubDuty).values({ clubId, personId: host.personId, duty: 'host' });
  const theme = 'Friends in a pocket';
  const studyNotice = about.studyNotice ?? '';
  const [kept] = await db
    .insert(month)
    .values({ clubId, date, theme, state, studyNotice })
    .returning();
  const monthId = kept?.id ?? '';
  await db.insert(monthHour).values({ monthId, number: 1, date, time, zone: 'UTC', minutes: 60 });
  const released = (position: number) => (position < asked ? world.clock.now() : null);
  const rounds = [
    { kind: 'opening' as const, number: 0, minute: 0, text: 'Say hello: who are you, and where?' },
    ...Array.from({ length: questions }, (_, n) => ({
      kind: 'question' as const,
      number: n + 1,
      minute: 5 + 15 * n,
      text: `What does the paper say about matter ${n + 1}?`,
    })),
    { kind: 'closing' as const, number: null, minute: 58, text: 'What do you take home?' },
  ];
  const rows = await db
    .insert(question)
    .values(
      rounds.map((round, position) => ({
        ...round,
        monthId,
        position,
        released: released(position),
      })),
    )
    .returning();
  const questionIds = rows.sort((a, b) => a.position - b.position).map(({ id }) => id);
  return { clubId, monthId, slug, date, path: `/${slug}/${date}/chat`, questionIds, host };
}

/** Answers the question at this position (the first numbered one when none is named). */
export async function answered(
  ctx: Ctx,
  chat: Chat,
  text: string,
  more: { question?: number; parentId?: string; key?: string } = {},
): Promise<{ id: string; number: number }> {
  const questionId = chat.questionIds[more.question ?? 1] ?? null;
  const made = await answerQuestion(ctx, { monthId: chat.monthId, questionId, text, ...more });
  if ('refused' in made) throw new Error(`The answer was refused: ${made.refused}`);
  return made;
}

/** Puts a month into a state, as the clock or a hand would. */
export async function putInState(
  world: World,
  { monthId }: Chat,
  state: MonthState,
): Promise<void> {
  await world.services.db.update(month).set({ state }).where(eq(month.id, monthId));
}
