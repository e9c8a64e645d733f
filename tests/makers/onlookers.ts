import { aToken } from './app.ts';
import type { Pair, Twin } from './twins.ts';
import { routesAt } from '../rooms/walk.ts';
import { apiRoutes } from '#protocols/mastodon-api/routes.server.ts';

/** One thing to look at: an address, and as whom. */
export interface Look {
  path: string;
  headers: Record<string, string>;
}

/** Somebody who looks at a pair from outside, and all that they look at. */
export type Onlooker = (pair: Pair, twin: Twin) => Promise<Look[]>;

const as = (headers: Record<string, string>, paths: readonly string[]): Look[] =>
  paths.map((path) => ({ path, headers }));
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** What is nearest to a request: where one who leaks would be seen first. */
export const asker: Onlooker = async ({ asked, cookie, token }) => {
  const own = `/@${asked.handle}`;
  const pages = [own, `${own}/befriend`, '/friends', '/notifications', '/messages'];
  const api = [
    `/api/v1/accounts/${asked.personId}`,
    `/api/v1/accounts/relationships?id[]=${asked.personId}`,
    `/api/v1/accounts/familiar_followers?id[]=${asked.personId}`,
    `/api/v1/accounts/${asked.personId}/statuses`,
    `/api/v2/search?q=${asked.handle}`,
    '/api/v2/suggestions',
    '/api/v1/notifications',
    '/api/v1/conversations',
  ];
  return [
    ...as({ cookie }, [...pages, '/friends/__data.json', `${own}/befriend/__data.json`]),
    ...as({}, [own, `${own}/__data.json`]),
    ...as(bearer(token), api),
  ];
};

/** Every page of the house, found by its file. */
function everyPage({ asked: { handle } }: Pair): string[] {
  const places = { club: 'no-club', date: '2026-11-22', handle, token: 'none' };
  return [...routesAt(places), `/search?q=${handle}`];
}

/** Everything that an app may read, with whatever it may want to know: whom it is about. */
function everyRead({ asked: { personId, handle } }: Pair, admin: boolean): string[] {
  const about = new URLSearchParams({ 'id[]': personId, q: handle, acct: handle, limit: '40' });
  return apiRoutes
    .filter(({ method, path }) => method === 'GET' && path.includes('/admin/') === admin)
    .map(({ path }) => `${path.replace(/:\w+/g, personId)}?${about}`);
}

/** Whoever asks, on every page. */
const askerEverywhere: Onlooker = async (pair) => as({ cookie: pair.cookie }, everyPage(pair));

/** An app of theirs that may read and nothing else. */
const readingApp: Onlooker = async (pair) => as(bearer(pair.reads), everyRead(pair, false));

/** Somebody who came by, and programs that bring no token. */
const visitor: Onlooker = async (pair) => as({}, [...everyPage(pair), ...everyRead(pair, false)]);

/** Whoever looks after the place: their own pages, everybody's, and the API for looking after. */
export const operator: Onlooker = async (pair, { world, operator: olga }) => [
  ...as({ cookie: await world.cookieOf(olga) }, everyPage(pair)),
  ...as(bearer(await aToken(world, olga, ['read', 'admin:read'])), everyRead(pair, true)),
];

/** All of them, and whoever asks where they ask. */
export const everybody: readonly Onlooker[] = [
  asker,
  askerEverywhere,
  readingApp,
  visitor,
  operator,
];
