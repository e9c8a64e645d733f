import { and, eq, sql } from 'drizzle-orm';
import { asClub } from './club-person.server.ts';
import { guestPostWords, monthWords, questionWords, type MonthNews } from './club-voice.ts';
import { startOf, type LiveHour } from './hours.server.ts';
import { question } from './chat-schema.server.ts';
import { readerTime } from './times.server.ts';
import { rewritePost } from '#domain/posts/edit.server.ts';
import { deletePost, findByKey } from '#domain/posts/publish.server.ts';
import { writePost } from '#domain/posts/write.server.ts';
import type { Tx } from '#platform/ctx.server.ts';
import type { About } from '#platform/events.server.ts';

/*
 * A club's posts are found by the key under which they were published: each is there once, whoever tells of it
 * and however often. No app makes keys with a space in them.
 */
/** The key of the post that announces a month. */
export const monthKey = (monthId: string) => `month ${monthId}`;
const guestPostKey = (guestPostId: string) => `guest post ${guestPostId}`;
/** The key of the post that says how much was said in a month's chat. */
export const digestKey = (monthId: string) => `digest ${monthId}`;
/** The key of the post that asks a question, which answers of everybody stand under. */
export const questionKey = 'question ';

interface Told extends MonthNews {
  clubId: string;
}

/**
 * Publishes the club's post about a month, once: theme, paper, when, and where. All that the club says of the
 * month hangs under it. Absent for a draft. Returns the post's id.
 */
export async function announceMonth(tx: Tx, monthId: string): Promise<string | undefined> {
  const news = await readNews(tx, monthId);
  if (!news) return undefined;
  const said = await writePost(await asClub(tx, news.clubId), {
    text: monthWords(news),
    visibility: 'public',
    idempotencyKey: monthKey(monthId),
    looked: true,
  });
  return 'refused' in said ? undefined : said.post.id;
}

/** Takes the club's post about a month away, which is a draft again: its page is nobody's to read. */
export async function takeBackMonth(
  tx: Tx,
  { clubId, monthId }: { clubId: string; monthId: string },
): Promise<void> {
  await takeBack(await asClub(tx, clubId), monthKey(monthId));
}

/** Publishes the club's post for each of these questions, which were just asked, under that of their month. */
export async function askAloud(tx: Tx, monthId: string, ids: readonly string[]): Promise<void> {
  const news = await readNews(tx, monthId);
  const inReplyTo = await announceMonth(tx, monthId);
  if (!news || !inReplyTo) return;
  const club = await asClub(tx, news.clubId);
  const address = `${news.address}/chat`;
  for (const id of ids) {
    const [asked] = await tx.db.select().from(question).where(eq(question.id, id));
    if (!asked) continue;
    await writePost(club, {
      text: questionWords(asked, { ...news, address }),
      visibility: 'public',
      inReplyTo,
      idempotencyKey: `${questionKey}${id}`,
      looked: true,
    });
  }
}

/** Says in the post of a question what the question says now; nothing where it was not asked yet. */
export async function rewordQuestion(tx: Tx, monthId: string, id: string): Promise<void> {
  const news = await readNews(tx, monthId);
  const own = and(eq(question.id, id), eq(question.monthId, monthId));
  const [asked] = await tx.db.select().from(question).where(own);
  if (!news || !asked?.released) return;
  const text = questionWords(asked, { ...news, address: `${news.address}/chat` });
  await reword(await asClub(tx, news.clubId), `${questionKey}${id}`, text);
}

/** Hears that a month changed, and says in the post about it what is so now; nothing where it was not announced. */
export async function rewordMonth(tx: Tx, { monthId = '' }: About): Promise<void> {
  const news = await readNews(tx, monthId);
  if (news) await reword(await asClub(tx, news.clubId), monthKey(monthId), monthWords(news));
}

/** Publishes the club's post about a guest post, once, under that of its month. */
export async function announceGuestPost(
  tx: Tx,
  monthId: string,
  post: { id: string; title: string; authorName: string },
): Promise<void> {
  const news = await readNews(tx, monthId);
  const inReplyTo = await announceMonth(tx, monthId);
  if (!news || !inReplyTo) return;
  await writePost(await asClub(tx, news.clubId), {
    text: guestPostWords(post, { ...news, address: `${news.address}/guest-post` }),
    visibility: 'public',
    inReplyTo,
    idempotencyKey: guestPostKey(post.id),
    looked: true,
  });
}

/** Takes the club's post about a guest post away, with what it said of whoever wrote it. */
export async function takeBackGuestPost(
  tx: Tx,
  { clubId, id }: { clubId: string; id: string },
): Promise<void> {
  await takeBack(await asClub(tx, clubId), guestPostKey(id));
}

async function takeBack(club: Tx, key: string): Promise<void> {
  const known = await findByKey(club, key);
  if (known) await deletePost(club, known.id);
}

async function reword(club: Tx, key: string, text: string): Promise<void> {
  const known = await findByKey(club, key);
  if (known) await rewritePost(club, { id: known.id, text, looked: true });
}

async function readNews({ db, config }: Tx, monthId: string): Promise<Told | undefined> {
  const { rows } = await db.execute<Row & Record<string, unknown>>(sql`
    select c.id::text as "clubId", c.slug, c.hashtag, m.date::text as date, m.theme,
      (select p.title from paper p where p.month_id = m.id and p.position = 0) as paper,
      coalesce((select json_agg(json_build_object('number', h.number, 'date', h.date, 'time', h.time, 'zone', h.zone,
        'minutes', h.minutes, 'choice', h.choice) order by h.number) from month_hour h where h.month_id = m.id), '[]') as hours
    from month m join club c on c.id = m.club_id where m.id = ${monthId} and m.state <> 'draft'`);
  const [row] = rows;
  if (!row) return undefined;
  const { slug, date, hours, ...news } = row;
  return {
    ...news,
    hours: hours.map((hour) => readerTime(startOf(hour), hour.zone, 'en-GB')),
    address: `${config.origin}/${slug}/${date}`,
  };
}

type Row = Omit<Told, 'hours' | 'address'> & { slug: string; date: string; hours: LiveHour[] };
