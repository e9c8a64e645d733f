import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { callsOf, keysOf, type AppCall } from '../../../tests/makers/app-calls.ts';
import { aToken } from '../../../tests/makers/app.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import { erase, exportFor, forgetOldReports } from './keeper.server.ts';
import { listOwnReports } from './reports.server.ts';
import { scopes } from '#domain/apps/scopes.ts';
import { blockPerson } from '#domain/connections/blocks.server.ts';
import { listActs } from '#domain/house/audit.server.ts';
import { writePost } from '#domain/posts/write.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let world: World;
let call: AppCall;
let olga: Viewer;
let anna: Viewer;
let mallory: Viewer;
const tokens: Record<string, string> = {};

beforeAll(async () => {
  world = await openWorld();
  call = callsOf(world);
  olga = await world.aPerson({ handle: 'olga', operator: true });
  anna = await world.aPerson({ handle: 'anna' });
  mallory = await world.aPerson({ handle: 'mallory' });
  for (const viewer of [olga, anna, mallory])
    tokens[viewer.handle] = await aToken(world, viewer, [...scopes]);
});
afterAll(() => world.close());
beforeEach(async () => void (await world.services.pool.query('delete from report')));

const ask = (viewer: Viewer, how: Parameters<AppCall>[0], body?: object) =>
  call(how, { token: tokens[viewer.handle], ...(body && { body }) });
const report = (body: object = {}, by = anna) =>
  ask(by, 'POST /api/v1/reports', { account_id: mallory.personId, ...body });
const open = async () => (await ask(olga, 'GET /api/v1/admin/reports')).body;

async function aPost(author: Viewer, visibility: 'public' | 'followers' | 'direct', text: string) {
  const made = await writePost(world.as(author), { text, visibility });
  if ('refused' in made) throw new Error(made.refused);
  return made.post.id;
}

test('a report is answered with every key, reaches the operator, and its outcome comes back', async () => {
  const post = await aPost(mallory, 'public', 'Buy my cure.');
  const { status, body } = await report({
    status_ids: [post],
    category: 'spam',
    comment: 'A cure?',
    forward: true,
  });
  expect(status).toBe(200);
  expect(keysOf(body)).toEqual(
    expect.arrayContaining([
      ...['id', 'action_taken', 'action_taken_at', 'category', 'comment', 'forwarded'],
      ...['created_at', 'status_ids', 'collection_ids', 'rule_ids', 'target_account'],
    ]),
  );
  expect(body).toMatchObject({
    action_taken: false,
    action_taken_at: null,
    category: 'spam',
    comment: 'A cure?',
    forwarded: false,
    status_ids: [post],
    rule_ids: null,
    target_account: { acct: 'mallory' },
  });
  const [seen] = await open();
  expect(seen).toMatchObject({ id: body.id, statuses: [{ id: post }], rules: [] });
  expect(seen.account.account.acct).toBe('anna');
  const at = `/api/v1/admin/reports/${body.id}` as const;
  expect((await ask(olga, `POST ${at}/assign_to_self`)).body.assigned_account.username).toBe(
    'olga',
  );
  expect((await ask(olga, `POST ${at}/unassign`)).body.assigned_account).toBeNull();
  const change = { category: 'violation', rule_ids: ['4'] };
  const changed = (await ask(olga, `PUT ${at}`, change)).body;
  expect(changed).toMatchObject({ category: 'violation', rules: [{ id: '4' }] });
  expect((await ask(olga, `PUT ${at}`, { rule_ids: ['99'] })).status).toBe(422);
  expect((await ask(olga, `POST ${at}/resolve`)).body).toMatchObject({ action_taken: true });
  expect(await open()).toEqual([]);
  expect((await ask(olga, 'GET /api/v1/admin/reports?resolved=true')).body).toHaveLength(1);
  const [own] = await listOwnReports(world.as(anna));
  expect(own).toMatchObject({ state: 'resolved', outcome: expect.stringContaining('looked at') });
  await ask(olga, `POST ${at}/reopen`);
  const action = { type: 'none', report_id: body.id, text: 'We spoke with them.' };
  const done = await ask(olga, `POST /api/v1/admin/accounts/${mallory.personId}/action`, action);
  expect(done.status).toBe(200);
  expect((await listOwnReports(world.as(anna)))[0]?.outcome).toBe('We spoke with them.');
  const acts = await listActs(world.as(olga));
  expect(acts).toContainEqual(
    expect.objectContaining({ act: 'resolve-report', subject: body.id, actorId: olga.personId }),
  );
});

