import { eq } from 'drizzle-orm';
import { announceGuestPost } from './club-posts.server.ts';
import { wakesOf } from './clockwork.server.ts';
import type { Duty } from './duties.server.ts';
import { mayHost } from './duties.server.ts';
import { explainInPlace, type GlossaryEntry } from './glossary.ts';
import { opening, readingMinutes } from './guest-post-rules.ts';
import { takePen, type NoPen, type WritingKey } from './inner/writing.server.ts';
import { guestPost } from './guest-schema.server.ts';
import { inTransaction, type Ctx } from '#platform/ctx.server.ts';
import { announce } from '#platform/events.server.ts';

/** A published guest post as everybody reads it, and what whoever asks may do with it. */
export interface GuestPost {
  id: string;
  title: string;
  authorName: string;
  /** Set when the author has an account here. */
  authorHandle: string | null;
  about: string;
  body: string;
  html: string;
  /** Minutes that it takes to read. */
  minutes: number;
  /** Its first words, for previews elsewhere. */
  description: string;
  published: Date;
  updated: Date | null;
  /** How often it was changed since it was published. */
  edits: number;
  /** The number of the last comment; numbers of deleted ones are counted. */
  lastComment: number;
  month: { id: string; date: string; theme: string; state: string; paperTitle: string | null };
  club: { id: string; slug: string; name: string };
  mayWrite: boolean;
  hosts: boolean;
}

interface GuestPostRow extends Omit<GuestPost, 'mayWrite' | 'hosts' | 'minutes' | 'description'> {
  words: GlossaryEntry[];
  version: number;
  duties: Duty[];
  invited: boolean;
}

const guestPostQuery = `
with d as (select c.id as club_id, array(select duty from club_duty where club_id = c.id and person_id = $3) as duties
  from club c where c.slug = $1)
select g.id::text, g.title, g.author_name as "authorName", p.handle as "authorHandle", g.about, g.body, g.html,
  g.version, g.published, g.updated, d.duties,
  (select count(*)::int from guest_post_edition e where e.guest_post_id = g.id) as edits,
  coalesce((select k.number from comment k where k.guest_post_id = g.id order by k.number desc limit 1), 0) as "lastComment",
  json_build_object('id', m.id::text, 'date', m.date, 'theme', m.theme, 'state', m.state,
    'paperTitle', (select q.title from paper q where q.month_id = m.id and q.position = 0)) as month,
  json_build_object('id', c.id::text, 'slug', c.slug, 'name', c.name) as club,
  exists(select 1 from guest_invite i where $3::bigint is not null and i.guest_post_id = g.id and i.accepted_by = $3
    and i.withdrawn is null and i.expires > $5) as invited,
  coalesce((select json_agg(json_build_object('term', w.term, 'meaning', w.meaning) order by w.id)
    from (select * from glossary_word where club_id = c.id order by id limit 300) w), '[]') as words
from d join club c on c.id = d.club_id join month m on m.club_id = c.id join guest_post g on g.month_id = m.id
left join person p on p.id = g.author_id
where m.date = $2 and g.published is not null and (m.state <> 'draft' or cardinality(d.duties) > 0 or $4)`;

/**
 * The guest post of a month by its address, with the club's words explained in place. Absent while it
 * is a draft, for everybody: drafts are read where they are written.
 */
export async function findGuestPost(
  ctx: Ctx,
  slug: string,
  date: string,
): Promise<GuestPost | undefined> {
  const { viewer } = ctx;
  const { rows } = await ctx.pool.query<GuestPostRow>({
    name: 'guest-post',
    text: guestPostQuery,
    values: [slug, date, viewer?.personId ?? null, viewer?.operator ?? false, ctx.clock.now()],
  });
  const [row] = rows;
  if (!row) return undefined;
  const { words, version, duties, invited, ...post } = row;
  const hosts = mayHost(viewer, duties);
  return {
    ...post,
    ...madeReadable(`${post.id}:${version}`, post, words),
    hosts,
    mayWrite: hosts || invited || duties.includes('guestBlogger'),
  };
}

/** A text as it is shown: hard words explained in place, minutes to read it, its first words. */
interface Readable {
  html: string;
  minutes: number;
  description: string;
}

