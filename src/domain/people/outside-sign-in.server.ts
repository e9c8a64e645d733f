import { maySignUp } from './arriving.server.ts';
import type { Visit } from './inner/devices.server.ts';
import { letIn, type LetIn } from './inner/let-in.server.ts';
import { readHost } from './inner/mastodon-host.server.ts';
import { forgetClient, type MastodonRefused } from './inner/mastodon-client.server.ts';
import { mastodonOpen, openMastodon, reopenMastodon } from './inner/mastodon-service.server.ts';
import {
  connectOutside,
  findLoginOf,
  useOutside,
  type Identity,
} from './inner/outside-accounts.server.ts';
import { keepArrival, settleVouched, type Arrival } from './inner/outside-arrival.server.ts';
import type { OutsideFault } from './inner/outside-client.server.ts';
import {
  findGoing,
  goingOver,
  readAnswer,
  sendOff,
  type Going,
} from './inner/outside-going.server.ts';
import { findProvider } from './inner/outside-provider.server.ts';
import { openService, type Service } from './inner/outside-service.server.ts';
import type { OwnCookie } from './inner/session.server.ts';
import type { Login } from './sign-in.server.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import { limited } from '#platform/limit.server.ts';

const perAddress = { times: 60, seconds: 15 * 60 };

/** Where somebody wants to sign in; `connect` is the login that wants to connect an account to itself. */
export interface OutsideTry {
  provider: string;
  /** What was typed as the Mastodon server. */
  server?: string | undefined;
  next: string;
  /** The token of an invitation. */
  invitation?: string | undefined;
  connect?: Login | undefined;
}

/** Why nobody is sent to a service. */
export type BeginRefused = 'gone' | 'server' | 'mangled' | MastodonRefused;

/**
 * Sends somebody to a service elsewhere. Refuses `gone` for a provider that is not offered, `server` for
 * what is no name of a server, and `unreachable`, `notMastodon`, `mangled` when the service itself is
 * not as it should be; it may be all right again a moment later.
 */
export async function beginOutside(
  ctx: Ctx,
  { provider, server, next, invitation, connect }: OutsideTry,
  visit: Visit,
): Promise<{ to: string; name: string; cookies: OwnCookie[] } | { refused: BeginRefused }> {
  if (await limited(ctx, `outside from ${visit.address}`, perAddress))
    return { refused: 'tooFast' };
  const found = await readyService(ctx, provider, server ?? '');
  if ('refused' in found) return found;
  const { service, host } = found;
  const who = connect && { loginId: connect.id, sessionId: connect.sessionId };
  // Whoever is here already needs no invitation: who may not join hears of it when all is proved.
  const may = await maySignUp(ctx, invitation);
  const invitationId = 'refused' in may ? null : may.invitationId;
  const about = { next, invitationId, ...(host && { host }), ...(who && { connect: who }) };
  return { name: service.name, ...(await sendOff(ctx, service, about)) };
}

async function readyService(
  ctx: Ctx,
  provider: string,
  typed: string,
): Promise<{ service: Service; host?: string } | { refused: BeginRefused }> {
  if (provider === 'mastodon') {
    if (!(await mastodonOpen(ctx))) return { refused: 'gone' };
    const host = readHost(ctx, typed);
    if (!host) return { refused: 'server' };
    const service = await openMastodon(ctx, host);
    return 'refused' in service ? service : { service, host };
  }
  const found = await findProvider(ctx, provider);
  if (!found) return { refused: 'gone' };
  const service = await openService(ctx, found);
  if (!('refused' in service)) return { service };
  return { refused: service.refused === 'unreachable' ? 'unreachable' : 'mangled' };
}

/** The answer that a browser brings from a service: its query, and at which callback it came. */
export interface Answer {
  provider: string;
  host?: string | undefined;
  search: URLSearchParams;
  /** The login that is signed in on this browser, if any. */
  login: Login | null;
}

