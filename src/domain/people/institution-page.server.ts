import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { backLinkIn, type Profile } from './inner/back-link.server.ts';
import { tellOfAnswer } from './inner/credential-owner.server.ts';
import {
  endChecks,
  hasEnough,
  keepCheck,
  lockPerson,
  saysProfessional,
} from './inner/credential-rows.server.ts';
import {
  institutionOf,
  sameInstitution,
  type Institution,
} from './inner/institution-host.server.ts';
import { forgetProofs, keepProof, newestProof } from './inner/proofs.server.ts';
import { person } from './schema.server.ts';
import { networkOf } from '#platform/address.server.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import type { Fetched, FetchRefused } from '#platform/fetch.server.ts';
import { limited } from '#platform/limit.server.ts';
import type { Services } from '#platform/services.server.ts';

const day = 24 * 60 * 60;
const perPerson = { times: 10, seconds: day };
const perAddress = { times: 40, seconds: day };
const longest = 300;

/**
 * What a look at a page found. `none`: it has no link here. `unreached`: it could not be opened, for
 * whatever reason. `elsewhere`: it sent us on to a page of somebody else.
 */
export type Seen = 'back' | 'none' | 'unreached' | 'elsewhere';

const kind = 'work-page';
const Look = z.object({
  page: z.string(),
  seen: z.enum(['waiting', 'none', 'unreached', 'elsewhere']),
});
/** The page that was asked about last, and what was found; `waiting` until a job has looked. */
export type Look = z.infer<typeof Look>;

/** Why a page is not looked at. */
export type PageRefused = {
  refused: 'gone' | 'tooFast' | 'enough' | 'notAPage' | 'notAHost' | 'anybodysPages';
};

/**
 * Has a page of an institution looked at by a job, for a link to the viewer's profile. Ten looks a day for
 * a person, forty from a network address. Refuses what is no https page of an institution.
 */
export async function askToLookAtPage(
  ctx: Ctx,
  { page: typed, from }: { page: string; from: string },
): Promise<PageRefused | undefined> {
  const personId = ctx.viewer?.personId;
  if (!personId || !(await saysProfessional(ctx, personId))) return { refused: 'gone' };
  const page = readPage(typed, ctx.config.allowedPeers);
  if ('refused' in page) return page;
  const subject = page.address;
  if (await hasEnough(ctx, { personId, kind: 'backLink', subject })) return { refused: 'enough' };
  const often = await limited(ctx, `pages of ${personId}`, perPerson);
  if ((await limited(ctx, `pages from ${networkOf(from)}`, perAddress)) || often)
    return { refused: 'tooFast' };
  await inTransaction(ctx, async (tx) => {
    await noteLook(tx, personId, { page: subject, seen: 'waiting' });
    await tx.jobs.send(tx.db, 'look-at-page', { personId, page: subject });
  });
}

/** The viewer's last look, while it waits or has found nothing; it is forgotten after a day. */
export async function findLook(ctx: Ctx, loginId: string): Promise<Look | undefined> {
  const kept = await newestProof(ctx, kind, loginId);
  return kept && Look.parse(kept.value);
}

function readPage(
  typed: string,
  peers: readonly string[],
): { address: string; named: string } | Exclude<PageRefused, { refused: 'gone' }> {
  const text = typed.trim();
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`);
  if (!url || url.username || url.password || url.href.length > longest)
    return { refused: 'notAPage' };
  url.hash = '';
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && peers.includes(peerOf(url))))
    return { refused: 'notAPage' };
  const institution = institutionAt(url, peers);
  if (!('refused' in institution)) return { address: url.href, named: institution.named };
  // Mail services have pages too: they are nobody's institution either.
  return { refused: institution.refused === 'notAHost' ? 'notAHost' : 'anybodysPages' };
}

function institutionAt(url: URL, peers: readonly string[]): Institution {
  const peer = peerOf(url);
  return institutionOf(peers.includes(peer) ? peer : url.hostname, 'page', peers);
}

/** `host:port`, as peers are written in the settings. */
function peerOf({ hostname, port, protocol }: URL): string {
  return `${hostname}:${port || (protocol === 'https:' ? '443' : '80')}`;
}

/**
 * The job: looks at a page and keeps what it found. The first look makes a check; a later one draws it
 * out, or takes it back when the link is gone. A page that cannot be opened leaves a check as it is,
 * until its time is over. Doing it twice changes nothing.
 */
export async function lookAtPage(
  services: Services,
  { personId, page }: { personId: string; page: string },
): Promise<void> {
  const ctx: Ctx = { ...services, viewer: null };
  const [own] = await ctx.db.select().from(person).where(eq(person.id, personId));
  const read = readPage(page, ctx.config.allowedPeers);
  if (!own || 'refused' in read || !(await saysProfessional(ctx, personId))) return;
  const answer = await ctx.fetcher.get(page, {
    accept: 'text/html, application/xhtml+xml;q=0.9',
    deadlineMs: 10_000,
    maxBytes: 1024 * 1024,
    maxRedirects: 3,
  });
  const seen = judge(answer, page, { origin: ctx.config.origin, handle: own.handle });
  await inTransaction(ctx, (tx) => keepSeen(tx, { personId, page, named: read.named }, seen));
}

/** An answer that leaves the institution speaks for somebody else: open redirects are common. */
function judge(answer: Fetched | FetchRefused, page: string, profile: Profile): Seen {
  if ('refused' in answer) return 'unreached';
  const { status, url, headers, body } = answer;
  if (!sameInstitution(new URL(url).host, new URL(page).host)) return 'elsewhere';
  if (status === 404 || status === 410) return 'none';
  const isPage = /^(?:text\/html|application\/xhtml\+xml)\b/i.test(headers['content-type'] ?? '');
  if (status < 200 || status > 299 || !isPage) return 'unreached';
  const found = backLinkIn({ url, html: body.toString('utf8') }, profile);
  return found === 'none' ? 'none' : 'back';
}

async function keepSeen(
  tx: Tx,
  { personId, page, named }: { personId: string; page: string; named: string },
  seen: Seen,
): Promise<void> {
  await lockPerson(tx, personId);
  const check = { personId, kind: 'backLink', subject: page } as const;
  if (seen === 'back') {
    await keepCheck(tx, { ...check, found: named, checkedBy: 'page' });
    return noteLook(tx, personId, undefined);
  }
  const over = seen === 'unreached' ? [] : await endChecks(tx, check, 'linkGone');
  if (over.length > 0) await tellOfAnswer(tx, personId, 'linkGone');
  await noteLook(tx, personId, { page, seen });
}

async function noteLook(tx: Tx, personId: string, look: Look | undefined): Promise<void> {
  const [own] = await tx.db.select().from(person).where(eq(person.id, personId));
  if (!own?.loginId) return;
  await forgetProofs(tx, kind, own.loginId);
  if (look) await keepProof(tx, { kind, about: own.loginId, value: look, seconds: day });
}
