import { readdirSync } from 'node:fs';

/** What came back for one address: everything that a reader could look at. */
export interface Seen {
  path: string;
  status: number;
  /** Headers and body in one text. */
  text: string;
}

/** What stands for the parts of an address that a route leaves open. */
export interface Places {
  club: string;
  date: string;
  handle: string;
  token: string;
}

/** Every page of the house by its files, so that a new one is walked without being named anywhere. */
export function routesAt({ club, date, handle, token }: Places): string[] {
  const files = readdirSync(new URL('../../src/routes', import.meta.url), { recursive: true });
  const folders = files
    .map(String)
    .filter((file) => /(^|\/)\+(page\.svelte|server\.ts)$/.test(file))
    .map((file) => `/${file}`.replace(/\/[^/]*$/, ''));
  return [...new Set(folders)].map((folder) =>
    (folder || '/')
      .replace('[club=slug]', club)
      .replace('[date=date]', date)
      .replace('[handle=handle]', `@${handle}`)
      .replace(/\[\[?[^/]*/g, token),
  );
}

/** Feeds, calendars, citations, cards and the stream of a month: what programs read. */
export function machinePathsAt({ club, date }: Places, monthId: string): string[] {
  return [
    ...['feed.rss', 'feed.atom', 'hashtag.rss', 'calendar.ics'].map((file) => `/${club}/${file}`),
    ...['calendar.ics', 'paper.bib', 'paper.ris', 'paper.json', 'card.png', 'transcript.txt'].map(
      (file) => `/${club}/${date}/${file}`,
    ),
    `/live/chat/${monthId}`,
    '/health/live',
  ];
}

const most = 1500;

/** Reads these addresses and all that they lead to within the house, as whoever brings the cookie. */
export async function walk(origin: string, from: string[], cookie = ''): Promise<Seen[]> {
  const waiting = [...new Set(from.flatMap((path) => [path, dataOf(path)]))];
  const known = new Set(waiting);
  const seen: Seen[] = [];
  for (
    let path = waiting.shift();
    path !== undefined && seen.length < most;
    path = waiting.shift()
  ) {
    const one = await look(origin, path, cookie);
    seen.push(one);
    for (const next of leadsTo(one, origin)) {
      if (known.has(next)) continue;
      known.add(next);
      waiting.push(next);
    }
  }
  return seen;
}

/** A page's data, as a browser with script would ask for it. */
function dataOf(path: string): string {
  return `${path.replace(/\/$/, '')}/__data.json`;
}

async function look(origin: string, path: string, cookie: string): Promise<Seen> {
  const answer = await fetch(origin + path, { headers: { cookie }, redirect: 'manual' });
  const headers = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
  const stream = answer.headers.get('content-type')?.startsWith('text/event-stream');
  const body = stream ? await firstOf(answer) : Buffer.from(await answer.arrayBuffer());
  return { path, status: answer.status, text: `${headers}\n\n${body.toString('latin1')}` };
}

async function firstOf(answer: Response): Promise<Buffer> {
  const reader = answer.body?.getReader();
  const { value } = (await reader?.read()) ?? {};
  await reader?.cancel();
  return Buffer.from(value ?? []);
}

function leadsTo({ path, status, text }: Seen, origin: string): string[] {
  if (status !== 200 || !/content-type: text\/html/.test(text)) return [];
  return [...text.matchAll(/(?:href|src)="([^"]+)"/g)].flatMap(([, href = '']) => {
    const url = URL.parse(href.replaceAll('&amp;', '&'), origin + path);
    const own = url?.origin === origin && !url.pathname.startsWith('/_app/');
    return own ? [url.pathname + url.search] : [];
  });
}
