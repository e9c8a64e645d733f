import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorldWithSite, type ServedWorld } from '../site.ts';
import { announcementForm } from '#domain/house/announcement-form.ts';
import { announceToAll } from '#domain/house/announcements.server.ts';
import { listOwnReports } from '#domain/moderation/reports.server.ts';
import { findPostingDefaults } from '#domain/people/posting.server.ts';
import { writePost } from '#domain/posts/write.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let world: ServedWorld;
let olga: Viewer;
let anna: Viewer;
let mallory: Viewer;
const cookies = new Map<string, string>();

beforeAll(async () => {
  world = await openWorldWithSite({ working: false, env: { LOG_LEVEL: 'silent' } });
  olga = await world.aPerson({ handle: 'olga', operator: true });
  anna = await world.aPerson({ handle: 'anna' });
  mallory = await world.aPerson({ handle: 'mallory', name: 'Mallory <b>' });
  for (const viewer of [olga, anna, mallory])
    cookies.set(viewer.handle, await world.cookieOf(viewer));
});
afterAll(() => world.close());

const ask = async (viewer: Viewer | null, path: string, form?: [string, string][]) => {
  const cookie = (viewer && cookies.get(viewer.handle)) ?? '';
  const headers = { cookie, accept: 'text/html', origin: world.origin };
  const sent = form && { method: 'POST', body: new URLSearchParams(form) };
  const answer = await fetch(world.origin + path, { headers, redirect: 'manual', ...sent });
  const html = await answer.text();
  return { status: answer.status, html, to: answer.headers.get('location') };
};

test('somebody reports a post without script, and reads what came of it', async () => {
  const made = await writePost(world.as(mallory), {
    text: 'Buy my cure, <i>now</i>.',
    visibility: 'public',
  });
  if ('refused' in made) throw new Error(made.refused);
  const path = `/report?person=mallory&post=${made.post.id}`;
  expect((await ask(null, path)).to).toContain('/sign-in');
  const page = await ask(anna, path);
  expect(page.html).toContain('Mallory &lt;b>');
  expect(page.html).toContain('Buy my cure, &lt;i>now&lt;/i>.');
  const wrong = await ask(anna, path, [['comment', 'x'.repeat(1001)]]);
  expect([wrong.status, wrong.html.includes('xxxxx')]).toEqual([400, true]);
  const sent = await ask(anna, path, [
    ['category', 'violation'],
    ['rules', '4'],
    ['comment', 'A cure?'],
  ]);
  expect(sent.to).toBe('/settings/reports?sent');
  expect((await ask(anna, '/settings/reports?sent')).html).toContain('Nobody has looked at it yet');
  const desk = await ask(olga, '/operator/reports');
  expect(desk.html).toContain('A cure?');
  expect(desk.html).toContain('Buy my cure');
  const [report] = await listOwnReports(world.as(anna));
  const done = await ask(olga, '/operator/reports?/resolve', [
    ['id', report?.id ?? ''],
    ['outcome', 'We took it <down>.'],
  ]);
  expect(done.to).toBe('/operator/reports?done=resolved');
  expect((await ask(olga, '/operator/reports?resolved')).html).toContain('Open it again');
  expect((await ask(anna, '/settings/reports')).html).toContain('We took it &lt;down>.');
  for (const nobody of ['mallory2', 'anna', ''])
    expect((await ask(anna, `/report?person=${nobody}`)).status, nobody).toBe(404);
});

test('how posts begin is settled on a page of its own', async () => {
  expect((await ask(anna, '/settings/posting')).html).toContain('People ask before they follow me');
  const path = '/settings/posting';
  expect((await ask(anna, path, [['visibility', 'secret']])).status).toBe(400);
  const form: [string, string][] = [
    ['visibility', 'friends'],
    ['quotes', 'followers'],
    ['language', 'fr'],
    ['on', 'locked'],
  ];
  expect((await ask(anna, path, form)).to).toBe('/settings/posting?saved');
  expect(await findPostingDefaults(world.as(anna))).toEqual({
    ...{ visibility: 'friends', quotes: 'followers', language: 'fr', sensitive: false },
  });
  expect((await ask(null, path)).to).toContain('/sign-in');
});

test('everybody reads what they are told among their news, and puts it away for themselves', async () => {
  const form: [string, string][] = [['text', 'We <b>move</b>.']];
  expect((await ask(olga, '/operator/announcements?/say', form)).to).toContain('done=said');
  expect((await ask(olga, '/operator/announcements')).html).toContain('We &lt;b>move&lt;/b>.');
  expect((await ask(olga, '/operator/announcements?/say', [['text', ' ']])).status).toBe(400);
  const news = (await ask(anna, '/notifications')).html;
  expect(news).toContain('We &lt;b>move&lt;/b>.');
  const id = /id="told-(\d+)"/.exec(news)?.[1] ?? '';
  expect((await ask(anna, '/notifications?/dismiss', [['id', id]])).status).toBe(303);
  expect((await ask(anna, '/notifications')).html).not.toContain('We &lt;b>move');
  expect((await ask(mallory, '/notifications')).html).toContain('We &lt;b>move');
  const change = await ask(olga, `/operator/announcements?change=${id}`);
  expect(change.html).toContain('What it should say instead');
  expect((await ask(olga, '/operator/announcements?/end', [['id', id]])).to).toContain('ended');
  expect((await ask(mallory, '/notifications')).html).not.toContain('We &lt;b>move');
});

test('the pages of an operator are there for nobody else, and ask an operator who they are', async () => {
  await announceToAll(world.as(olga), announcementForm.parse({ text: 'Mine.' }));
  for (const path of ['/operator/announcements', '/operator/reports']) {
    for (const viewer of [anna, null]) expect((await ask(viewer, path)).status, path).toBe(404);
    expect((await ask(olga, path)).status).toBe(200);
  }
  world.clock.turnBy(31 * 60 * 1000);
  for (const path of ['/operator/announcements?/say', '/operator/reports?/resolve'])
    expect((await ask(olga, path, [['text', 'Later.']])).to, path).toContain('/settings/prove');
});
