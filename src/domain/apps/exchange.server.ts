import { and, eq, sql } from 'drizzle-orm';
import type { App } from './apps.server.ts';
import { codeSeconds } from './grants.server.ts';
import { hashOf, verifierFits } from './inner/secrets.server.ts';
import { oauthCode, oauthToken } from './schema.server.ts';
import { readScopes, within } from './scopes.ts';
import { endTokens, makeToken, type Token } from './tokens.server.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';

/** What an app brings to fetch a person's token. */
export interface CodeProof {
  code: string;
  redirectUri: string;
  verifier: string | undefined;
}

/**
 * Gives an app the token that a person said yes to. Refuses `code` alike for a code that never was, is
 * over, is another app's, was asked for with another address, lacks its verifier, or whose person is
 * gone or changed their keys since. A code that comes a second time was stolen by somebody: what was
 * made from it ends.
 */
export async function tokenForCode(
  ctx: Ctx,
  app: App,
  { code, redirectUri, verifier }: CodeProof,
): Promise<Token | { refused: 'code' }> {
  return inTransaction(ctx, async (tx) => {
    const codeHash = hashOf(code);
    const found = await lockCode(tx, app, codeHash);
    if (!found) return { refused: 'code' };
    const { personId, scopes, challenge } = found;
    if (found.used) {
      const own = [eq(oauthToken.personId, personId), eq(oauthToken.appId, app.id)] as const;
      await endTokens(tx, ...own, eq(oauthToken.codeHash, codeHash));
      return { refused: 'code' };
    }
    const bound = challenge ? verifierFits(challenge, verifier ?? '') : verifier === undefined;
    if (!found.alive || found.redirectUri !== redirectUri || !bound) return { refused: 'code' };
    const used = tx.clock.now();
    await tx.db.update(oauthCode).set({ used }).where(eq(oauthCode.codeHash, codeHash));
    // As old as the yes: a change of keys that comes after it ends the token, in whichever order they end.
    const since = new Date(found.ends.getTime() - codeSeconds * 1000);
    return makeToken(tx, { appId: app.id, personId, scopes, codeHash, since });
  });
}

/** The code's row, held until the transaction ends: of many who bring it at once, one is first. */
async function lockCode(tx: Tx, app: App, codeHash: string) {
  const mine = and(eq(oauthCode.codeHash, codeHash), eq(oauthCode.appId, app.id));
  const [found] = await tx.db.select().from(oauthCode).where(mine).for('update');
  return found && { ...found, alive: await isAlive(tx, codeHash) };
}

/**
 * Not over, and given by somebody who is here and has not changed what opens their login since. The
 * login's row is held too, so that a change that is just being written down is waited for.
 */
async function isAlive(tx: Tx, codeHash: string): Promise<boolean> {
  const { rows } = await tx.db.execute(sql`
    select 1 from oauth_code c join person p on p.id = c.person_id join login l on l.id = p.login_id
    where c.code_hash = ${codeHash} and c.ends > ${tx.clock.now()}
      and (l.keys_changed is null or l.keys_changed < c.ends - make_interval(secs => ${codeSeconds}))
    for share of l`);
  return rows.length > 0;
}

/** Gives an app with a secret a token for itself alone. Refuses scopes that it did not name when it came. */
export async function tokenForApp(
  ctx: Ctx,
  app: App,
  scope: string,
): Promise<Token | { refused: 'scopes' | 'app' }> {
  if (!app.confidential) return { refused: 'app' };
  const scopes = readScopes(scope);
  if (!scopes || !within(scopes, app.scopes)) return { refused: 'scopes' };
  return makeToken(ctx, { appId: app.id, personId: null, scopes });
}
