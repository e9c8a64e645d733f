import { sql } from 'drizzle-orm';
import { Parser } from 'htmlparser2';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sendTo } from './house-walk.ts';
import { callsOf, type AppCall } from '../makers/app-calls.ts';
import { aToken } from '../makers/app.ts';
import { openWorldWithSite, type ServedWorld } from '../site.ts';
import { announceToAll } from '#domain/house/announcements.server.ts';
import { changeProfile } from '#domain/people/profile.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let world: ServedWorld;
let call: AppCall;
let mallory: Viewer;
let pat: Viewer;
let [byMallory, byPat] = ['', ''];

beforeAll(async () => {
  world = await openWorldWithSite({ working: false, env: { LOG_LEVEL: 'silent' } });
  call = callsOf(world);
  [mallory, pat] = [await world.aPerson({ handle: 'mallory' }), await world.aPatient()];
  byMallory = await aToken(world, mallory, ['read', 'write']);
  byPat = await aToken(world, pat, ['read', 'write']);
});
afterAll(() => world.close());
beforeEach(async () => void (await world.services.db.execute(sql`delete from rate_limit`)));

/** What would act if any of it were read as markup, each with the word that gives it away. */
const vectors = [
  '"><img src=x onerror=evil()>',
  "'><svg onload=evil()>",
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=evil()&gt;">',
  '<noscript><p title="</noscript><img src=x onerror=evil()>">',
  '</script><script>evil()</script>',
  '<!--<script>evil()//-->\u2028\u2029',
  '<span class="fixed inset-0 z-50">evil()</span><form action=//evil.test><input name=password>',
  '<a href="java&#x09;script:evil()">x</a> javascript:evil() //evil.test data:text/html,evil()',
  '{{evil()}} ${evil()} {@html evil()} __proto__',
  ']]><iframe src=//evil.test></iframe><![CDATA[',
];

interface Seen {
  scripts: number;
  acting: string[];
}

const strange = /^(?:iframe|object|embed|base|math|mglyph|applet|marquee)$/;

/** What of a page would act, and how many scripts it has, or words for where there are none. */
function actingIn(html: string): Seen {
  const seen: Seen = { scripts: 0, acting: [] };
  const parser = new Parser({
    onopentag(name, attributes) {
      if (name === 'script' || name === 'noscript') seen.scripts += 1;
      if (strange.test(name)) seen.acting.push(name);
      if ('class' in attributes && /\binset-0\b/.test(attributes['class'] ?? ''))
        seen.acting.push('overlay');
      for (const [key, value] of Object.entries(attributes)) {
        if (key.startsWith('on')) seen.acting.push(`${name} ${key}`);
        const leads = /^(?:href|src|action|formaction)$/.test(key);
        if (leads && /^\s*(?:javascript:|data:text|\/\/|https?:\/\/evil)/i.test(value))
          seen.acting.push(`${name} ${key}=${value}`);
      }
    },
  });
  parser.end(html);
  return seen;
}

/** Says one thing everywhere where people can say something; the pages that show it. */
async function sayEverywhere(words: string): Promise<string[]> {
  const post = async (body: object, token = byMallory) =>
    (await call('POST /api/v1/statuses', { token, body })).body;
  await changeProfile(world.as(mallory), {
    ...{ name: words.slice(0, 60), bio: words, pronouns: '', languages: [], zone: 'UTC' },
  });
  const poll = { options: [words.slice(0, 100), 'No'], expires_in: 3600 };
  const said = await post({
    status: `${words} #${words} @${pat.handle}`,
    spoiler_text: words,
    poll,
  });
  const plain = await post({ status: `${words} https://card.test/ @${pat.handle}` });
  await putCard(plain.id, words);
  await post({ status: words, in_reply_to_id: plain.id });
  const direct = await post({ status: `@${pat.handle} ${words}`, visibility: 'direct' });
  await post({ status: words, in_reply_to_id: direct.id, visibility: 'direct' }, byPat);
  const list = await call('POST /api/v1/lists', { token: byPat, body: { title: words } });
  await call('POST /api/v2/filters', {
    token: byPat,
    body: {
      title: words,
      context: ['home', 'public'],
      keywords_attributes: [{ keyword: words.slice(0, 100) }],
    },
  });
  const report = { account_id: mallory.personId, comment: words, status_ids: [said.id] };
  await call('POST /api/v1/reports', { token: byPat, body: report });
  await announceToAll(world.as({ ...mallory, operator: true }), { text: words } as never);
  const at = encodeURIComponent(words);
  return [
    ...[`/@mallory/${said.id}`, `/@mallory/${plain.id}`, '/@mallory', '/local', '/home', '/lists'],
    ...[`/lists/${list.body.id}`, '/notifications', '/messages', '/settings/reports'],
    ...[`/search?q=${at}`, `/tags/${at}`, `/write-post?text=${at}`, `/report?about=${at}`],
    ...[`/messages/new?to=${at}`, `/@mallory/${said.id}?problem=${at}`, `/home?problem=${at}`],
  ];
}