test('PRV-22: posts that the reporter cannot read are left out as if they were not there', async () => {
  const hidden = await aPost(mallory, 'followers', 'For my followers.');
  const direct = await aPost(mallory, 'direct', 'To @olga.');
  const others = await aPost(anna, 'public', 'Mine.');
  const mine = await aPost(mallory, 'public', 'For all.');
  const status_ids = [hidden, direct, others, '1', 'x', mine, mine];
  expect((await report({ status_ids })).body.status_ids).toEqual([mine]);
});

test('PRV-22: an operator reads of reported posts only what everybody may read', async () => {
  const direct = await aPost(mallory, 'direct', 'Only for @anna: dolphin.');
  expect((await report({ status_ids: [direct] })).body.status_ids).toEqual([direct]);
  const told = JSON.stringify(await open());
  expect(told).not.toContain('dolphin');
  expect(told).not.toContain('@example.org');
});

test('PRV-24: whoever is reported learns nothing, and whoever reported never who looked', async () => {
  const { body } = await report({ comment: 'secret words' });
  await ask(olga, `POST /api/v1/admin/reports/${body.id}/resolve`);
  expect(await listOwnReports(world.as(mallory))).toEqual([]);
  expect(JSON.stringify(await exportFor(world.as(null), mallory.personId))).toBe('{}');
  const own = JSON.stringify(await listOwnReports(world.as(anna)));
  expect(own).not.toContain('olga');
  expect(own).not.toContain(olga.personId);
});

test('a block is no shelter: both sides of it can still be reported', async () => {
  const post = await aPost(mallory, 'public', 'Found you.');
  const bob = await world.aPerson({ handle: 'bob' });
  tokens['bob'] = await aToken(world, bob, [...scopes]);
  await blockPerson(world.as(mallory), bob.personId);
  const told = await report({ status_ids: [post] }, bob);
  expect(told.body.status_ids).toEqual([post]);
  await blockPerson(world.as(bob), mallory.personId);
  expect((await report({}, bob)).status).toBe(200);
});

test('what is no report is refused', async () => {
  const wrong: [body: object, status: number][] = [
    [{ account_id: undefined }, 404],
    [{ account_id: '1' }, 404],
    [{ account_id: 'x' }, 404],
    [{ account_id: anna.personId }, 422],
    [{ category: 'dislike' }, 422],
    [{ comment: 'x'.repeat(1001) }, 422],
    [{ rule_ids: ['6'] }, 422],
    [{ rule_ids: ['x'] }, 422],
  ];
  for (const [body, status] of wrong)
    expect((await report(body)).status, JSON.stringify(body)).toBe(status);
  expect((await report({ rule_ids: ['2', '1'], category: 'spam' })).body).toMatchObject({
    category: 'violation',
    rule_ids: ['1', '2'],
  });
  let status = 200;
  for (let count = 0; count < 25 && status === 200; count += 1) ({ status } = await report());
  expect(status, 'twenty an hour').toBe(429);
  await world.services.pool.query('delete from rate_limit');
});