/**
 * What came of it: `letIn` somebody whom we know; `arrival` somebody new, who now proves an address;
 * `connected` an account to the login that asked; or why not. `cookies` are to be set in any case.
 */
export type Back = { cookies: OwnCookie[]; next: string } & (
  | { letIn: LetIn }
  | { arrival: true }
  | { connected: true }
  | { refused: OutsideFault | 'stale' | 'taken'; connecting: boolean }
);

/**
 * Takes the answer of a service. A pair that is known opens its login, and asks for the second step
 * where there is one. Refuses `stale` for an answer that this browser did not wait for here, `taken` for
 * an account that opens another login, and what the service made of it.
 */
export async function comeBack(
  ctx: Ctx,
  { provider, host, search, login }: Answer,
  visit: Visit,
): Promise<Back> {
  const asked = { provider, host, state: search.get('state') };
  const going = await findGoing(ctx, asked, visit.cookies);
  if (!going) return { cookies: [], next: '/', refused: 'stale', connecting: false };
  const about = { cookies: [goingOver(ctx)], next: going.next };
  const refused = (why: OutsideFault | 'stale' | 'taken') =>
    ({ ...about, refused: why, connecting: going.connect !== undefined }) as const;
  const identity = await askWho(ctx, going, search);
  if ('refused' in identity) return refused(identity.refused);
  const answer = await inTransaction(ctx, (tx) =>
    going.connect
      ? connect(tx, identity, { wanted: going.connect, login })
      : welcome(tx, { identity, ...going }, visit),
  );
  if ('refused' in answer) return refused(answer.refused);
  return { ...about, ...answer, cookies: [...about.cookies, ...(answer.cookies ?? [])] };
}

async function askWho(
  ctx: Ctx,
  going: Going,
  search: URLSearchParams,
): Promise<Identity | { refused: OutsideFault }> {
  const service = await serviceAgain(ctx, going);
  if (!service) return { refused: 'mangled' };
  if ('refused' in service) return service;
  const answer = await readAnswer(service, going, search.toString());
  if ('refused' in answer) await noteFault(ctx, going, answer.refused);
  return answer;
}

async function serviceAgain(
  ctx: Ctx,
  { provider, host }: Going,
): Promise<Service | { refused: OutsideFault } | undefined> {
  if (host) return reopenMastodon(ctx, host);
  const found = await findProvider(ctx, provider);
  return found && openService(ctx, found);
}

/** The log names the provider and never the person; a server that forgot us is asked anew next time. */
async function noteFault(ctx: Ctx, { provider, host }: Going, fault: OutsideFault): Promise<void> {
  if (fault === 'denied') return;
  ctx.log.warn({ provider, fault }, 'a sign-in elsewhere failed');
  if (host && fault !== 'unreachable') await forgetClient(ctx, host);
}

type Done = { cookies?: OwnCookie[] } & (
  { letIn: LetIn } | { arrival: true } | { connected: true }
);

async function connect(
  tx: Tx,
  identity: Identity,
  { wanted, login }: { wanted: NonNullable<Going['connect']>; login: Login | null },
): Promise<Done | { refused: 'stale' | 'taken' }> {
  const same = login?.id === wanted.loginId && login.sessionId === wanted.sessionId;
  if (!same) return { refused: 'stale' };
  const owner = await findLoginOf(tx, identity);
  if (owner === login.id) return { connected: true };
  if (owner || !(await connectOutside(tx, identity, wanted))) return { refused: 'taken' };
  return { connected: true };
}

async function welcome(
  tx: Tx,
  { identity, next, invitationId }: Pick<Arrival, 'identity' | 'next' | 'invitationId'>,
  visit: Visit,
): Promise<Done> {
  const owner = await useOutside(tx, identity);
  if (owner) return { letIn: await letIn(tx, owner, 'outside', visit) };
  const made = await settleVouched(tx, { identity, invitationId }, visit);
  if (made) return { letIn: made };
  return { arrival: true, cookies: [await keepArrival(tx, { identity, next, invitationId })] };
}