async function putCard(postId: string, words: string): Promise<void> {
  const { db, clock } = world.services;
  await db.execute(sql`insert into link_preview (url, state, title, description, provider, author, ends)
    values ('https://card.test/', 'ready', ${words}, ${words}, ${words}, ${words}, ${clock.now()})
    on conflict (url) do update set title = excluded.title, description = excluded.description,
      provider = excluded.provider, author = excluded.author`);
  await db.execute(
    sql`insert into post_link (post_id, url) values (${postId}, 'https://card.test/')`,
  );
}

test('CNT-01, CNT-02, CNT-03, CNT-10: no word of a post, a name, a card or a list becomes anything that acts', async () => {
  const harmless = await sayEverywhere('harmless words');
  const cookies = [await world.cookieOf(pat), ''];
  const kindOf = (path: string) =>
    path
      .replace(/\?.*/, '')
      .replace(/\d+/g, '1')
      .replace(/^\/tags\/.*/, '/tags');
  const scripts = new Map<string, number>();
  const look = async (path: string) => {
    const found = [];
    for (const cookie of cookies) {
      const { status, body } = await sendTo(world.origin, path, { cookie });
      expect(status, path).toBeLessThan(500);
      found.push({ key: `${kindOf(path)} ${cookie === ''}`, body });
    }
    return found;
  };
  for (const path of harmless)
    for (const { key, body } of await look(path))
      scripts.set(key, Math.max(scripts.get(key) ?? 0, actingIn(body).scripts));
  let shown = 0;
  for (const vector of vectors) {
    await world.services.db.execute(sql`delete from rate_limit`);
    for (const path of await sayEverywhere(vector))
      for (const { key, body } of await look(path)) {
        const seen = actingIn(body);
        expect(seen.acting, `${vector} at ${path}`).toEqual([]);
        expect(seen.scripts, `${vector} at ${path}`).toBeLessThanOrEqual(scripts.get(key) ?? 0);
        if (body.includes('evil()')) shown += 1;
      }
  }
  expect(shown).toBeGreaterThan(vectors.length * 5);
}, 120_000);

test('CNT-01, CNT-02: an app is given no markup of anybody’s making either', async () => {
  for (const vector of vectors) {
    await world.services.db.execute(sql`delete from rate_limit`);
    await sayEverywhere(vector);
    const read = async (how: Parameters<AppCall>[0]) => (await call(how, { token: byPat })).body;
    const [said, plain] = await read(`GET /api/v1/accounts/${mallory.personId}/statuses`);
    const account = await read(`GET /api/v1/accounts/${mallory.personId}`);
    const [announced] = await read('GET /api/v1/announcements');
    const embedded = await call(`GET /api/oembed?url=${encodeURIComponent(said.url)}`);
    for (const html of [
      said.content,
      plain.content,
      account.note,
      announced.content,
      embedded.body.html,
    ])
      expect({ ...actingIn(html), html }).toEqual({ scripts: 0, acting: [], html });
  }
}, 60_000);

test('DOS-22: what apps say of themselves, of lists and of filters has its bounds', async () => {
  const redirect_uris = Array.from({ length: 1000 }, (_, at) => `https://app.test/${at}`);
  const app = { client_name: 'App', redirect_uris: 'https://app.test/' };
  const large = 'x'.repeat(1024 * 1024);
  const filter = (keyword: string) => ({
    ...{ title: 'Words', context: ['home'], keywords_attributes: [{ keyword }] },
  });
  const sent: [Parameters<AppCall>[0], object, number][] = [
    ['POST /api/v1/apps', { ...app, website: large + large }, 413],
    ['POST /api/v1/apps', { ...app, redirect_uris }, 400],
    ['POST /api/v1/apps', { ...app, redirect_uris: redirect_uris.slice(0, 40) }, 422],
    ['POST /api/v1/lists', { title: large }, 413],
    ['POST /api/v1/lists', { title: 'x'.repeat(10_000) }, 422],
    ['POST /api/v2/filters', filter(large), 413],
    ['POST /api/v2/filters', filter('x'.repeat(10_000)), 422],
  ];
  for (const [how, body, status] of sent)
    expect((await call(how, { token: byPat, body })).status, how).toBe(status);
  const token = await aToken(world, await world.aPerson(), ['read', 'write']);
  const [lists, apps] = [[] as number[], [] as number[]];
  for (let at = 0; at < 60; at += 1) {
    const list = await call('POST /api/v1/lists', { token, body: { title: `List ${at}` } });
    lists.push(list.status);
  }
  for (let at = 0; at < 205; at += 1)
    apps.push((await call('POST /api/v1/apps', { body: app })).status);
  expect([lists[0], lists.at(-1)]).toEqual([200, 422]);
  expect([apps[0], apps.at(-1)]).toEqual([200, 429]);
}, 60_000);