test('PRV-20: whatever a token says, only operators see people and reports as operators do', async () => {
  const { body } = await report();
  const accounts = `/api/v1/admin/accounts/${anna.personId}` as const;
  const reports = `/api/v1/admin/reports/${body.id}` as const;
  const ways: Parameters<AppCall>[0][] = [
    ...(['GET /api/v1/admin/accounts', 'GET /api/v2/admin/accounts'] as const),
    ...([`GET ${accounts}`, `POST ${accounts}/action`, `DELETE ${accounts}`] as const),
    ...([`POST ${accounts}/approve`, `POST ${accounts}/enable`] as const),
    ...(['GET /api/v1/admin/reports', `GET ${reports}`, `PUT ${reports}`] as const),
    ...([`POST ${reports}/resolve`, `POST ${reports}/reopen`] as const),
    ...([`POST ${reports}/assign_to_self`, `POST ${reports}/unassign`] as const),
    ...(['GET /api/v1/admin/domain_blocks', 'POST /api/v1/admin/ip_blocks'] as const),
  ];
  for (const how of ways) {
    const said = await ask(anna, how);
    expect([said.status, said.body], how).toEqual([403, { error: 'This action is not allowed' }]);
  }
  expect(await open()).toHaveLength(1);
});

test('operators find people by what is public, and nothing that is not stands beside it', async () => {
  const list = async (query: string) =>
    (await ask(olga, `GET /api/v2/admin/accounts?${query}`)).body;
  const [one] = await list('username=mal');
  expect(keysOf(one)).toEqual(
    expect.arrayContaining([
      ...['id', 'username', 'domain', 'created_at', 'email', 'ip', 'ips', 'locale', 'role'],
      ...['invite_request', 'confirmed', 'approved', 'disabled', 'sensitized', 'silenced'],
      ...['suspended', 'account', 'created_by_application_id', 'invited_by_account_id'],
    ]),
  );
  expect(one).toMatchObject({ username: 'mallory', email: '', ip: null, ips: [] });
  const names = (all: { username: string }[]) => all.map(({ username }) => username);
  expect(names(await list('permissions=staff'))).toEqual(['olga']);
  expect(await list('email=anna@example.org')).toEqual([]);
  expect(await list('status=suspended')).toEqual([]);
  const first = await ask(olga, 'GET /api/v1/admin/accounts?limit=2');
  expect(first.body).toHaveLength(2);
  expect(first.headers.get('link')).toContain('rel="next"');
  const older = await list(`max_id=${first.body[1].id}`);
  expect(names(older)).not.toContain(first.body[1].username);
  const at = `/api/v1/admin/accounts/${anna.personId}` as const;
  for (const type of ['suspend', 'silence', 'disable', 'sensitive'])
    expect((await ask(olga, `POST ${at}/action`, { type })).status, type).toBe(422);
  expect((await ask(olga, `DELETE ${at}`)).status).toBe(422);
  expect((await ask(olga, `POST ${at}/unsuspend`)).body.suspended).toBe(false);
  for (const matter of ['domain_blocks', 'domain_allows', 'ip_blocks', 'email_domain_blocks']) {
    expect((await ask(olga, `GET /api/v1/admin/${matter}`)).body).toEqual([]);
    expect((await ask(olga, `POST /api/v1/admin/${matter}`, { domain: 'x' })).status).toBe(422);
  }
});

test('whoever leaves takes their words out of reports, and reports about them are over', async () => {
  const carl = await world.aPerson();
  tokens[carl.handle] = await aToken(world, carl, [...scopes]);
  await report({ comment: 'about carl', account_id: carl.personId });
  await report({ comment: 'by carl' }, carl);
  expect(await exportFor(world.as(null), carl.personId)).toMatchObject({
    reports: [{ comment: 'by carl', state: 'open' }],
  });
  await erase(world.as(null), carl.personId);
  const [left] = await open();
  expect(left).toMatchObject({ comment: '', account: null });
  expect(await listOwnReports(world.as(anna))).toEqual([
    expect.objectContaining({
      state: 'resolved',
      outcome: 'The account is gone.',
      about: undefined,
    }),
  ]);
  world.clock.turnBy(366 * 24 * 60 * 60 * 1000);
  await forgetOldReports(world.services);
  expect(await listOwnReports(world.as(anna))).toEqual([]);
  expect(await open()).toHaveLength(1);
});
