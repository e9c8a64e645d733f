import { sql, type SQL } from 'drizzle-orm';
import { apartFrom, type Apart } from './inner/apart-from.server.ts';
import { pollsOf } from './inner/polls-of.server.ts';
import { readAuthors, type Author } from './authors.server.ts';
import { selectLines, type PostRow, type SaidRow } from './inner/lines-statement.server.ts';
import type { Line, LineView, PollView, PostView } from './view.ts';
import { isId } from '#domain/people/id.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** A post of this id as the viewer may read it; absent alike when it never was, is gone, or is not for them. */
export async function findPost(ctx: Ctx, id: string): Promise<PostView | undefined> {
  return (await readPosts(ctx, [id]))[0];
}

/** The posts of these ids that the viewer may read, in the order asked for. */
export async function readPosts(ctx: Ctx, ids: readonly string[]): Promise<PostView[]> {
  const wanted = ids.filter(isId);
  if (wanted.length === 0) return [];
  const source = sql`select id, id as post_id, null::bigint as booster_id from unnest(${listed(wanted)}) as id`;
  return (await readFrom(ctx, source)).lines.map(({ post: view }) => view);
}

/**
 * The lines whose posts the viewer may read, in the order given. A boost goes with its booster: one whom the
 * viewer is kept apart from, or who took it back, leaves no line.
 */
export async function readLines(ctx: Ctx, lines: readonly Line[]): Promise<LineView[]> {
  if (lines.length === 0) return [];
  const column = (name: keyof Line) => listed(lines.map((line) => line[name]));
  const source = sql`select id, post_id, booster_id from unnest(${column('id')}, ${column('postId')},
    ${column('boosterId')}) as line (id, post_id, booster_id)`;
  return (await readFrom(ctx, source)).lines;
}

/** Numbers whose count the planner cannot see: it would plan anew for each, at twice the price of the reading. */
function listed(ids: readonly (string | null)[]): SQL {
  return sql`(select ${sql.param(ids)}::bigint[])`;
}

/** What was read of a source: how many lines it held, the last one's id, and those that the viewer may read. */
export interface ReadLines {
  count: number;
  last: string | undefined;
  lines: LineView[];
}

/**
 * Reads lines where they stand: `source` is a query with `id`, `post_id` and `booster_id`, in the order in
 * which they are shown. One statement finds them, asks the predicate, and brings what stands around the posts;
 * two more only where there are polls, or people whom the viewer is kept apart from.
 */
export async function readFrom(ctx: Ctx, source: SQL): Promise<ReadLines> {
  const { rows } = await ctx.db.execute<PostRow>(selectLines(ctx, source));
  const people = rows.flatMap(({ authorId, boosterId }) => [authorId, boosterId]);
  const idsOf = (having: (row: PostRow) => boolean) =>
    rows.flatMap((row) => (row.id !== null && having(row) ? [row.id] : []));
  const around: Around = {
    authors: await readAuthors(
      ctx,
      people.filter((id) => id !== null),
    ),
    polls: await pollsOf(
      ctx,
      idsOf(({ hasPoll }) => hasPoll),
    ),
    apart: await apartFrom(
      ctx,
      idsOf(({ keptApart }) => keptApart),
    ),
  };
  const lines = rows.flatMap((row) => lineOf(row, around));
  return { count: rows.length, last: rows.at(-1)?.lineId, lines };
}

/** What other statements found of the posts of these rows. */
interface Around {
  authors: Map<string, Author>;
  polls: Map<string, PollView>;
  apart: Map<string, Apart>;
}

function lineOf(row: PostRow, around: Around): LineView | [] {
  const { lineId, boosterId, boosted, boostVisibility, ...said } = row;
  const view = said.id === null ? undefined : viewOf(said, around);
  if (!view) return [];
  if (boosterId === null) return { id: lineId, post: view, boost: null };
  const booster = around.authors.get(boosterId);
  if (!booster || boosted === null || boostVisibility === null) return [];
  const shown = { author: booster, published: iso(boosted), visibility: boostVisibility };
  return { id: lineId, post: view, boost: shown };
}

function viewOf(row: SaidRow, { authors, polls, apart }: Around): PostView | undefined {
  const { authorId, ...said } = row;
  const author = authors.get(authorId ?? '');
  return (
    author && {
      ...said,
      ...lessThose(said, apart.get(said.id)),
      author,
      published: iso(said.published),
      updated: said.updated === null ? null : iso(said.updated),
      poll: polls.get(said.id) ?? null,
    }
  );
}

type Counted = Pick<PostView, 'replies' | 'boosts' | 'favourites' | 'quotedBy' | 'mentions'>;

/** Counts and names without those whom the viewer is kept apart from. */
function lessThose(said: Counted, apart: Apart | undefined): Partial<Counted> {
  if (!apart) return {};
  const named = new Set(apart.named);
  return {
    replies: Math.max(0, said.replies - apart.replies),
    boosts: Math.max(0, said.boosts - apart.boosts),
    favourites: Math.max(0, said.favourites - apart.favourites),
    quotedBy: Math.max(0, said.quotedBy - apart.quotedBy),
    mentions: said.mentions.filter(({ id }) => !named.has(id)),
  };
}

/** PostgreSQL writes an offset; apps want UTC. */
function iso(instant: string): string {
  return new Date(instant).toISOString();
}
