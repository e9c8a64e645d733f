import { and, eq, ne, sql } from 'drizzle-orm';
import type { Kind } from './kinds.ts';
import {
  areKeys,
  isEndpoint,
  plainKey,
  type PushPolicy,
  type SubscriptionWords,
} from './push-rules.ts';
import { pushSubscription } from './schema.server.ts';
import { hasConsent, listConsents, recordAnswer } from '#domain/people/consents.server.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import { limited } from '#platform/limit.server.ts';
import { seal } from '#platform/sealed.server.ts';

/** A device of an app that hears of news. */
export interface Subscription {
  id: string;
  endpoint: string;
  standard: boolean;
  alerts: Kind[];
  policy: PushPolicy;
}

/** With which token an app asks: its hash, the token itself, and since when it is given. */
export interface Holder {
  tokenHash: string;
  token: string;
  since: Date;
}

/** What a sealed token is sealed for. */
export const tokenPurpose = 'token of a push subscription';
const often = { times: 60, seconds: 60 * 60 };

/** The device that hears with this token. */
export async function findSubscription(
  { db, viewer }: Pick<Ctx, 'db' | 'viewer'>,
  { tokenHash }: Pick<Holder, 'tokenHash'>,
): Promise<Subscription | undefined> {
  if (!viewer) return undefined;
  const own = and(
    eq(pushSubscription.tokenHash, tokenHash),
    eq(pushSubscription.personId, viewer.personId),
  );
  const [row] = await db.select().from(pushSubscription).where(own);
  return row && subscriptionOf(row);
}

function subscriptionOf(row: typeof pushSubscription.$inferSelect): Subscription {
  const { id, endpoint, standard, alerts, policy } = row;
  return { id, endpoint, standard, alerts: alerts as Kind[], policy: policy as PushPolicy };
}

/**
 * Lets a device hear of the viewer's news: one for each token, with which it goes. A device that heard for
 * somebody else hears for the viewer alone. The app's leave is the yes to messages on devices, unless the
 * viewer has said no since they gave it: then it is kept, and nothing is sent. Refuses `invalid` addresses
 * (https on the public web only) and keys.
 */
export async function subscribe(
  ctx: Ctx,
  holder: Holder,
  words: SubscriptionWords,
): Promise<Subscription | { refused: 'gone' | 'invalid' | 'tooFast' }> {
  const { viewer, config } = ctx;
  if (!viewer) return { refused: 'gone' };
  if (!isEndpoint(words.endpoint, config.allowedPeers) || !areKeys(words.publicKey, words.auth))
    return { refused: 'invalid' };
  if (await limited(ctx, `devices of ${viewer.personId}`, often)) return { refused: 'tooFast' };
  const { tokenHash, token } = holder;
  const row = {
    personId: viewer.personId,
    ...words,
    publicKey: plainKey(words.publicKey),
    auth: plainKey(words.auth),
    sealedToken: seal(ctx.secret, tokenPurpose, token),
  };
  return inTransaction(ctx, async (tx) => {
    const elsewhere = and(
      eq(pushSubscription.endpoint, words.endpoint),
      ne(pushSubscription.tokenHash, tokenHash),
    );
    await tx.db.delete(pushSubscription).where(elsewhere);
    const [made] = await tx.db
      .insert(pushSubscription)
      .values({ ...row, tokenHash })
      .onConflictDoUpdate({
        target: pushSubscription.tokenHash,
        // A new address is a new subscription, as apps know it.
        set: { ...row, id: sql`timed_id()` },
      })
      .returning();
    if (!made) return { refused: 'gone' };
    await agreeTo(tx, viewer.personId, holder.since);
    return subscriptionOf(made);
  });
}

async function agreeTo(tx: Tx, personId: string, leave: Date): Promise<void> {
  if (await hasConsent(tx, personId, 'push')) return;
  const line = (await listConsents(tx)).find(({ kind }) => kind === 'push');
  const no = line?.answers.at(-1)?.withdrawn;
  if (!no || no < leave) await recordAnswer(tx, personId, 'push', true);
}

/** Changes of what the device hears; nothing when there is none. */
export async function changeSubscription(
  ctx: Ctx,
  { tokenHash }: Pick<Holder, 'tokenHash'>,
  changes: Partial<Pick<SubscriptionWords, 'alerts' | 'policy'>>,
): Promise<Subscription | undefined> {
  if (!ctx.viewer) return undefined;
  if (Object.keys(changes).length === 0) return findSubscription(ctx, { tokenHash });
  const [row] = await ctx.db
    .update(pushSubscription)
    .set(changes)
    .where(
      and(
        eq(pushSubscription.tokenHash, tokenHash),
        eq(pushSubscription.personId, ctx.viewer.personId),
      ),
    )
    .returning();
  return row && subscriptionOf(row);
}

/** Lets the device of this token hear no more. */
export async function unsubscribe(
  { db, viewer }: Pick<Ctx, 'db' | 'viewer'>,
  { tokenHash }: Pick<Holder, 'tokenHash'>,
): Promise<void> {
  if (!viewer) return;
  await db
    .delete(pushSubscription)
    .where(
      and(
        eq(pushSubscription.tokenHash, tokenHash),
        eq(pushSubscription.personId, viewer.personId),
      ),
    );
}
