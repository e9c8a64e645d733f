import { afterAll, beforeAll, expect, test } from 'vitest';
import { callsOf, type AppCall } from '../makers/app-calls.ts';
import { aToken } from '../makers/app.ts';
import { openWorld, type World } from '../world.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let world: World;
let call: AppCall;
let pat: Viewer;
let own: string;
let other: string;

beforeAll(async () => {
  world = await openWorld();
  call = callsOf(world);
  pat = await world.aPatient();
  own = await aToken(world, pat, ['read', 'write']);
  other = await aToken(world, await world.aPerson(), ['read', 'write']);
});
afterAll(() => world.close());

const write = async (fields: object) =>
  (await call('POST /api/v1/statuses', { token: own, body: fields })).body;

test('PRV-25: nobody can ask who has read something, who writes, or when somebody was last here', async () => {
  const hidden = await write({ status: 'For those who follow me.', visibility: 'private' });
  const open = await write({ status: 'For all.' });
  const asked = [hidden.id, open.id].flatMap((id: string) =>
    ['readers', 'seen_by', 'read_by', 'views', 'typing'].map((what) => `statuses/${id}/${what}`),
  );
  const about = ['presence', 'last_active', 'online', 'typing'].map(
    (what) => `accounts/${pat.personId}/${what}`,
  );
  for (const path of [...asked, ...about]) {
    for (const token of [own, other, undefined]) {
      const answered = await call(`GET /api/v1/${path}`, token ? { token } : {});
      expect([path, answered.status, answered.body]).toEqual([
        path,
        404,
        { error: 'Record not found' },
      ]);
    }
  }
});

test('PRV-25: the day of the last post counts only what everybody may read', async () => {
  const quiet = await world.aPatient();
  const token = await aToken(world, quiet, ['read', 'write']);
  await call('POST /api/v1/statuses', { token, body: { status: 'Hush.', visibility: 'private' } });
  const { body } = await call(`GET /api/v1/accounts/${quiet.personId}`, { token: other });
  expect([body.last_status_at, body.statuses_count]).toEqual([null, 0]);
});

test('CNT-04: a shortcode between colons stays the words that it is, in texts, names and addresses', async () => {
  const status = 'See https://a.example/:blob:/x and :blob: "><img src=x>';
  const post = await write({ status, spoiler_text: ':blob:' });
  expect(post.content).toContain('href="https://a.example/:blob:/x"');
  expect(post.content).toContain(' and :blob: &quot;&gt;&lt;img src=x&gt;');
  expect(post.content).not.toContain('<img');
  expect([post.spoiler_text, post.emojis, post.account.emojis]).toEqual([':blob:', [], []]);
  expect((await call('GET /api/v1/custom_emojis', {})).body).toEqual([]);
});
