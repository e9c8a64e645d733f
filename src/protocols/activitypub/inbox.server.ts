import { createHash } from 'node:crypto';
import { isPassedOn, proveSender, type Proved } from './authority.server.ts';
import { isDocument } from './documents.server.ts';
import { hearFollowers } from './followers-heard.server.ts';
import { hostOf, readJson, typesOf, uriOf, type Json } from './json.ts';
import { claimOf } from './signature.server.ts';
import { hearOnce } from '#domain/federation/heard.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

const mostBytes = 1024 * 1024;
const bodyMs = 10_000;

/**
 * Takes an activity: what it is, how large and how deep is looked at before it is read, who sent it before it is
 * kept. 202 says that it was kept, or had been; it is acted on afterwards, by a worker's ear.
 */
export async function receiveActivity(ctx: Ctx, request: Request): Promise<Response> {
  if (!isActivity(request.headers.get('content-type') ?? '')) return say(415);
  if (Number(request.headers.get('content-length') ?? 0) > mostBytes) return say(413);
  if (!isSigned(request)) return say(401);
  const body = await readBody(request);
  if (typeof body === 'number') return say(body);
  const text = body.toString('utf8');
  const read = readJson(text);
  if (!read) return say(400);
  const activity = named(read, text + (claimOf(request)?.made ?? ''));
  const asked = asItWasAsked(ctx, request, body);
  const proved = await proveSender(ctx, asked, activity);
  if ('refused' in proved) {
    if (await isPassedOn(ctx, asked, activity)) return say(202);
    return say(proved.refused === 'later' ? 503 : notProved(activity));
  }
  await keep(ctx, proved, activity, text);
  await hearFollowers(ctx, asked, proved.actorUri);
  return say(202);
}

/**
 * Some servers give what they say no name (https://www.w3.org/TR/activitypub/#obj-id lets them). It is called by its
 * sender, its bytes and when it was signed: what is sent anew is heard anew, and what is only sent again is not.
 */
function named(activity: Json, said: string): Json {
  const actorUri = uriOf(activity['actor']);
  if (!actorUri || (activity['id'] ?? '') !== '') return activity;
  return { ...activity, id: `${actorUri}#${createHash('sha256').update(said).digest('hex')}` };
}

/**
 * The answer to what is not proved. When somebody leaves, their server tells everybody and the key goes with them: who
 * sends that is not made to try again for days. The answer is one, whether or not somebody here knows who left.
 */
function notProved(activity: Json): 202 | 401 {
  const actorUri = uriOf(activity['actor']);
  const leaves = typesOf(activity).includes('Delete') && uriOf(activity['object']) === actorUri;
  return actorUri && leaves ? 202 : 401;
}

async function keep(
  ctx: Ctx,
  { actorUri, activityUri: uri }: Proved,
  activity: Json,
  body: string,
): Promise<void> {
  const host = hostOf(actorUri);
  const type = typesOf(activity)[0] ?? '';
  const object = uriOf(activity['object']) ?? null;
  const fresh = await hearOnce(ctx, { uri, actorUri, host, type, object, body });
  if (fresh) await ctx.live.publish([{ kind: 'heard', id: host }]);
}

/** As for documents; of `ld+json` some senders leave the profile out. */
function isActivity(type: string): boolean {
  return isDocument(type) || /^application\/ld\+json\s*(?:;|$)/i.test(type);
}

function isSigned({ headers }: Request): boolean {
  return headers.has('signature') && (headers.has('digest') || headers.has('content-digest'));
}

/** The same request with the address that its sender signed: a proxy before us has taken https off. */
function asItWasAsked({ config }: Ctx, request: Request, body: Buffer): Request {
  const { pathname, search } = new URL(request.url);
  const { headers } = request;
  return new Request(config.origin + pathname + search, {
    ...{ method: 'POST', headers },
    body: new Uint8Array(body),
  });
}

/** The body, or the status that says why not: too large, or not here in time. */
async function readBody(request: Request): Promise<Buffer | number> {
  const reader = request.body?.getReader();
  if (!reader) return 400;
  const late = AbortSignal.timeout(bodyMs);
  late.addEventListener('abort', () => void reader.cancel().catch(() => undefined));
  const parts: Uint8Array[] = [];
  let size = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.length;
    if (size > mostBytes) {
      await reader.cancel();
      return 413;
    }
    parts.push(next.value);
  }
  return late.aborted ? 408 : Buffer.concat(parts);
}

function say(status: number): Response {
  const later = status === 503 ? { 'retry-after': '60' } : undefined;
  return new Response(null, { status, headers: { 'cache-control': 'no-store', ...later } });
}