const readableTexts = new Map<string, { html: string; words: string; readable: Readable }>();
const mostTexts = 50;

/** Looking for three hundred words in a long text costs more than all the rest of the page. */
function madeReadable(
  key: string,
  { html, body }: { html: string; body: string },
  entries: GlossaryEntry[],
): Readable {
  const words = JSON.stringify(entries);
  const known = readableTexts.get(key);
  if (known?.words === words && known.html === html) return known.readable;
  const readable = {
    html: entries.length === 0 ? html : explainInPlace(html, entries),
    minutes: readingMinutes(body),
    description: opening(body),
  };
  readableTexts.delete(key);
  readableTexts.set(key, { html, words, readable });
  for (const oldest of readableTexts.keys()) {
    if (readableTexts.size <= mostTexts) break;
    readableTexts.delete(oldest);
  }
  return readable;
}

/** What a guest post said until a moment, and who changed it then; nobody is named for a guest by link. */
export interface Edition {
  number: number;
  title: string;
  body: string;
  until: Date;
  changedBy: string | null;
}

/** Every earlier edition of a published guest post, the first one first; up to 200. */
export async function listEditions(ctx: Ctx, guestPostId: string): Promise<Edition[]> {
  const { rows } = await ctx.pool.query<Edition>({
    name: 'guest-post-editions',
    text: `select e.number, e.title, e.body, e.until, p.name as "changedBy"
      from guest_post_edition e join guest_post g on g.id = e.guest_post_id
      left join person p on p.id = e.edited_by
      where e.guest_post_id = $1 and g.published is not null order by e.number limit 200`,
    values: [guestPostId],
  });
  return rows;
}

/** What a guest post needs before it can be published. */
export type Unfinished = 'title' | 'authorName' | 'body';

/**
 * Publishes a guest post. Refuses what `takePen` refuses, `gone` to whoever may write but not publish,
 * and `unfinished` with what is missing. Publishing twice changes nothing.
 */
export async function publishGuestPost(
  ctx: Ctx,
  key: WritingKey,
): Promise<
  | { published: Date; slug: string; date: string }
  | NoPen
  | { refused: 'unfinished'; missing: Unfinished[] }
> {
  return inTransaction(ctx, async (tx) => {
    const pen = await takePen(tx, key, { lock: true });
    if ('refused' in pen) return pen;
    if (!pen.mayPublish) return { refused: 'gone' };
    const { post, month, club } = pen;
    const missing = (['title', 'authorName', 'body'] as const).filter((part) => !post[part]);
    if (missing.length > 0) return { refused: 'unfinished', missing };
    const published = post.published ?? tx.clock.now();
    await tx.db.update(guestPost).set({ published }).where(eq(guestPost.id, post.id));
    await announceGuestPost(tx, month.id, post);
    await announce(tx, 'monthChanged', { monthId: month.id });
    for (const wake of wakesOf(month.id, month.clubId)) tx.wake(wake);
    return { published, slug: club.slug, date: month.date };
  });
}

/** Makes a guest post a draft again; its comments wait with it. Refuses `gone` to whoever does not lead the month. */
export async function unpublishGuestPost(
  ctx: Ctx,
  id: string,
): Promise<{ unpublished: true } | NoPen> {
  return inTransaction(ctx, async (tx) => {
    const pen = await takePen(tx, { id }, { lock: true });
    if ('refused' in pen) return pen;
    if (!pen.hosts) return { refused: 'gone' };
    await tx.db.update(guestPost).set({ published: null }).where(eq(guestPost.id, id));
    await announce(tx, 'monthChanged', { monthId: pen.month.id });
    for (const wake of wakesOf(pen.month.id, pen.month.clubId)) tx.wake(wake);
    return { unpublished: true };
  });
}

/** The month at an address, whatever its state. Says nothing of it: what is done with it asks for itself. */
export async function findMonthId(
  ctx: Ctx,
  slug: string,
  date: string,
): Promise<string | undefined> {
  const { rows } = await ctx.pool.query<{ id: string }>({
    name: 'month-id',
    text: `select m.id::text from month m join club c on c.id = m.club_id where c.slug = $1 and m.date = $2`,
    values: [slug, date],
  });
  return rows[0]?.id;
}
