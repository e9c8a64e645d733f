import { and, eq } from 'drizzle-orm';
import { deviceWords } from './inner/devices.server.ts';
import { tellOfKeys } from './inner/owner-letters.server.ts';
import {
  challengeIn,
  checkMade,
  optionsToAdd,
  readMade,
  type MadePasskey,
} from './inner/passkey-ceremony.server.ts';
import { newChallenge, useChallenge } from './inner/passkey-challenge.server.ts';
import { passkeysOf } from './inner/passkeys.server.ts';
import { keysChanged, renewSession, type OwnCookie } from './inner/session.server.ts';
import type { KeysChange } from './letter-words.server.ts';
import type { Login } from './sign-in.server.ts';
import { passkey } from './ways-schema.server.ts';
import { readSettings } from '#domain/house/settings.server.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import { limited } from '#platform/limit.server.ts';

const changes = { times: 30, seconds: 60 * 60 };
const mostPasskeys = 20;

/** One passkey, as its owner sees it. `backedUp`: kept in an account elsewhere too, so it outlives the device. */
export interface OwnPasskey {
  id: string;
  name: string;
  since: Date;
  used: Date | null;
  backedUp: boolean;
}

/** What was changed, with the cookie of this device's fresh session. */
export interface Changed {
  cookies: OwnCookie[];
}

/** A login's own passkeys, the oldest first. */
export async function listPasskeys(ctx: Ctx, login: Login): Promise<OwnPasskey[]> {
  const own = await passkeysOf(ctx, login.id);
  return own.map(({ id, name, since, used, backedUp }) => ({ id, name, since, used, backedUp }));
}

/** What a browser needs to make a passkey for this login, as JSON. A device that holds one makes no second. */
export async function passkeyToAdd(ctx: Ctx, login: Login): Promise<string> {
  const challenge = newChallenge(ctx, { purpose: 'add', holder: login.sessionId });
  const { name: place } = await readSettings(ctx);
  const name = ctx.viewer ? `@${ctx.viewer.handle}` : login.email;
  const known = await passkeysOf(ctx, login.id);
  const about = { place, loginId: login.id, email: login.email, name, known };
  return optionsToAdd(ctx, challenge, about);
}

/**
 * Adds a passkey, named after the device that it was made on. The login must have been proved just now.
 * Other devices are signed out, this one gets a fresh session, and the owner gets a letter. Refuses
 * `wrong` (its answer does not hold, or is another page's), `late`, `known`, `tooMany` and `tooFast`.
 */
export async function addPasskey(
  ctx: Ctx,
  login: Login,
  { answer, agent }: { answer: string; agent: string },
): Promise<Changed | { refused: 'wrong' | 'late' | 'known' | 'tooMany' | 'tooFast' }> {
  if (await limited(ctx, `passkeys of ${login.id}`, changes)) return { refused: 'tooFast' };
  const made = readMade(answer);
  if (!made) return { refused: 'wrong' };
  const asking = { purpose: 'add', holder: login.sessionId } as const;
  const challenge = await useChallenge(ctx, asking, challengeIn(made));
  if (challenge !== 'good') return { refused: challenge };
  const checked = await checkMade(ctx, made);
  if (!checked) return { refused: 'wrong' };
  return keepPasskey(ctx, login, { ...checked, name: deviceWords(agent) });
}

function keepPasskey(
  ctx: Ctx,
  login: Login,
  made: MadePasskey & { name: string },
): Promise<Changed | { refused: 'known' | 'tooMany' }> {
  return inTransaction(ctx, async (tx) => {
    if ((await passkeysOf(tx, login.id)).length >= mostPasskeys) return { refused: 'tooMany' };
    const row = { ...made, loginId: login.id, since: tx.clock.now() };
    const added = await tx.db.insert(passkey).values(row).onConflictDoNothing().returning();
    if (added.length === 0) return { refused: 'known' };
    return afterChange(tx, login, 'passkeyAdded');
  });
}

/** Gives an own passkey another name. Refuses `gone` for one that is not theirs. */
export async function renamePasskey(
  ctx: Ctx,
  login: Login,
  { id, name }: { id: string; name: string },
): Promise<{ refused: 'gone' } | undefined> {
  if (!isPasskeyId(id)) return { refused: 'gone' };
  const renamed = await ctx.db.update(passkey).set({ name }).where(own(login, id)).returning();
  return renamed.length === 0 ? { refused: 'gone' } : undefined;
}

/**
 * Removes an own passkey; it may be the last, since a letter to the login's address always opens it.
 * The login must have been proved just now. Other devices are signed out, this one gets a fresh session,
 * and the owner gets a letter. Refuses `gone` for one that is not theirs.
 */
export async function removePasskey(
  ctx: Ctx,
  login: Login,
  id: string,
): Promise<Changed | { refused: 'gone' }> {
  if (!isPasskeyId(id)) return { refused: 'gone' };
  return inTransaction(ctx, async (tx) => {
    const removed = await tx.db.delete(passkey).where(own(login, id)).returning();
    if (removed.length === 0) return { refused: 'gone' };
    return afterChange(tx, login, 'passkeyRemoved');
  });
}

/** Anything else than base64url was never the name of one. */
const isPasskeyId = (text: string): boolean => /^[\w-]{1,1400}$/.test(text);

const own = (login: Login, id: string) => and(eq(passkey.id, id), eq(passkey.loginId, login.id));

async function afterChange(tx: Tx, login: Login, change: KeysChange): Promise<Changed> {
  await keysChanged(tx, login.id, login);
  await tellOfKeys(tx, login.id, change);
  const cookie = await renewSession(tx, login.sessionId, { proved: false });
  return { cookies: cookie ? [cookie] : [] };
}
