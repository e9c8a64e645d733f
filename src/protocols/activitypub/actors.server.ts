import { nameOf, readActor } from './actor-read.server.ts';
import { fetchDocument, type NoDocument } from './documents.server.ts';
import { hostOf, isObject, listOf, readJson, textOf, uriOf, type Json } from './json.ts';
import { handleOfUri } from '#domain/federation/addresses.ts';
import {
  findRemotePerson,
  markGone,
  persistRemotePerson,
  type RemotePerson,
  type RemoteProfile,
} from '#domain/federation/remote-persons.server.ts';
import { mayTalk } from '#domain/federation/peers.server.ts';
import { inTransaction, type Ctx } from '#platform/ctx.server.ts';

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Somebody of another server by what it calls them: as they are known, or fetched when they are new or were last
 * looked at a day ago. Somebody known stays as they are while their server does not answer. Never in a transaction.
 */
export async function findActor(ctx: Ctx, uri: string): Promise<RemotePerson | NoDocument> {
  const known = await findRemotePerson(ctx, uri);
  const old = known && ctx.clock.now().getTime() - known.fetched.getTime() > dayMs;
  if (known && !old && !known.gone) return known;
  const fetched = await fetchActor(ctx, uri);
  return 'refused' in fetched && known && fetched.refused === 'unreachable' ? known : fetched;
}

/** Asks their server anew who somebody is. */
export async function fetchActor(ctx: Ctx, uri: string): Promise<RemotePerson | NoDocument> {
  const profile = await prepareActor(ctx, uri);
  if ('refused' in profile) {
    if (profile.refused === 'gone') await markGone(ctx, uri);
    return profile;
  }
  return inTransaction(ctx, (tx) => persistRemotePerson(tx, profile));
}

async function prepareActor(ctx: Ctx, uri: string): Promise<RemoteProfile | NoDocument> {
  const { origin } = ctx.config;
  if (handleOfUri(origin, uri) || hostOf(uri) === new URL(origin).host)
    return { refused: 'noDocument' };
  const document = await fetchDocument(ctx, uri);
  if ('refused' in document) return document as NoDocument;
  const handle = await handleFor(ctx, document);
  const profile = handle ? readActor(document, handle) : undefined;
  return profile ?? { refused: 'noDocument' };
}

/**
 * What somebody is called: their name at the host of their id, or at another that says by WebFinger that they are
 * its own. Ours is never another's.
 */
async function handleFor(ctx: Ctx, document: Json): Promise<string | undefined> {
  const [name, uri] = [nameOf(document), uriOf(document)];
  if (!name || !uri) return undefined;
  const host = hostOf(uri);
  const subject = await subjectOf(ctx, name, host, uri);
  const [, said = name, at = host] = /^acct:([^@]+)@([^@/]+)$/.exec(subject ?? '') ?? [];
  const own = new URL(ctx.config.origin).host;
  if (at === host || at === own) return `${name}@${host}`;
  const confirmed = await subjectOf(ctx, said, at, uri);
  return confirmed && said === name ? `${name}@${at}` : `${name}@${host}`;
}

/** The subject of a WebFinger answer that leads to this very actor (RFC 7033); nothing otherwise. */
async function subjectOf(ctx: Ctx, name: string, host: string, uri: string) {
  const found = await askWebFinger(ctx, name, host);
  return found?.uri === uri ? found.subject.toLowerCase() : undefined;
}

/** Whom `name@host` means: what their server calls them, and the address of their document. */
export async function askWebFinger(
  ctx: Ctx,
  name: string,
  host: string,
): Promise<{ subject: string; uri: string } | undefined> {
  const url = URL.parse(`https://${host}/.well-known/webfinger`);
  if (!url || url.host !== host || !(await mayTalk(ctx, host))) return undefined;
  url.searchParams.set('resource', `acct:${name}@${host}`);
  const accept = 'application/jrd+json, application/json';
  const answer = await ctx.fetcher.get(url, { accept, deadlineMs: 5_000, maxBytes: 64 * 1024 });
  if ('refused' in answer || answer.status !== 200) return undefined;
  const jrd = readJson(answer.body.toString('utf8'));
  const subject = jrd && textOf(jrd['subject']);
  const self = listOf(jrd?.['links']).find(
    (link) => isObject(link) && link['rel'] === 'self' && isDocumentType(link['type']),
  );
  const uri = isObject(self) ? uriOf(self['href']) : undefined;
  return subject && uri ? { subject, uri } : undefined;
}

function isDocumentType(type: unknown): boolean {
  return typeof type === 'string' && /^application\/(?:activity|ld)\+json/i.test(type);
}
