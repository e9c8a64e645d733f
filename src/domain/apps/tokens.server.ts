import { and, eq, type SQL } from 'drizzle-orm';
import type { App } from './apps.server.ts';
import { rememberBearers } from './inner/bearer-memory.server.ts';
import { hashOf, newSecret } from './inner/secrets.server.ts';
import { oauthToken } from './schema.server.ts';
import { inTransaction, type Ctx, type Tx, type Viewer } from '#platform/ctx.server.ts';
import type { Services } from '#platform/services.server.ts';

/** A token as its app is told of it, once. */
export interface Token {
  token: string;
  scopes: string[];
  since: Date;
}

/** Who comes with a token: an app, for a person or (`viewer` absent) for itself alone, with leave for what. */
export interface Bearer {
  /** By which what belongs to the token is kept: what is kept with it goes with it. */
  tokenHash: string;
  /** When leave was given. */
  since: Date;
  appId: string;
  scopes: string[];
  viewer: Viewer | null;
}

/**
 * Who comes with this token; nobody when it is dead. The one look-up of tokens. It is dead when it was taken
 * back, when app or person are gone, when the person cannot sign in any more, and when what opens their
 * login was changed at the time it was made or later. A person's token that was found alive is remembered in
 * this process for five seconds, or until anything is told that could end one: an app that scrolls asks often.
 */
export async function findBearer(
  services: Pick<Services, 'pool' | 'clock' | 'live'>,
  token: string,
): Promise<Bearer | undefined> {
  if (!/^[A-Za-z0-9_-]{43}$/.test(token)) return undefined;
  const memory = rememberBearers(services.pool, services.live);
  const tokenHash = hashOf(token);
  const known = memory.find(tokenHash);
  if (known) return known;
  const remember = memory.begin();
  const bearer = await lookUp(services, tokenHash);
  if (bearer?.viewer) remember(tokenHash, bearer);
  return bearer;
}

async function lookUp(
  services: Pick<Services, 'pool' | 'clock'>,
  tokenHash: string,
): Promise<Bearer | undefined> {
  const { rows } = await services.pool.query<BearerRow>({
    name: 'bearer',
    text: `select t.app_id::text as "appId", t.scopes, t.since, t.seen, p.id::text as "personId", p.handle, p.name,
        p.zone, o.person_id is not null as operator
      from oauth_token t left join person p on p.id = t.person_id left join login l on l.id = p.login_id
      left join operator o on o.person_id = p.id
      where t.token_hash = $1
        and (t.person_id is null or (l.id is not null and (l.keys_changed is null or l.keys_changed < t.since)))`,
    values: [tokenHash],
  });
  const row = rows[0];
  if (!row) return undefined;
  await markDay(services, tokenHash, row.seen);
  const { appId, scopes, since, personId, handle, name, zone, operator } = row;
  const viewer = personId === null ? null : { personId, handle, name, zone, operator };
  return { tokenHash, since, appId, scopes, viewer };
}

type BearerRow = { appId: string; scopes: string[]; since: Date; seen: Date | null } & (
  Viewer | { personId: null; handle: null; name: null; zone: null; operator: false }
);

/** When a token was last used is kept to the day: enough to know an old one, too little to follow anybody. */
async function markDay(
  { pool, clock }: Pick<Services, 'pool' | 'clock'>,
  tokenHash: string,
  seen: Date | null,
): Promise<void> {
  const today = new Date(clock.now().toISOString().slice(0, 10));
  if (seen?.getTime() === today.getTime()) return;
  await pool.query({
    name: 'bearer day',
    text: 'update oauth_token set seen = $2 where token_hash = $1',
    values: [tokenHash, today],
  });
}

/** What a new token is made for. */
export interface NewToken {
  appId: string;
  personId: string | null;
  scopes: string[];
  /** The code that it was fetched with, so that the code's second coming ends it. */
  codeHash?: string;
  /** When the person said yes; now, when nobody was asked. */
  since?: Date;
}

/** Makes a token, inside the caller's transaction. It lasts until it is taken back. */
export async function makeToken(tx: Ctx, about: NewToken): Promise<Token> {
  const token = newSecret();
  const since = about.since ?? tx.clock.now();
  await tx.db.insert(oauthToken).values({ ...about, tokenHash: hashOf(token), since });
  return { token, scopes: about.scopes, since };
}

/** Ends a token that its own app brings back. A token of another app, and none at all, are left as they are. */
export async function revokeToken(ctx: Ctx, app: App, token: string): Promise<void> {
  const own = [eq(oauthToken.tokenHash, hashOf(token)), eq(oauthToken.appId, app.id)] as const;
  await inTransaction(ctx, (tx) => endTokens(tx, ...own));
}

/** Ends the tokens that fit all conditions, and tells the open streams of whom they were for. */
export async function endTokens(tx: Tx, ...which: readonly [SQL, ...SQL[]]): Promise<void> {
  const gone = await tx.db
    .delete(oauthToken)
    .where(and(...which))
    .returning({ personId: oauthToken.personId });
  const people = new Set(gone.map(({ personId }) => personId));
  for (const id of people) if (id) tx.wake({ kind: 'app', id });
}
