import { sql } from 'drizzle-orm';
import { marker } from './schema.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** The timelines in which one can keep one's place. */
export const markedTimelines = ['home', 'notifications'] as const;

/** One of them. */
export type MarkedTimeline = (typeof markedTimelines)[number];

/** How far somebody has read. `version` grows by one with every change. */
export interface Marker {
  timeline: MarkedTimeline;
  lastReadId: string;
  version: number;
  updated: Date;
}

type Row = Omit<Marker, 'updated'> & { updated: string } & Record<string, unknown>;

const columns = sql`timeline, last_read_id as "lastReadId", version, to_json(updated) as updated`;
const markerOf = ({ updated, ...row }: Row): Marker => ({ ...row, updated: new Date(updated) });

/** Where the viewer has stopped reading these timelines. */
export async function listMarkers(ctx: Ctx, timelines: readonly string[]): Promise<Marker[]> {
  if (!ctx.viewer) return [];
  const { rows } = await ctx.db.execute<Row>(sql`select ${columns} from ${marker}
    where person_id = ${ctx.viewer.personId} and timeline = any(${sql.param(timelines)}::text[])`);
  return rows.map(markerOf);
}

/**
 * Keeps the viewer's place in a timeline. Two devices that write at once both succeed, one after the other.
 * Refuses `invalid` for what is no id.
 */
export async function keepMarker(
  ctx: Ctx,
  timeline: MarkedTimeline,
  lastReadId: string,
): Promise<Marker | { refused: 'invalid' | 'gone' }> {
  if (!ctx.viewer) return { refused: 'gone' };
  if (!/^\d{1,18}$/.test(lastReadId)) return { refused: 'invalid' };
  const { rows } = await ctx.db.execute<Row>(sql`
    insert into ${marker} as known (person_id, timeline, last_read_id, version, updated)
    values (${ctx.viewer.personId}, ${timeline}, ${lastReadId}, 1, ${ctx.clock.now()})
    on conflict (person_id, timeline) do update set last_read_id = excluded.last_read_id,
      version = known.version + 1, updated = excluded.updated
    returning ${columns}`);
  const [kept] = rows.map(markerOf);
  return kept ?? { refused: 'gone' };
}
