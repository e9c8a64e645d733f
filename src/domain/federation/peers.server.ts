import { namesOver } from './hosts.ts';
import { peerRule } from './schema.server.ts';
import type { HouseSettings } from '#domain/house/rules.ts';
import { settingsThrough } from '#domain/house/settings.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

type Parts = Pick<Ctx, 'db' | 'pool' | 'live'>;

/** Which servers something may be exchanged with. */
export interface PeerRules {
  mode: HouseSettings['federation'];
  /** Whether anything may be exchanged with the server of this name. */
  allows(host: string): boolean;
  /** Whether it, or a server that it stands under, is blocked. */
  blocks(host: string): boolean;
}

const known = new WeakMap<object, { rules: Promise<PeerRules> | undefined }>();

/**
 * Whether something may be fetched from, taken from or sent to a server: not where the place keeps to itself, not
 * when the server or one that it stands under is blocked, and with an allow list only what is on it.
 */
export async function mayTalk(ctx: Parts, host: string): Promise<boolean> {
  return (await readPeerRules(ctx)).allows(host.toLowerCase());
}

/** The rules at once, for whoever asks about many. Kept in memory, read anew after any process has changed them. */
export function readPeerRules(ctx: Parts): Promise<PeerRules> {
  let kept = known.get(ctx.pool);
  if (!kept) {
    const mine: { rules: Promise<PeerRules> | undefined } = { rules: undefined };
    known.set(ctx.pool, (kept = mine));
    ctx.live.hear(
      ({ kind }) => void (['house', 'peers'].includes(kind) && (mine.rules = undefined)),
    );
    ctx.live.onGap(() => void (mine.rules = undefined));
  }
  const own = kept;
  return (own.rules ??= fromTables(ctx).catch((fault: unknown) => {
    own.rules = undefined;
    throw fault;
  }));
}

/** Read through the caller's own connection: whoever asks inside a transaction must not wait for another one. */
async function fromTables({ db }: Pick<Ctx, 'db'>): Promise<PeerRules> {
  const { federation: mode } = await settingsThrough({ db });
  const rows = await db.select({ host: peerRule.host, rule: peerRule.rule }).from(peerRule);
  const named = (rule: 'block' | 'allow') =>
    new Set(rows.filter((row) => row.rule === rule).map(({ host }) => host));
  const [blocked, allowed] = [named('block'), named('allow')];
  const blocks = (host: string) => namesOver(host).some((name) => blocked.has(name));
  const allows = (host: string) =>
    mode !== 'off' &&
    !blocks(host) &&
    (mode === 'open' || namesOver(host).some((name) => allowed.has(name)));
  return { mode, allows, blocks };
}
