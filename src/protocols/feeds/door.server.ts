import { createHash } from 'node:crypto';
import { cardOf } from './card.server.ts';
import { calendarOf, type CalendarEvent } from './calendar.server.ts';
import { atomOf, rssOf, type Feed } from './feed.server.ts';
import { feedOfPerson, feedOfTag, type PostFeed } from './post-feed.server.ts';
import { cite, type CitationStyle } from '#domain/club/citation.ts';
import { asDate, asSlug } from '#domain/club/month-address.ts';
import { findClubFeed, type ClubFeed } from '#domain/club/club-feed.server.ts';
import type { LiveHour } from '#domain/club/hours.server.ts';
import { dayWords } from '#domain/club/month-page.server.ts';
import { findMonth, type Month } from '#domain/club/months.server.ts';
import { paperOfMonth } from '#domain/club/paper-form.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import type { Services } from '#platform/services.server.ts';

/** What is sent, and as what. */
interface Sent {
  type: string;
  body: string | Buffer;
  /** The name under which it is saved. */
  saveAs?: string;
  /** Whether search engines may list it; they may unless it says no. */
  indexable?: boolean;
}

/** With the tags of all that it depends on. */
type Tagged = Sent & { tags: string[] };

interface Page {
  headers: Record<string, string>;
  body: Buffer;
  brotli?: Buffer;
}

/**
 * Feeds, calendars, citations and cards: `/club/feed.rss`, `/club/hashtag.rss`, `/@handle/feed.atom`,
 * `/club/2018-01-18/paper.bib` and so on. They
 * show what a visitor may see, whoever asks, and answer 304 to those who have it already.
 */
export function feedsDoor(services: Services) {
  const ctx: Ctx = { ...services, viewer: null };
  return {
    paths:
      /^\/(?:@[A-Za-z0-9_-]{3,60}\/feed\.(?:rss|atom)|[a-z0-9-]{1,60}\/(?:(?:feed|hashtag)\.(?:rss|atom)|calendar\.ics|\d{4}-\d\d-\d\d\/(?:calendar\.ics|paper\.(?:bib|ris|json)|card\.png)))$/,
    answer: async (request: Request): Promise<Response> => {
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        return new Response(null, { status: 405, headers: { allow: 'GET, HEAD' } });
      }
      const { pathname } = new URL(request.url);
      const page =
        services.keptPages.find(keyOf(pathname)) ?? (await make(ctx, pathname, addressOf(request)));
      return page
        ? answerWith(request, page)
        : new Response('Not here\n', { status: 404, headers: plain });
    },
  };
}

const keyOf = (pathname: string) => `feeds ${pathname}`;
const keptMs = 60_000;
const addressOf = ({ headers }: Request) => headers.get('x-pf-address') ?? '';

/** Makes a file and keeps it for the next one who asks, until one of its months changes. */
async function make(ctx: Ctx, pathname: string, from: string): Promise<Page | undefined> {
  const mark = ctx.keptPages.mark();
  const [, club = '', ...rest] = pathname.split('/');
  const sent = club.startsWith('@')
    ? postFile(await feedOfPerson(ctx, club, from), rest[0])
    : await sendOfClub(ctx, asSlug(club), rest);
  if (!sent) return undefined;
  const page = { status: 200, headers: headersOf(sent), body: Buffer.from(sent.body) };
  ctx.keptPages.keep(keyOf(pathname), page, sent.tags, Date.now() + keptMs, mark);
  return page;
}

const plain = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-cache' };

async function sendOfClub(
  ctx: Ctx,
  slug: string | undefined,
  rest: string[],
): Promise<Tagged | undefined> {
  const [first = '', file = ''] = rest;
  if (!slug) return undefined;
  if (first.startsWith('hashtag.')) return postFile(await feedOfTag(ctx, slug), first);
  if (rest.length === 1) {
    const club = await findClubFeed(ctx, slug, first === 'calendar.ics' ? 100 : 12);
    if (!club) return undefined;
    const months = club.months.map(({ id }) => `month:${id}`);
    return { ...clubFile(ctx.config.origin, club, first), tags: [`club:${club.id}`, ...months] };
  }
  const date = asDate(first);
  const month = date && (await findMonth(ctx, slug, date));
  if (!month) return undefined;
  const sent = await monthFile(ctx.config.origin, month, file);
  return sent && { ...sent, tags: [`club:${month.club.id}`, `month:${month.id}`] };
}

function clubFile(origin: string, club: ClubFeed, file: string): Sent {
  if (file === 'calendar.ics') {
    const url = `${origin}/${club.slug}`;
    const events = club.months.flatMap((month) =>
      month.hours.map((hour) => eventOf(origin, { ...month, club }, hour, month.hours.length)),
    );
    return {
      type: 'text/calendar',
      body: calendarOf({ name: club.name, url, events }),
      saveAs: `${club.slug}.ics`,
    };
  }
  return feedFile(feedOf(origin, club, file), file);
}

