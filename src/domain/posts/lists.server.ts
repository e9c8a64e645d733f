import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { listBounds, type RepliesPolicy } from './list-rules.ts';
import { list, listMember } from './lists-schema.server.ts';
import type { TextRefusal } from './rules.ts';
import { isId } from '#domain/people/id.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import type { About } from '#platform/events.server.ts';
import { plainText } from '#platform/text.server.ts';
import { inOrder, newestFirst, within, type Window } from '#platform/window.server.ts';

/** A list as its owner sees it; nobody else ever does. */
export interface ListView {
  id: string;
  title: string;
  repliesPolicy: RepliesPolicy;
  exclusive: boolean;
}

/** What somebody says of a list. */
export interface ListWishes {
  title?: unknown;
  repliesPolicy?: RepliesPolicy;
  exclusive?: boolean;
}

/** Why a list is not made or changed. `gone`: it is not there, or is somebody else's. */
export interface ListRefused {
  refused: TextRefusal | 'signIn' | 'gone' | 'tooMany';
}

const columns = {
  id: list.id,
  title: list.title,
  repliesPolicy: list.repliesPolicy,
  exclusive: list.exclusive,
};

/** The viewer's lists, the oldest first. */
export async function listLists({ db, viewer }: Ctx): Promise<ListView[]> {
  if (!viewer) return [];
  return db
    .select(columns)
    .from(list)
    .where(eq(list.personId, viewer.personId))
    .orderBy(asc(list.id));
}

/** A list of the viewer; somebody else's is as absent as one that never was. */
export async function findList(ctx: Ctx, id: string): Promise<ListView | undefined> {
  const own = ownList(ctx, id);
  return own && (await ctx.db.select(columns).from(list).where(own))[0];
}

/** The viewer's lists on which somebody stands. */
export async function listListsWith(ctx: Ctx, memberId: string): Promise<ListView[]> {
  const { db, viewer } = ctx;
  if (!viewer || !isId(memberId)) return [];
  return db
    .select(columns)
    .from(list)
    .innerJoin(listMember, eq(listMember.listId, list.id))
    .where(and(eq(list.personId, viewer.personId), eq(listMember.personId, memberId)))
    .orderBy(asc(list.id));
}

function ownList({ viewer }: Pick<Ctx, 'viewer'>, id: string) {
  if (!viewer || !isId(id)) return undefined;
  return and(eq(list.id, id), eq(list.personId, viewer.personId));
}

/** Makes a list; at most fifty a person. */
export async function makeList(
  ctx: Ctx,
  { title: said, ...more }: ListWishes,
): Promise<ListView | ListRefused> {
  const { viewer } = ctx;
  if (!viewer) return { refused: 'signIn' };
  const title = readTitle(said);
  if (typeof title !== 'string') return title;
  return inTransaction(ctx, async ({ db }) => {
    await db.execute(sql`select from person where id = ${viewer.personId} for update`);
    if ((await db.$count(list, eq(list.personId, viewer.personId))) >= listBounds.lists)
      return { refused: 'tooMany' as const };
    const values = { personId: viewer.personId, title, ...more };
    const [made] = await db.insert(list).values(values).returning(columns);
    return made ?? { refused: 'gone' as const };
  });
}

/** Changes what is said of an own list. */
export async function changeList(
  ctx: Ctx,
  id: string,
  { title: said, ...more }: ListWishes,
): Promise<ListView | ListRefused> {
  const title = said === undefined ? undefined : readTitle(said);
  if (typeof title === 'object') return title;
  const found = await findList(ctx, id);
  if (!found) return { refused: 'gone' };
  const set = { ...more, ...(title && { title }) };
  if (Object.keys(set).length === 0) return found;
  const [made] = await ctx.db.update(list).set(set).where(ownList(ctx, id)).returning(columns);
  return made ?? { refused: 'gone' };
}

function readTitle(said: unknown): string | ListRefused {
  const title = plainText(said ?? '', { maxGraphemes: listBounds.title });
  return typeof title !== 'string' || title ? title : { refused: 'empty' };
}

/** Takes an own list away; nobody is unfollowed by it. */
export async function removeList(ctx: Ctx, id: string): Promise<ListRefused | undefined> {
  const own = ownList(ctx, id);
  if (!own) return { refused: 'gone' };
  const gone = await ctx.db.delete(list).where(own).returning({ id: list.id });
  return gone.length > 0 ? undefined : { refused: 'gone' };
}

/** Who stands on an own list, the newest people first; undefined for a list that is not there. */
export async function listMembers(
  ctx: Ctx,
  id: string,
  window: Window,
): Promise<string[] | undefined> {
  if (!(await findList(ctx, id))) return undefined;
  const who = sql`m.person_id`;
  const { rows } = await ctx.db.execute<{ id: string }>(sql`
    select ${who}::text as id from list_member m where m.list_id = ${id} and ${within(who, window)}
    ${inOrder(who, window)} limit ${window.limit}`);
  return newestFirst(rows, window).map((row) => row.id);
}

/** Puts people on an own list, all or nobody: each must be followed by its owner. Twice is as once. */
export async function addToList(
  ctx: Ctx,
  id: string,
  people: readonly string[],
): Promise<ListRefused | undefined> {
  const own = ownList(ctx, id);
  const wanted = [...new Set(people)];
  if (!own || !ctx.viewer || !wanted.every(isId)) return { refused: 'gone' };
  const { personId } = ctx.viewer;
  return inTransaction(ctx, async ({ db }) => {
    const found = await db.select({ id: list.id }).from(list).where(own).for('update');
    if (found.length === 0) return { refused: 'gone' as const };
    const { rows } = await db.execute<{ id: string }>(sql`
      select f.followee_id::text as id from follow f where f.follower_id = ${personId}
        and f.followee_id = any(${sql.param(wanted)}::bigint[]) for share`);
    if (rows.length < wanted.length) return { refused: 'gone' as const };
    const there = await db.$count(listMember, eq(listMember.listId, id));
    if (there + wanted.length > listBounds.members) return { refused: 'tooMany' as const };
    const members = wanted.map((one) => ({ listId: id, personId: one }));
    if (members.length > 0) await db.insert(listMember).values(members).onConflictDoNothing();
    return undefined;
  });
}

/** Takes people from an own list. */
export async function takeFromList(
  ctx: Ctx,
  id: string,
  people: readonly string[],
): Promise<ListRefused | undefined> {
  if (!(await findList(ctx, id))) return { refused: 'gone' };
  const wanted = people.filter(isId);
  if (wanted.length > 0)
    await ctx.db
      .delete(listMember)
      .where(and(eq(listMember.listId, id), inArray(listMember.personId, wanted)));
  return undefined;
}

/** Hears that a follow ended: whoever is followed no longer stands on no list of that person. */
export async function leaveLists(
  { db }: Tx,
  { followerId = '', followeeId = '' }: About,
): Promise<void> {
  await db.execute(sql`delete from ${listMember} m using ${list} l
    where l.id = m.list_id and l.person_id = ${followerId} and m.person_id = ${followeeId}`);
}
