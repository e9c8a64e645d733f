import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sql } from 'drizzle-orm';
import { callsOf, keysOf, type AppCall } from '../makers/app-calls.ts';
import { aToken } from '../makers/app.ts';
import { openWorld, type World } from '../world.ts';
import { blockPerson, mutePerson } from '#domain/connections/blocks.server.ts';
import { followPerson } from '#domain/connections/follows.server.ts';
import { addMedia } from '#domain/posts/media.server.ts';
import { publishScheduled } from '#domain/posts/scheduled.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let world: World;
let call: AppCall;
let [anna, ben, cleo]: Viewer[] = [];
const tokens = new Map<string, string>();

beforeAll(async () => {
  world = await openWorld();
  call = callsOf(world);
  [anna, ben, cleo] = [await world.aPatient(), await world.aPerson(), await world.aPerson()];
  for (const who of [anna, ben, cleo])
    tokens.set(who.personId, await aToken(world, who, ['read', 'write']));
});
afterAll(() => world.close());
beforeEach(async () => void (await world.services.db.execute(sql`delete from rate_limit`)));

type How = Parameters<AppCall>[0];
const by = (who: Viewer | undefined, how: How, body?: object, key?: string) =>
  call(how, {
    ...(who && { token: tokens.get(who.personId) }),
    ...(body && { body }),
    ...(key && { key }),
  });
async function write(who: Viewer | undefined, body: object) {
  const made = await by(who, 'POST /api/v1/statuses', body);
  expect(made.body).toMatchObject({ id: expect.any(String) });
  return made.body;
}

const documented = [
  ...['id', 'created_at', 'edited_at', 'in_reply_to_id', 'in_reply_to_account_id', 'sensitive'],
  ...['spoiler_text', 'visibility', 'language', 'uri', 'url', 'replies_count', 'reblogs_count'],
  ...['favourites_count', 'quotes_count', 'content', 'reblog', 'application', 'account'],
  ...['media_attachments', 'mentions', 'tags', 'emojis', 'card', 'poll', 'quote'],
  ...['quote_approval', 'favourited', 'reblogged', 'muted', 'bookmarked', 'pinned', 'filtered'],
];

test('a post comes back with every documented token, and is read again as it was answered', async () => {
  const made = await write(anna, { status: 'text', visibility: 'public', language: 'en-GB' });
  expect(keysOf(made)).toEqual(expect.arrayContaining(documented));
  expect(made).toMatchObject({ content: '<p>text</p>', language: 'en', visibility: 'public' });
  expect((await by(anna, `GET /api/v1/statuses/${made.id}`)).body).toEqual(made);
  const several = await by(anna, `GET /api/v1/statuses?id[]=${made.id}&id[]=1&id[]=none`);
  expect(several.body).toEqual([made]);
  const guest = await by(undefined, `GET /api/v1/statuses/${made.id}`);
  expect(guest.body).not.toHaveProperty('favourited');
});

test('a thread is read from its first post down, each reply under its parent, as it was answered', async () => {
  const first = await write(anna, { status: 'First' });
  const second = await write(ben, { status: 'Second', in_reply_to_id: first.id });
  const third = await write(anna, { status: 'Third', in_reply_to_id: second.id });
  const other = await write(cleo, { status: 'Other', in_reply_to_id: second.id });
  const last = await write(cleo, { status: 'Last', in_reply_to_id: third.id });
  const around = await by(anna, `GET /api/v1/statuses/${third.id}/context`);
  const ids = (list: { id: string }[]) => list.map(({ id }) => id);
  expect(ids(around.body.ancestors)).toEqual([first.id, second.id]);
  expect(ids(around.body.descendants)).toEqual([last.id]);
  const whole = await by(undefined, `GET /api/v1/statuses/${first.id}/context`);
  expect(ids(whole.body.descendants)).toEqual([second.id, third.id, last.id, other.id]);
  await by(anna, `POST /api/v1/statuses/${third.id}/fold`);
  const folded = await by(anna, `GET /api/v1/statuses/${first.id}/context`);
  expect(ids(folded.body.descendants)).toEqual([second.id, other.id, third.id, last.id]);
});

