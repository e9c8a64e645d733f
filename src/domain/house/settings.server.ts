import { eq, sql } from 'drizzle-orm';
import { writeAudit } from './audit.server.ts';
import { houseSettings, usualHouse, type HouseSettings } from './rules.ts';
import { houseSetting } from './schema.server.ts';
import { inTransaction, type Ctx } from '#platform/ctx.server.ts';
import type { Services } from '#platform/services.server.ts';

type Parts = Pick<Services, 'pool' | 'live'>;

const known = new WeakMap<object, { settings: Promise<HouseSettings> | undefined }>();

/**
 * What the operator decided about the place; the usual for what they left alone. Kept in memory, and
 * read anew after any process has changed it.
 */
export function readSettings({ pool, live }: Parts): Promise<HouseSettings> {
  let kept = known.get(pool);
  if (!kept) {
    const mine: { settings: Promise<HouseSettings> | undefined } = { settings: undefined };
    known.set(pool, (kept = mine));
    live.hear(({ kind }) => void (kind === 'house' && (mine.settings = undefined)));
    live.onGap(() => void (mine.settings = undefined));
  }
  const own = kept;
  return (own.settings ??= fromTable(pool).catch((fault: unknown) => {
    own.settings = undefined;
    throw fault;
  }));
}

/** A row that an older or newer version wrote, and this one cannot read, counts as left alone. */
async function fromTable(pool: Services['pool']): Promise<HouseSettings> {
  const { rows } = await pool.query<{ key: string; value: unknown }>(
    'select key, value from house_setting',
  );
  return settled(rows);
}

/**
 * The same, not kept and through the caller's own connection: inside a transaction, waiting for a second
 * connection can mean waiting for oneself.
 */
export async function settingsThrough({ db }: Pick<Ctx, 'db'>): Promise<HouseSettings> {
  return settled(await db.select().from(houseSetting));
}

function settled(rows: { key: string; value: unknown }[]): HouseSettings {
  const shape: Record<string, { safeParse(value: unknown): { success: boolean } }> =
    houseSettings.shape;
  const fit = rows.filter(({ key, value }) => shape[key]?.safeParse(value).success);
  return houseSettings.parse({
    ...usualHouse,
    ...Object.fromEntries(fit.map(({ key, value }) => [key, value])),
  });
}

/** Changes some settings. Only the operator's; each change is written into the audit log. Refuses `gone`. */
export async function changeSettings(
  ctx: Ctx,
  changes: Partial<HouseSettings>,
): Promise<{ refused: 'gone' } | undefined> {
  const { viewer } = ctx;
  if (!viewer?.operator) return { refused: 'gone' };
  await inTransaction(ctx, async (tx) => {
    const changed = tx.clock.now();
    for (const [key, value] of Object.entries(changes)) {
      await tx.db.execute(sql`insert into ${houseSetting} (key, value, changed, changed_by)
        values (${key}, ${JSON.stringify(value)}::jsonb, ${changed}, ${viewer.personId})
        on conflict (key) do update set value = excluded.value, changed = excluded.changed, changed_by = excluded.changed_by`);
    }
    await writeAudit(tx, { act: 'change-settings', detail: { keys: Object.keys(changes) } });
    tx.wake({ kind: 'house', id: 'settings' });
  });
}

/** When the operator last changed one matter; nothing while it is the usual. */
export async function whenChanged(
  { db }: Pick<Ctx, 'db'>,
  key: keyof HouseSettings,
): Promise<Date | undefined> {
  const [row] = await db.select().from(houseSetting).where(eq(houseSetting.key, key));
  return row?.changed;
}
