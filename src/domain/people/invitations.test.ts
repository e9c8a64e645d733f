import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openWorld, type World } from '../../../tests/world.ts';
import { arriveLogin, comeInWith, maySignUp, standingOf } from './arriving.server.ts';
import { makeLogin } from './inner/logins.server.ts';
import {
  inviteByOperator,
  inviteFriends,
  listFriendsLinks,
  listOperatorInvitations,
  readInvitation,
  withdrawInvitation,
} from './invitations.server.ts';
import { erase } from './keeper.server.ts';
import { becomePerson } from './persons.server.ts';
import { changeSettings } from '#domain/house/settings.server.ts';
import { inTransaction, type Ctx, type Viewer } from '#platform/ctx.server.ts';

let world: World;
let nobody: Ctx;
let operator: Viewer;
let friend: Viewer;
beforeAll(async () => {
  world = await openWorld({ working: true });
  nobody = world.as(null);
  operator = await world.aPerson({ handle: 'keeper', operator: true });
  friend = await world.aPerson({ handle: 'nia', name: 'Nia of the reeds' });
  await changeSettings(world.as(operator), { signUp: 'invitation' });
});
beforeEach(async () => void (await world.services.pool.query('delete from rate_limit')));
afterAll(() => world.close());

const tokenOf = (link: string) => link.split('/').at(-1) ?? '';
let count = 0;

async function aFriendsLink(by = friend): Promise<string> {
  const made = await inviteFriends(world.as(by), '/');
  if ('refused' in made) throw new Error(made.refused);
  return tokenOf(made.link);
}

/** A letter's invitation: its token as it was posted. */
async function anInvitationTo(email: string, duty = true, by = operator): Promise<string> {
  const made = await inviteByOperator(world.as(by), { email, duty, people: 1, next: '/' });
  expect(made).toEqual({ sent: true });
  const letters = () => world.letters.filter(({ to }) => to === email);
  await expect.poll(() => letters().length).toBeGreaterThan(0);
  return /join\/([\w-]{32})/.exec(letters().at(-1)?.text ?? '')?.[1] ?? '';
}

/** Somebody who has proved an address and comes with this invitation, or without one. */
async function arrives(token: string, email = `guest-${++count}@example.org`) {
  const may = await maySignUp(nobody, token);
  if ('refused' in may) return may;
  return inTransaction(nobody, async (tx) => {
    const loginId = (await makeLogin(tx, { email })) ?? '';
    return (await arriveLogin(tx, loginId, may)) ?? { loginId };
  });
}

async function settles(arrived: Awaited<ReturnType<typeof arrives>>, handle: string) {
  if ('refused' in arrived) throw new Error(arrived.refused);
  const about = { name: handle, bio: '', roles: [], zone: 'UTC', transcript: false };
  const made = await becomePerson(nobody, arrived.loginId, { handle, ...about });
  if ('refused' in made) throw new Error(made.refused);
  const { rows } = await world.services.pool.query('select from operator where person_id = $1', [
    made.personId,
  ]);
  return { ...made, operator: rows.length > 0 };
}

test('without an invitation nobody arrives, and no login is left of the try', async () => {
  expect(await arrives('')).toEqual({ refused: 'notInvited' });
  expect(await arrives('x'.repeat(32))).toEqual({ refused: 'notInvited' });
  const made = await inTransaction(nobody, async (tx) => {
    const loginId = (await makeLogin(tx, { email: 'half@example.org' })) ?? '';
    return arriveLogin(tx, loginId, { invitationId: null });
  });
  expect(made).toEqual({ refused: 'notInvited' });
  const { rows } = await world.services.pool.query('select from login where email like $1', [
    'half%',
  ]);
  expect(rows).toEqual([]);
});

test('a friend’s link lets in five people and a few more, also when all come at once, and then nobody', async () => {
  const token = await aFriendsLink();
  expect(await readInvitation(nobody, token)).toMatchObject({
    by: { handle: 'nia', name: 'Nia of the reeds' },
    forOneAddress: false,
    duty: null,
  });
  const all = await Promise.all(Array.from({ length: 12 }, () => arrives(token)));
  const came = all.filter((answer) => !('refused' in answer)).length;
  expect(came).toBeGreaterThanOrEqual(5);
  expect(came).toBeLessThanOrEqual(8);
  expect(await arrives(token)).toEqual({ refused: 'notInvited' });
  expect(await readInvitation(nobody, token)).toBeUndefined();
});