test('context.ancestors is what writing it answered, but for what has been counted since', async () => {
  const first = await write(anna, { status: 'One of a kind' });
  const reply = await write(anna, { status: 'Two', in_reply_to_id: first.id });
  const { body } = await by(anna, `GET /api/v1/statuses/${reply.id}/context`);
  const account = { ...first.account, statuses_count: first.account.statuses_count + 1 };
  expect(body.ancestors).toEqual([{ ...first, account, replies_count: 1 }]);
});

test('a thread leaves out whom one blocked or muted, and goes on behind them', async () => {
  const [dora, eve] = [await world.aPerson(), await world.aPerson()];
  for (const who of [dora, eve])
    tokens.set(who.personId, await aToken(world, who, ['read', 'write']));
  const first = await write(anna, { status: 'Hello' });
  const blocked = await write(dora, { status: 'Loud', in_reply_to_id: first.id });
  const muted = await write(eve, { status: 'Louder', in_reply_to_id: first.id });
  const behind = await write(cleo, { status: 'Quiet', in_reply_to_id: blocked.id });
  await blockPerson(world.as(ben ?? null), dora.personId);
  await mutePerson(world.as(ben ?? null), eve.personId);
  const { body } = await by(ben, `GET /api/v1/statuses/${first.id}/context`);
  expect(body.descendants.map(({ id }: { id: string }) => id)).toEqual([behind.id]);
  expect(JSON.stringify(body)).not.toContain(muted.id);
});

test.each([
  ['nothing', {}, "Text can't be blank"],
  ['5,001 characters', { status: 'a'.repeat(5001) }, 'Text character limit of 5000 exceeded'],
  ['an audience that is none', { status: 'a', visibility: 'all' }, 'Visibility is not'],
  ['a poll of one answer', { status: 'a', poll: { options: ['a'], expires_in: 300 } }, 'Poll'],
  [
    'REL-29: a poll of -1 seconds',
    { status: 'a', poll: { options: ['a', 'b'], expires_in: -1 } },
    'Poll',
  ],
  [
    'REL-29: a poll of no time',
    { status: 'a', poll: { options: ['a', 'b'], expires_in: 0 } },
    'Poll',
  ],
  [
    'REL-29: an endless poll',
    { status: 'a', poll: { options: ['a', 'b'], expires_in: 1e12 } },
    'Poll',
  ],
  ['a file of nobody', { status: 'a', media_ids: ['1'] }, 'Media not found'],
  [
    'REL-29: an hour that is over',
    { status: 'a', scheduled_at: '2020-01-01T00:00:00Z' },
    'Scheduled',
  ],
  ['REL-29: the year 9999', { status: 'a', scheduled_at: '9999-01-01T00:00:00Z' }, 'Scheduled'],
  ['REL-29: no time at all', { status: 'a', scheduled_at: '-1' }, 'Scheduled'],
  [
    'REL-29: a zone that is none',
    { status: 'a', scheduled_at: '2027-01-01T00:00:00+99:99' },
    'Scheduled',
  ],
])('%s is refused in words', async (_what, body, words) => {
  const { status, body: said } = await by(anna, 'POST /api/v1/statuses', body);
  expect(status).toBe(422);
  expect(said.error).toContain(`Validation failed: ${words}`);
});

test.each(['1', 'none', '9'.repeat(30)])(
  'a reply to %s is told that it is not there',
  async (id) => {
    const reply = { status: 'Hello?', in_reply_to_id: id };
    expect(await by(anna, 'POST /api/v1/statuses', reply)).toMatchObject({ status: 404 });
    const quote = { status: 'Look', quoted_status_id: id };
    expect(await by(anna, 'POST /api/v1/statuses', quote)).toMatchObject({ status: 404 });
  },
);

