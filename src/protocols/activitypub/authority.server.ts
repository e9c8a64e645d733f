import { setTimeout } from 'node:timers/promises';
import { fetchActor } from './actors.server.ts';
import { hostOf, sameOrigin, uriOf, type Json } from './json.ts';
import { fitsWithQuery } from './query-signature.server.ts';
import { claimOf, fits } from './signature.server.ts';
import { mayTalk } from '#domain/federation/peers.server.ts';
import { findRemoteKey } from '#domain/federation/remote-persons.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** Who has proved to be the sender of which activity. What they may speak about is asked later, by who acts on it. */
export interface Proved {
  actorUri: string;
  activityUri: string;
}

/** An answer without a reason: whoever forges learns nothing. `later`: the sender's server did not show its key. */
export type NotProved = { refused: 'forged' | 'later' };

const forged = { refused: 'forged' } as const;
const patienceMs = 5_000;
const retryKeyAfterMs = 5 * 60 * 1000;

/**
 * The one authority gate: an activity has one actor, its id is of the actor's origin, and the request that
 * brought it was signed with that actor's key, over its path, host, date and body. Nothing else gives a right:
 * no signature inside a document, no key of another. A key that no longer fits is asked for once more.
 */
export async function proveSender(
  ctx: Ctx,
  request: Request,
  activity: Json,
): Promise<Proved | NotProved> {
  const [actorUri, activityUri] = [uriOf(activity['actor']), uriOf(activity)];
  if (!actorUri || !activityUri || Array.isArray(activity['actor'])) return forged;
  const claim = claimOf(request);
  if (!claim || !sameOrigin(activityUri, actorUri) || !sameOrigin(claim.keyUri, actorUri))
    return forged;
  if (!(await mayTalk(ctx, hostOf(actorUri)))) return forged;
  const known = await rememberedKey(ctx, claim.keyUri);
  if (known && known.ownerUri !== actorUri) return forged;
  const proved = { actorUri, activityUri };
  if (known?.kind === 'rsa' && (await fits(ctx, request, claim, known.key))) return proved;
  const age = known ? ctx.clock.now().getTime() - known.fetched.getTime() : Infinity;
  if (age < retryKeyAfterMs) return forged;
  const fresh = await freshKey(ctx, claim.keyUri, actorUri);
  remembered.get(ctx.pool)?.delete(claim.keyUri);
  if (typeof fresh === 'object') return fresh;
  return (await fits(ctx, request, claim, fresh)) ? proved : forged;
}

/**
 * Whether somebody passes on what another said, with that one's signature inside, as servers do with what is answered
 * to their people: proved by their own key, which is known here. Nothing of it is believed or kept; but whoever does
 * so in good faith is not made to try for days.
 */
export async function isPassedOn(ctx: Ctx, request: Request, activity: Json): Promise<boolean> {
  if (!activity['proof'] && !activity['signature']) return false;
  const claim = claimOf(request);
  const known = claim && (await rememberedKey(ctx, claim.keyUri));
  if (!claim || known?.kind !== 'rsa' || known.ownerUri === uriOf(activity['actor'])) return false;
  return (await mayTalk(ctx, hostOf(known.ownerUri))) && fits(ctx, request, claim, known.key);
}

type Key = NonNullable<Awaited<ReturnType<typeof findRemoteKey>>>;
const remembered = new WeakMap<object, Map<string, { key: Key; until: number }>>();
const rememberedMs = 60_000;
const mostRemembered = 5000;

/** A key as it was kept here a minute ago or less: one that no longer fits is looked for anew anyway. */
async function rememberedKey(ctx: Ctx, keyUri: string): Promise<Key | undefined> {
  const mine = remembered.get(ctx.pool) ?? new Map<string, { key: Key; until: number }>();
  remembered.set(ctx.pool, mine);
  const now = performance.now();
  const held = mine.get(keyUri);
  if (held && held.until > now) return held.key;
  const key = await findRemoteKey(ctx, keyUri);
  if (mine.size >= mostRemembered) mine.clear();
  if (key) mine.set(keyUri, { key, until: now + rememberedMs });
  else mine.delete(keyUri);
  return key;
}

/**
 * Who signed a request that brings nothing, over its path, host and date; only by keys that are known. The path is
 * signed with what is asked of it or without: https://docs.gotosocial.org/en/latest/federation/http_signatures/
 */
export async function proveReader(ctx: Ctx, request: Request): Promise<string | undefined> {
  const claim = claimOf(request, false);
  const known = claim && (await findRemoteKey(ctx, claim.keyUri));
  if (!claim || known?.kind !== 'rsa') return undefined;
  const { pathname, search } = new URL(request.url);
  for (const path of new Set([pathname + search, pathname])) {
    const asSigned = new Request(ctx.config.origin + path, request);
    if (await fits(ctx, asSigned, claim, known.key)) return known.ownerUri;
  }
  const byDraft = search !== '' && claim.spec !== 'rfc9421';
  return byDraft && fitsWithQuery(ctx, request, known.key) ? known.ownerUri : undefined;
}

/**
 * The same for whoever asks for what is for their server alone: it may be in the name of somebody of whom nothing is
 * known here, as servers have an actor for what they fetch. They are asked for.
 */
export async function proveServer(ctx: Ctx, request: Request): Promise<string | undefined> {
  const known = await proveReader(ctx, request);
  const keyUri = known ? undefined : claimOf(request, false)?.keyUri;
  if (!keyUri) return known;
  const key = await findRemoteKey(ctx, keyUri);
  const age = key ? ctx.clock.now().getTime() - key.fetched.getTime() : Infinity;
  if (age < retryKeyAfterMs || !(await mayTalk(ctx, hostOf(keyUri)))) return undefined;
  const fresh = await freshKey(ctx, keyUri, key?.ownerUri ?? keyUri.replace(/#.*$/, ''));
  return typeof fresh === 'object' ? undefined : proveReader(ctx, request);
}

/** Waits five seconds at most; what comes later is there for the sender's next try. */
async function freshKey(ctx: Ctx, keyUri: string, actorUri: string): Promise<string | NotProved> {
  const host = hostOf(actorUri);
  const others = asking.get(host) ?? 0;
  if (others >= mostAsking) return { refused: 'later' };
  asking.set(host, others + 1);
  const asked = askForKey(ctx, keyUri, actorUri).finally(() => {
    const left = (asking.get(host) ?? 1) - 1;
    if (left > 0) asking.set(host, left);
    else asking.delete(host);
  });
  // Whoever has gone on hears no fault of it.
  asked.catch(() => undefined);
  const late = setTimeout(patienceMs, { refused: 'later' } as const, { ref: false });
  return Promise.race([asked, late]);
}

async function askForKey(ctx: Ctx, keyUri: string, actorUri: string): Promise<string | NotProved> {
  const actor = await fetchActor(ctx, actorUri);
  if ('refused' in actor) return { refused: actor.refused === 'unreachable' ? 'later' : 'forged' };
  const key = await findRemoteKey(ctx, keyUri);
  return key?.ownerUri === actorUri && key.kind === 'rsa' ? key.key : forged;
}

/** How many keys each server is being asked for: one that is silent holds up a few requests, not all. */
const asking = new Map<string, number>();
const mostAsking = 4;
