import { findEndpoint, type Endpoint } from './endpoint.server.ts';
import { callOf, readAnswer } from './xml-rpc.server.ts';
import { noteTold, stillTrue, type Telling } from '#domain/mentions/told.server.ts';
import type { Fetched, FetchRefused } from '#platform/fetch.server.ts';
import type { Services } from '#platform/services.server.ts';

const options = { accept: '*/*', deadlineMs: 10_000, maxBytes: 64 * 1024 };

type Outcome = 'told' | 'refused' | 'later';

/**
 * The job: tells the page at the end of a link that we lead to it, that our words around it changed, or that the
 * link is gone; by webmention, else by pingback. A page that does not answer is tried three times more.
 */
export async function tellLink(
  services: Services,
  { tries = 0, ...telling }: Telling & { tries?: number },
): Promise<void> {
  const ctx = { ...services, viewer: null };
  if (!(await stillTrue(ctx, telling))) return;
  const endpoint = await findEndpoint(services.fetcher, telling.target);
  const outcome =
    typeof endpoint === 'string' ? without[endpoint] : await tell(services, endpoint, telling);
  if (outcome === 'later') return tellLater(services, telling, tries);
  const told = outcome === 'told' && typeof endpoint !== 'string';
  await noteTold(ctx, telling, told ? endpoint.protocol : 'none');
}

const without = { none: 'refused', unreached: 'later' } as const;

async function tellLater({ db, jobs, clock }: Services, telling: Telling, tries: number) {
  if (tries >= 3) return;
  const startAfter = new Date(clock.now().getTime() + 10 * 60_000 * 6 ** tries);
  await jobs.send(db, 'tell-link', { ...telling, tries: tries + 1 }, { startAfter });
}

function tell(services: Services, endpoint: Endpoint, telling: Telling): Promise<Outcome> {
  return endpoint.protocol === 'webmention'
    ? sendWebmention(services, endpoint.url, telling)
    : sendPingback(services, endpoint.url, telling);
}

/** The same three words whether a link is new, changed or gone: the other end looks for itself. */
async function sendWebmention(
  { fetcher }: Services,
  url: string,
  { source, target }: Telling,
): Promise<Outcome> {
  const body = new URLSearchParams({ source, target }).toString();
  const contentType = 'application/x-www-form-urlencoded';
  return outcomeOf(await fetcher.post(url, { ...options, body, contentType }));
}

/** Faults after which it is worth another try: too much at once, and something behind it that was silent. */
const passing: ReadonlySet<number> = new Set([49, 50]);

async function sendPingback(
  { fetcher }: Services,
  url: string,
  { source, target, gone = false }: Telling,
): Promise<Outcome> {
  if (gone) return 'refused';
  const body = callOf('pingback.ping', [source, target]);
  const answer = await fetcher.post(url, { ...options, body, contentType: 'text/xml' });
  const outcome = outcomeOf(answer);
  if (outcome !== 'told' || 'refused' in answer) return outcome;
  const said = readAnswer(answer.body.toString('utf8'));
  if (said === 'broken') return 'refused';
  // 48: it knows already.
  if (said.fault === undefined || said.fault === 48) return 'told';
  return passing.has(said.fault) ? 'later' : 'refused';
}

function outcomeOf(answer: Fetched | FetchRefused): Outcome {
  if ('refused' in answer)
    return answer.refused === 'network' || answer.refused === 'tooSlow' ? 'later' : 'refused';
  if (answer.status === 429 || answer.status >= 500) return 'later';
  return answer.status >= 200 && answer.status < 300 ? 'told' : 'refused';
}