test('CLB-04: one key of one person is one post, however often and with whatever it comes', async () => {
  const key = 'any string at all, ümlauts too'.replace('ü', 'u');
  const sent = await Promise.all(
    Array.from({ length: 20 }, () => by(anna, 'POST /api/v1/statuses', { status: 'Once' }, key)),
  );
  expect(new Set(sent.map(({ body }) => body.id)).size).toBe(1);
  const again = await by(anna, 'POST /api/v1/statuses', { status: 'Other words' }, key);
  expect(again.body.id).toBe(sent[0]?.body.id);
  const others = await by(ben, 'POST /api/v1/statuses', { status: 'Mine' }, key);
  expect(others.body.id).not.toBe(again.body.id);
  const hour = { status: 'Later', scheduled_at: '2026-12-24T18:00:00Z' };
  const planned = await Promise.all(
    Array.from({ length: 5 }, () => by(anna, 'POST /api/v1/statuses', hour, 'later')),
  );
  expect(new Set(planned.map(({ body }) => body.id)).size).toBe(1);
});

test('PRV-10: an edit never widens who may read a post, and names nobody into a direct one', async () => {
  await followPerson(world.as(cleo ?? null), anna?.personId ?? '');
  const quiet = await write(anna, { status: 'Quietly', visibility: 'private' });
  const widened = { status: 'Quietly still', visibility: 'public' };
  const { body } = await by(anna, `PUT /api/v1/statuses/${quiet.id}`, widened);
  expect(body).toMatchObject({ visibility: 'private', edited_at: expect.any(String) });
  expect(await by(ben, `GET /api/v1/statuses/${quiet.id}`)).toMatchObject({ status: 404 });
  const direct = await write(anna, { status: `@${ben?.handle} only`, visibility: 'direct' });
  const named = { status: `@${ben?.handle} and @${cleo?.handle}` };
  const after = await by(anna, `PUT /api/v1/statuses/${direct.id}`, named);
  expect(after.body.mentions).toMatchObject([{ id: ben?.personId }]);
  expect(after.body.content).not.toContain(`/@${cleo?.handle}"`);
  expect(await by(cleo, `GET /api/v1/statuses/${direct.id}`)).toMatchObject({ status: 404 });
  expect(await by(ben, `PUT /api/v1/statuses/${direct.id}`, named)).toMatchObject({ status: 404 });
});

test('PRV-10: what a post said before is its author’s alone; others read how it stands', async () => {
  const made = await write(anna, { status: 'My scan was on 3 May', spoiler_text: 'scan' });
  world.clock.turnBy(1000);
  await by(anna, `PUT /api/v1/statuses/${made.id}`, { status: 'My scan #rest', language: 'de' });
  const own = await by(anna, `GET /api/v1/statuses/${made.id}/history`);
  expect(own.body).toMatchObject([
    { content: '<p>My scan was on 3 May</p>', spoiler_text: 'scan', sensitive: true },
    { content: expect.stringContaining('/tags/rest'), spoiler_text: '', sensitive: false },
  ]);
  expect(keysOf(own.body)).toEqual(
    expect.arrayContaining([
      ...['content', 'spoiler_text', 'sensitive', 'created_at', 'account', 'media_attachments'],
      'emojis',
    ]),
  );
  const others = await by(ben, `GET /api/v1/statuses/${made.id}/history`);
  expect(JSON.stringify(others.body)).not.toContain('3 May');
  expect(others.body).toHaveLength(1);
  expect(await by(ben, `GET /api/v1/statuses/${made.id}/source`)).toMatchObject({ status: 404 });
  const source = await by(anna, `GET /api/v1/statuses/${made.id}/source`);
  expect(source.body).toEqual({ id: made.id, text: 'My scan #rest', spoiler_text: '' });
  expect((await by(ben, `GET /api/v1/statuses/${made.id}`)).body).toMatchObject({
    language: 'de',
    tags: [{ name: 'rest' }],
  });
});

test('saying the same again is no edit', async () => {
  const made = await write(anna, { status: 'The same' });
  const same = await by(anna, `PUT /api/v1/statuses/${made.id}`, { status: 'The same' });
  expect(same.body.edited_at).toBeNull();
  expect((await by(anna, `GET /api/v1/statuses/${made.id}/history`)).body).toHaveLength(1);
});