test('whoever invites does not learn whether somebody came, and no record of who invited whom is left', async () => {
  const token = await aFriendsLink();
  const before = await listFriendsLinks(world.as(friend));
  const { personId } = await settles(await arrives(token), 'reed_one');
  expect(await listFriendsLinks(world.as(friend))).toEqual(before);
  expect(JSON.stringify(before)).not.toMatch(/uses|people":[1-9]/);
  const { rows } = await world.services.pool.query<{ row: string }>(
    `select a::text as row from admission a union all select i::text from invitation i`,
  );
  expect(rows.filter(({ row }) => row.includes(personId))).toEqual([]);
});

test('ERA-01: whoever is just being erased leaves no invitation behind', async () => {
  const going = await world.aPerson();
  const duty = await world.aPerson({ operator: true });
  for (const [who, invite] of [
    [going, () => inviteFriends(world.as(going), '/')],
    [
      duty,
      () => inviteByOperator(world.as(duty), { email: '', duty: false, people: 3, next: '/' }),
    ],
  ] as const) {
    let made: ReturnType<typeof inviteFriends> | ReturnType<typeof inviteByOperator> | undefined;
    await inTransaction(nobody, async (tx) => {
      await erase(tx, who.personId);
      made = invite();
      await expect.poll(waiting).toBeGreaterThan(0);
    });
    expect(await made).toEqual({ refused: 'gone' });
    const { rows } = await world.services.pool.query('select from invitation where made_by = $1', [
      who.personId,
    ]);
    expect(rows).toEqual([]);
  }
});

/** How many wait for a row that another transaction holds. */
async function waiting(): Promise<number> {
  const { rows } = await world.services.pool.query<{ n: number }>(
    `select count(*)::int as n from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows[0]?.n ?? 0;
}

test('ten links of one person are open at most, an old or withdrawn one opens nothing', async () => {
  const busy = await world.aPerson();
  const tokens = [];
  for (let made = 0; made < 10; made += 1) tokens.push(await aFriendsLink(busy));
  expect(await inviteFriends(world.as(busy), '/')).toEqual({ refused: 'tooMany' });
  const [newest] = await listFriendsLinks(world.as(busy));
  expect(await withdrawInvitation(world.as(friend), newest?.id ?? '')).toEqual({ refused: 'gone' });
  expect(await withdrawInvitation(world.as(operator), newest?.id ?? '')).toEqual({
    refused: 'gone',
  });
  expect(await withdrawInvitation(world.as(busy), newest?.id ?? '')).toBeUndefined();
  expect(await readInvitation(nobody, tokens.at(-1) ?? '')).toBeUndefined();
  expect(await readInvitation(nobody, tokens[0] ?? '')).toBeDefined();
  const before = world.clock.now();
  world.clock.turnBy(14 * 86_400_000);
  expect(await readInvitation(nobody, tokens[0] ?? '')).toBeUndefined();
  world.clock.turnTo(before);
});

test('only an operator invites by letter or sees such invitations', async () => {
  const about = { email: 'x@example.org', duty: true, people: 1, next: '/' };
  expect(await inviteByOperator(world.as(friend), about)).toEqual({ refused: 'gone' });
  expect(await listOperatorInvitations(world.as(friend))).toEqual({ refused: 'gone' });
});

test('SES-24: an invitation with a duty is for one proved address, once', async () => {
  const token = await anInvitationTo('helper@example.org');
  expect(await readInvitation(nobody, token)).toMatchObject({ duty: 'operator', by: null });
  expect(await arrives(token, 'thief@example.org')).toEqual({ refused: 'notInvited' });
  const helper = await settles(await arrives(token, 'helper@example.org'), 'helper');
  expect(helper.operator).toBe(true);
  expect(await arrives(token, 'second@example.org')).toEqual({ refused: 'notInvited' });
  expect(await readInvitation(nobody, token)).toBeUndefined();
  const { rows } = await world.services.pool.query<{ act: string }>(
    `select act from audit where subject = $1`,
    [helper.personId],
  );
  expect(rows).toEqual([{ act: 'make-operator' }]);
});

test('SES-24: it is dead as soon as its maker is no operator any more, also half-way', async () => {
  const second = await world.aPerson({ operator: true });
  const before = await anInvitationTo('before@example.org', true, second);
  const halfWay = await anInvitationTo('half-way@example.org', true, second);
  const arrived = await arrives(halfWay, 'half-way@example.org');
  await world.services.pool.query('delete from operator where person_id = $1', [second.personId]);
  expect(await readInvitation(nobody, before)).toBeUndefined();
  expect(await arrives(before, 'before@example.org')).toEqual({ refused: 'notInvited' });
  expect((await settles(arrived, 'half_way')).operator).toBe(false);
});

test('SES-24: an invitation without a duty gives none, and an open link cannot have one', async () => {
  const token = await anInvitationTo('plain@example.org', false);
  expect((await settles(await arrives(token, 'plain@example.org'), 'plain')).operator).toBe(false);
  const about = { email: '', duty: true, people: 3, next: '/' };
  const made = await inviteByOperator(world.as(operator), about);
  if (!('link' in made)) throw new Error('no link');
  expect((await settles(await arrives(tokenOf(made.link)), 'linked')).operator).toBe(false);
});

test('a token is kept as a hash only', async () => {
  const token = await aFriendsLink();
  const { rows } = await world.services.pool.query('select i::text from invitation i');
  expect(JSON.stringify(rows)).not.toContain(token);
});

test('who stands before the door comes in with an invitation that they open there', async () => {
  await changeSettings(world.as(operator), { signUp: 'open' });
  const early = await arrives('');
  if ('refused' in early) throw new Error(early.refused);
  await changeSettings(world.as(operator), { signUp: 'invitation' });
  expect(await standingOf(nobody, early.loginId)).toBe('needsInvitation');
  expect(await comeInWith(nobody, early.loginId, 'x'.repeat(32))).toEqual({ refused: 'gone' });
  expect(await comeInWith(nobody, early.loginId, await aFriendsLink())).toBeUndefined();
  expect(await standingOf(nobody, early.loginId)).toBe('mayEnter');
});

test('whoever presses a friend’s link many times uses it once, and keeps a duty that waits for them', async () => {
  const email = 'impatient@example.org';
  const token = await anInvitationTo(email);
  const arrived = await arrives(await aFriendsLink(), email);
  if ('refused' in arrived) throw new Error(arrived.refused);
  expect(await comeInWith(nobody, arrived.loginId, token)).toBeUndefined();
  const link = await aFriendsLink();
  const presses = Array.from({ length: 12 }, () => comeInWith(nobody, arrived.loginId, link));
  expect(await Promise.all(presses)).toEqual(presses.map(() => undefined));
  expect(await readInvitation(nobody, link)).toBeDefined();
  expect(await settles(arrived, 'impatient')).toMatchObject({ operator: true });
});
