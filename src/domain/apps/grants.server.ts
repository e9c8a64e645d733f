import { and, eq, sql } from 'drizzle-orm';
import type { Asking } from './asking.server.ts';
import { hashOf, newSecret } from './inner/secrets.server.ts';
import { oauthCode, oauthToken } from './schema.server.ts';
import { scopes as allScopes } from './scopes.ts';
import { endTokens } from './tokens.server.ts';
import { holdSession } from '#domain/people/devices.server.ts';
import type { Login } from '#domain/people/sign-in.server.ts';
import { inTransaction, type Ctx } from '#platform/ctx.server.ts';

/** How long an app has to fetch its token after a yes. */
export const codeSeconds = 10 * 60;

/**
 * Writes down the viewer's yes to what an app asks, and returns the code with which the app fetches its
 * token, once, within ten minutes. Refuses `gone` to guests, and to a session that was signed out while
 * it was asking.
 */
export async function giveLeave(
  ctx: Ctx,
  { app, redirectUri, scopes, challenge }: Asking,
  login: Login,
): Promise<{ code: string } | { refused: 'gone' }> {
  const { viewer } = ctx;
  if (!viewer) return { refused: 'gone' };
  const code = newSecret();
  const ends = new Date(ctx.clock.now().getTime() + codeSeconds * 1000);
  const own = { codeHash: hashOf(code), appId: app.id, personId: viewer.personId };
  const row = { ...own, redirectUri, scopes, challenge, ends };
  return inTransaction(ctx, async (tx) => {
    // The row first, which holds the person: so an erasure and this never wait for each other.
    await tx.db.insert(oauthCode).values(row);
    if (await holdSession(tx, login)) return { code };
    await tx.db.delete(oauthCode).where(eq(oauthCode.codeHash, own.codeHash));
    return { refused: 'gone' };
  });
}

/** An app that may act for the viewer: leave for what, from when, last used on which day. */
export interface Grant {
  appId: string;
  name: string;
  website: string | null;
  redirectUris: string[];
  scopes: string[];
  since: Date;
  /** A day; absent while no token was used. */
  seen: string | null;
}

/** The apps that may act for the viewer now, newest first. Tokens that are dead do not count. */
export async function listGrants(ctx: Ctx): Promise<Grant[]> {
  if (!ctx.viewer) return [];
  const { rows } = await ctx.db.execute<GrantRow>(sql`
    select a.id::text as "appId", a.name, a.website, a.redirect_uris as "redirectUris",
      to_json(min(t.since)) as since, to_char(max(t.seen) at time zone 'UTC', 'YYYY-MM-DD') as seen,
      array(select distinct unnest(u.scopes) from oauth_token u
        where u.app_id = a.id and u.person_id = ${ctx.viewer.personId}) as scopes
    from oauth_token t join oauth_app a on a.id = t.app_id
      join person p on p.id = t.person_id join login l on l.id = p.login_id
    where t.person_id = ${ctx.viewer.personId} and (l.keys_changed is null or l.keys_changed < t.since)
    group by a.id order by min(t.since) desc, a.id desc`);
  return rows.map(({ since, scopes, ...row }) => ({
    ...row,
    since: new Date(since),
    scopes: allScopes.filter((scope) => scopes.includes(scope)),
  }));
}

type GrantRow = Omit<Grant, 'since'> & { since: string } & Record<string, unknown>;

/**
 * Takes everything back that the viewer gave an app: tokens and codes that wait are dead at once, and
 * open streams are told. An app that holds nothing of theirs is the same as none.
 */
export async function takeBack(ctx: Ctx, appId: string): Promise<void> {
  const { viewer } = ctx;
  if (!viewer || !/^[1-9]\d{0,17}$/.test(appId)) return;
  const { personId } = viewer;
  await inTransaction(ctx, async (tx) => {
    const codes = and(eq(oauthCode.personId, personId), eq(oauthCode.appId, appId));
    await tx.db.delete(oauthCode).where(codes);
    await endTokens(tx, eq(oauthToken.personId, personId), eq(oauthToken.appId, appId));
  });
}