test('another poll begins without votes; the same poll keeps them', async () => {
  const poll = { options: ['Yes', 'No'], expires_in: 3600 };
  const made = await write(anna, { status: 'Well?', poll });
  await by(ben, `POST /api/v1/polls/${made.id}/votes`, { choices: [1] });
  const kept = await by(anna, `PUT /api/v1/statuses/${made.id}`, { status: 'Well then?', poll });
  expect(kept.body.poll).toMatchObject({ votes_count: 1 });
  const changed = { status: 'Well then?', poll: { ...poll, options: ['Yes', 'Never'] } };
  const after = await by(anna, `PUT /api/v1/statuses/${made.id}`, changed);
  expect(after.body.poll).toMatchObject({ votes_count: 0, options: [{}, { title: 'Never' }] });
  const { body } = await by(anna, `GET /api/v1/statuses/${made.id}/history`);
  expect(body[0].poll).toEqual({ options: [{ title: 'Yes' }, { title: 'No' }] });
});

test('a deleted post answers with its words as they were written, and is gone', async () => {
  const made = await write(anna, { status: 'Away & <gone> #soon' });
  expect(await by(ben, `DELETE /api/v1/statuses/${made.id}`)).toMatchObject({ status: 404 });
  const { body } = await by(anna, `DELETE /api/v1/statuses/${made.id}`);
  expect(body).toMatchObject({ id: made.id, text: 'Away & <gone> #soon' });
  expect(await by(anna, `GET /api/v1/statuses/${made.id}`)).toMatchObject({ status: 404 });
});

const picture = () =>
  sharp({ create: { width: 40, height: 20, channels: 3, background: '#c43' } })
    .png()
    .toBuffer();

async function sent(who: Viewer | undefined, alt: string): Promise<string> {
  const made = await addMedia(world.as(who ?? null), { bytes: await picture(), alt });
  if ('refused' in made) throw new Error(made.refused);
  return made.id;
}

test('pictures stand under a post, are described anew by an edit, and history shows the words of then', async () => {
  const [one, two] = [await sent(anna, 'A hand'), await sent(anna, 'A blanket')];
  const made = await write(anna, { status: '', media_ids: [one, two] });
  expect(made.media_attachments).toMatchObject([
    { id: one, type: 'image', description: 'A hand' },
    { id: two, description: 'A blanket' },
  ]);
  expect((await by(undefined, `GET /api/v1/statuses/${made.id}`)).body).toMatchObject({
    content: '',
    media_attachments: [{ id: one }, { id: two }],
  });
  const words = { id: one, description: 'A warm hand', focus: '0.5,-0.5' };
  const edit = { status: 'Warm', media_ids: [one], media_attributes: [words] };
  const after = await by(anna, `PUT /api/v1/statuses/${made.id}`, edit);
  expect(after.body.media_attachments).toMatchObject([
    { id: one, description: 'A warm hand', meta: { focus: { x: 0.5, y: -0.5 } } },
  ]);
  const { body } = await by(anna, `GET /api/v1/statuses/${made.id}/history`);
  expect(body).toMatchObject([
    { content: '', media_attachments: [{ id: one, description: 'A hand' }] },
    { media_attachments: [{ description: 'A warm hand' }] },
  ]);
  const stolen = { status: 'Mine', media_ids: [one] };
  expect(await by(ben, 'POST /api/v1/statuses', stolen)).toMatchObject({ status: 422 });
});

test('the pictures of a deleted post stand under the next one, unless they were to go with it', async () => {
  const one = await sent(anna, 'A hand');
  const made = await write(anna, { status: 'Draft', media_ids: [one] });
  const { body } = await by(anna, `DELETE /api/v1/statuses/${made.id}`);
  expect(body.media_attachments).toMatchObject([{ id: one }]);
  const again = await write(anna, { status: body.text, media_ids: [one] });
  expect(again.media_attachments).toMatchObject([{ id: one }]);
  await by(anna, `DELETE /api/v1/statuses/${again.id}?delete_media=true`);
  const third = { status: 'Third', media_ids: [one] };
  expect(await by(anna, 'POST /api/v1/statuses', third)).toMatchObject({ status: 422 });
});