function feedFile(feed: Feed, file: string): Sent {
  return file.endsWith('.rss')
    ? { type: 'application/rss+xml', body: rssOf(feed) }
    : { type: 'application/atom+xml', body: atomOf(feed) };
}

function postFile(found: PostFeed | undefined, file = ''): Tagged | undefined {
  if (!found) return undefined;
  const { feed, tags, indexable } = found;
  const [, ending = ''] = file.split('.');
  const whole = { ...feed, feedUrl: `${feed.feedUrl}.${ending}` };
  return { ...feedFile(whole, file), tags, indexable };
}

function feedOf(origin: string, club: ClubFeed, file: string): Feed {
  const url = `${origin}/${club.slug}`;
  return {
    id: url,
    title: club.name,
    description: club.about || club.name,
    url,
    feedUrl: `${url}/${file}`,
    updated: club.updated,
    items: club.months.map((month) => ({
      // The address of a month moves with its day; what follows it must not.
      id: `${origin}/${club.slug}?month=${month.id}`,
      title: `${month.theme} (${dayWords(month.date)})`,
      url: `${url}/${month.date}`,
      published: month.published,
      updated: month.updated,
      html: month.html,
    })),
  };
}

interface Eventful {
  id: string;
  date: string;
  theme: string;
  summary: string;
  sequence: number;
  updated: Date;
  club: { slug: string; name: string };
}

function eventOf(origin: string, month: Eventful, hour: LiveHour, hours: number): CalendarEvent {
  const { date, time, zone, minutes, choice } = hour;
  return {
    uid: `month-${month.id}-${hour.number}@${new URL(origin).hostname}`,
    sequence: month.sequence,
    updated: month.updated,
    title: `${month.club.name}: ${month.theme}${hours > 1 ? ` (hour ${hour.number})` : ''}`,
    description: month.summary,
    url: `${origin}/${month.club.slug}/${month.date}`,
    start: { date, time, zone, ...(choice ? { choice } : {}) },
    minutes,
  };
}

const styles: Record<string, { style: CitationStyle; type: string }> = {
  'paper.bib': { style: 'bibtex', type: 'application/x-bibtex' },
  'paper.ris': { style: 'ris', type: 'application/x-research-info-systems' },
  'paper.json': { style: 'cslJson', type: 'application/vnd.citationstyles.csl+json' },
};

async function monthFile(origin: string, month: Month, file: string): Promise<Sent | undefined> {
  const name = `${month.club.slug}-${month.date}`;
  if (file === 'calendar.ics') {
    const events = month.hours.map((hour) => eventOf(origin, month, hour, month.hours.length));
    const url = `${origin}/${month.club.slug}/${month.date}`;
    return {
      type: 'text/calendar',
      body: calendarOf({ name: month.theme, url, events }),
      saveAs: `${name}.ics`,
    };
  }
  if (file === 'card.png') return { type: 'image/png', body: await cardOf(month) };
  const style = styles[file];
  if (!style || !month.paper) return undefined;
  const body = cite(paperOfMonth(month.paper), style.style).text;
  return { type: style.type, body, saveAs: `${name}.${file.slice(6)}` };
}

function headersOf({ type, body, saveAs, indexable = true }: Sent): Record<string, string> {
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 22);
  return {
    etag: `W/"${hash}"`,
    vary: 'accept-encoding',
    'cache-control': 'public, max-age=0, must-revalidate',
    'content-type': typeof body === 'string' ? `${type}; charset=utf-8` : type,
    'content-security-policy': "default-src 'none'",
    ...(!indexable && { 'x-robots-tag': 'noindex' }),
    ...(saveAs && { 'content-disposition': `attachment; filename="${saveAs}"` }),
  };
}

/** Nothing to those who have it already (RFC 9110, 13.1.2), and Brotli to those who read it. */
function answerWith(request: Request, { headers, body, brotli }: Page): Response {
  const known = request.headers.get('if-none-match')?.split(/,\s*/) ?? [];
  const bare = (tag: string) => tag.replace(/^W\//, '');
  if (known.some((tag) => tag === '*' || bare(tag) === bare(headers['etag'] ?? ''))) {
    return new Response(null, { status: 304, headers });
  }
  const small = brotli && /\bbr\b/.test(request.headers.get('accept-encoding') ?? '');
  const bytes = small ? brotli : body;
  return new Response(request.method === 'HEAD' ? null : new Uint8Array(bytes), {
    headers: {
      ...headers,
      'content-length': String(bytes.length),
      ...(small && { 'content-encoding': 'br' }),
    },
  });
}
