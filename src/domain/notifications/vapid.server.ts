import { eq } from 'drizzle-orm';
import webPush from 'web-push';
import { pushKey } from './schema.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import { seal, unseal } from '#platform/sealed.server.ts';

/** The pair of keys by which push services know this place, base64url. */
export interface PushKeys {
  publicKey: string;
  privateKey: string;
}

const purpose = 'push key';
const kept = new WeakMap<object, Promise<PushKeys>>();

type Parts = Pick<Ctx, 'db' | 'pool' | 'secret'>;

/**
 * The keys of this place: made when they are first asked for, then kept, for all processes. When the place
 * has another secret than the one they were sealed with they are made anew, and devices subscribe again.
 * Source: https://www.rfc-editor.org/rfc/rfc8292
 */
export function pushKeys(ctx: Parts): Promise<PushKeys> {
  const known = kept.get(ctx.pool);
  if (known) return known;
  const read = readOrMake(ctx).catch((fault: unknown) => {
    kept.delete(ctx.pool);
    throw fault;
  });
  kept.set(ctx.pool, read);
  return read;
}

/** The public one, as apps are told. */
export async function vapidKey(ctx: Parts): Promise<string> {
  return (await pushKeys(ctx)).publicKey;
}

async function readOrMake(ctx: Parts): Promise<PushKeys> {
  const own = eq(pushKey.id, 1);
  const [row] = await ctx.db.select().from(pushKey).where(own);
  const opened = row && open(ctx, row);
  if (opened) return opened;
  const made = webPush.generateVAPIDKeys();
  const values = {
    publicKey: made.publicKey,
    sealed: seal(ctx.secret, purpose, made.privateKey),
  };
  if (row) await ctx.db.update(pushKey).set(values).where(own);
  else
    await ctx.db
      .insert(pushKey)
      .values({ id: 1, ...values })
      .onConflictDoNothing();
  // Of several processes that made some at once, one was first.
  const [first] = await ctx.db.select().from(pushKey).where(own);
  return (first && open(ctx, first)) ?? made;
}

function open(
  { secret }: Pick<Ctx, 'secret'>,
  { publicKey, sealed }: { publicKey: string; sealed: string },
): PushKeys | undefined {
  try {
    return { publicKey, privateKey: unseal(secret, purpose, sealed) };
  } catch {
    return undefined;
  }
}