test('the pictures of a planned post wait with it, and stand under it at its hour', async () => {
  const one = await sent(anna, 'A hand');
  const plan = { status: 'With a hand', media_ids: [one] };
  const hour = new Date(world.clock.now().getTime() + 6 * 60_000).toISOString();
  const { body } = await by(anna, 'POST /api/v1/statuses', { ...plan, scheduled_at: hour });
  expect(body.media_attachments).toMatchObject([{ id: one, description: 'A hand' }]);
  expect(await by(anna, 'POST /api/v1/statuses', plan)).toMatchObject({ status: 422 });
  world.clock.turnBy(6 * 60_000);
  await publishScheduled(world.services, {});
  const { rows } = await world.services.db.execute<{ id: string }>(
    sql`select id::text from post where text = 'With a hand'`,
  );
  const made = await by(ben, `GET /api/v1/statuses/${rows[0]?.id}`);
  expect(made.body.media_attachments).toMatchObject([{ id: one }]);
});

test('a quote is shown where both may be read, one level deep, until it is taken back', async () => {
  const first = await write(anna, { status: 'Quote me', quote_approval_policy: 'public' });
  const quote = { status: 'Look', quoted_status_id: first.id, quote_approval_policy: 'public' };
  const second = await write(ben, quote);
  expect(second.quote).toMatchObject({ state: 'accepted', quoted_status: { id: first.id } });
  const third = await write(cleo, { status: 'Look again', quoted_status_id: second.id });
  expect(third.quote.quoted_status.quote).toEqual({
    state: 'accepted',
    quoted_status_id: first.id,
  });
  const list = await by(cleo, `GET /api/v1/statuses/${first.id}/quotes`);
  expect(list.body).toMatchObject([{ id: second.id }]);
  expect((await by(cleo, `GET /api/v1/statuses/${first.id}`)).body).toMatchObject({
    quotes_count: 1,
    quote_approval: { automatic: ['public'], current_user: 'automatic' },
  });
  const revoke: How = `POST /api/v1/statuses/${first.id}/quotes/${second.id}/revoke`;
  expect(await by(ben, revoke)).toMatchObject({ status: 404 });
  expect((await by(anna, revoke)).body.quote).toEqual({ state: 'revoked', quoted_status: null });
  expect((await by(cleo, `GET /api/v1/statuses/${first.id}/quotes`)).body).toEqual([]);
  const closed = await write(anna, { status: 'Do not quote me', quote_approval_policy: 'nobody' });
  expect((await by(ben, `GET /api/v1/statuses/${closed.id}`)).body.quote_approval).toEqual({
    ...{ automatic: [], manual: [], current_user: 'denied' },
  });
  const not = { status: 'Look', quoted_status_id: closed.id };
  expect(await by(ben, 'POST /api/v1/statuses', not)).toMatchObject({ status: 404 });
});

test('PRV-04: a quote in a quote names nothing that the viewer may not read', async () => {
  const [keeper, reader] = [await world.aPerson(), await world.aPerson()];
  for (const who of [keeper, reader])
    tokens.set(who.personId, await aToken(world, who, ['read', 'write']));
  const kept = await write(keeper, { status: 'For some', quote_approval_policy: 'public' });
  const open = { status: 'Look', quote_approval_policy: 'public' };
  const around = await write(ben, { ...open, quoted_status_id: kept.id });
  const outer = await write(cleo, { ...open, quoted_status_id: around.id });
  const seen = async () =>
    (await by(reader, `GET /api/v1/statuses/${outer.id}`)).body.quote.quoted_status.quote;
  expect(await seen()).toEqual({ state: 'accepted', quoted_status_id: kept.id });
  await blockPerson(world.as(keeper), reader.personId);
  expect(await seen()).toEqual({ state: 'unauthorized', quoted_status_id: null });
});
