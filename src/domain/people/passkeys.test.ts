import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  passkeyDevice,
  type Bent,
  type PasskeyDevice,
} from '../../../tests/doubles/passkey-device.ts';
import { vouchedByMaker } from '../../../tests/doubles/passkey-maker.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import { erase } from './keeper.server.ts';
import { askForPasskey, signInByPasskey } from './passkey-sign-in.server.ts';
import {
  addPasskey,
  listPasskeys,
  passkeyToAdd,
  removePasskey,
  renamePasskey,
} from './passkeys.server.ts';
import { findLogin, findViewer, type LetIn, type Login } from './sign-in.server.ts';
import { inTransaction, type Ctx, type Viewer } from '#platform/ctx.server.ts';

let world: World;
let nobody: Ctx;
beforeAll(async () => {
  world = await openWorld({ working: true });
  nobody = world.as(null);
});
afterAll(() => world.close());

const origin = () => world.services.config.origin;
const agent =
  'Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/147.0 Mobile Safari/537.36';
const visitWith = (cookies: string | null) => ({ address: '192.0.2.1', agent, cookies });
const header = ({ cookies }: Pick<LetIn, 'cookies'>) =>
  cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
const lettersTo = (handle: string) =>
  world.letters.filter(({ to }) => to === `${handle}@example.org`).map(({ text }) => text);

async function loginBy(cookie: string): Promise<Login> {
  const login = await findLogin(world.services, cookie);
  if (!login) throw new Error('not signed in');
  return login;
}

interface Owner {
  viewer: Viewer;
  login: Login;
  device: PasskeyDevice;
  /** The cookie of the session after the passkey was added. */
  cookie: string;
}

/** Somebody with one passkey, on a device that holds it. */
async function anOwner(device = passkeyDevice(origin())): Promise<Owner> {
  const viewer = await world.aPatient();
  const before = await loginBy(await world.cookieOf(viewer));
  const answer = device.make(await passkeyToAdd(world.as(viewer), before));
  const added = await addPasskey(world.as(viewer), before, { answer, agent });
  if ('refused' in added) throw new Error(added.refused);
  const cookie = header(added);
  return { viewer, login: await loginBy(cookie), device, cookie };
}

/** A page is opened, the device shows its passkey, and the form is sent. */
async function signInOn(device: PasskeyDevice, bent: Bent = {}) {
  const asked = await askForPasskey(nobody, null);
  return signInByPasskey(nobody, device.show(asked.options, bent), visitWith(header(asked)));
}

async function whoIsIn(answer: LetIn | { refused: string }): Promise<string> {
  if ('refused' in answer) return answer.refused;
  return (await findViewer(world.services, header(answer)))?.handle ?? answer.step;
}

test('a passkey signs its owner in by itself, and is named after its device', async () => {
  const { viewer, login, device } = await anOwner();
  expect(await whoIsIn(await signInOn(device))).toBe(viewer.handle);
  expect(await whoIsIn(await signInOn(device))).toBe(viewer.handle);
  const used = world.clock.now();
  expect(await listPasskeys(nobody, login)).toMatchObject([
    { name: 'Chrome on Android', backedUp: false, used },
  ]);
});

test('a passkey needs no second step, since it is two factors by itself', async () => {
  const { viewer, login, device } = await anOwner();
  await world.services.pool.query(
    `insert into second_factor (login_id, sealed_secret, since) values ($1, 'x', now())`,
    [login.id],
  );
  expect(await whoIsIn(await signInOn(device))).toBe(viewer.handle);
});

test('what a device is told of its owner is their address, and a name that says nothing', async () => {
  const { viewer, login } = await anOwner();
  const first = JSON.parse(await passkeyToAdd(world.as(viewer), login));
  const again = JSON.parse(await passkeyToAdd(world.as(viewer), login));
  expect(first.user).toMatchObject({ name: login.email, displayName: `@${viewer.handle}` });
  expect(again.user.id).toBe(first.user.id);
  const bare = Buffer.from(String(first.user.id), 'base64url');
  expect(bare).toHaveLength(32);
  expect(bare.toString('latin1')).not.toContain(login.id);
  expect(first).toMatchObject({
    rp: { id: 'localhost', name: 'Pocket Friends' },
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    excludeCredentials: [{ transports: ['internal'] }],
  });
  expect(again.challenge).not.toBe(first.challenge);
});

test('an answer that is bent in any way opens nothing, and all of them are refused alike', async () => {
  const { viewer, device } = await anOwner();
  const stranger = await anOwner();
  const bents: Record<string, Bent> = {
    'another place asked': { origin: 'https://evil.test' },
    'a frame asked': { crossOrigin: true },
    'no finger was checked': { unverified: true },
    'another owner is named': { userHandle: Buffer.from('somebody else').toString('base64url') },
    'another signature': { signature: Buffer.alloc(70).toString('base64url') },
    'an unknown passkey': { id: 'bm90LWhlcmU' },
    'a name that is none': { id: '../../etc/passwd' },
  };
  for (const [what, bent] of Object.entries(bents))
    expect([what, await signInOn(device, bent)]).toEqual([what, { refused: 'unknown' }]);
  // The passkey of one, signed by the device of another.
  const own = JSON.parse(device.show((await askForPasskey(nobody, null)).options)).id;
  expect(await signInOn(stranger.device, { id: own })).toEqual({ refused: 'unknown' });
  expect(await whoIsIn(await signInOn(device))).toBe(viewer.handle);
});

test('what is no answer of a passkey is refused without a stumble', async () => {
  const asked = await askForPasskey(nobody, null);
  const { device } = await anOwner();
  const whole = JSON.parse(device.show(asked.options));
  const cut = (change: object) =>
    JSON.stringify({ ...whole, response: { ...whole.response, ...change } });
  const broken = [
    ...['', '{}', 'null', '[', '"x"', '\0', JSON.stringify({ ...whole, type: 'password' })],
    ...[JSON.stringify({ ...whole, rawId: 'other' }), cut({ clientDataJSON: 'bnVsbA' })],
    ...[cut({ clientDataJSON: 'x'.repeat(5000) }), cut({ authenticatorData: 'AAAA' })],
    ...[cut({ userHandle: undefined }), cut({ signature: 'é' }), cut({ authenticatorData: 7 })],
  ];
  for (const answer of broken)
    expect(await signInByPasskey(nobody, answer, visitWith(header(asked))), answer).toEqual({
      refused: 'unknown',
    });
});

test('a question is answered once, by the browser that was asked, within five minutes', async () => {
  const { viewer, device } = await anOwner();
  const asked = await askForPasskey(nobody, null);
  const answer = device.show(asked.options);
  const elsewhere = await askForPasskey(nobody, null);
  expect(await signInByPasskey(nobody, answer, visitWith(header(elsewhere)))).toEqual({
    refused: 'unknown',
  });
  expect(await signInByPasskey(nobody, answer, visitWith(null))).toEqual({ refused: 'late' });
  const both = await Promise.all(
    [1, 2, 3].map(() => signInByPasskey(nobody, answer, visitWith(header(asked)))),
  );
  expect(both.filter((one) => 'refused' in one)).toEqual([
    { refused: 'unknown' },
    { refused: 'unknown' },
  ]);
  const late = await askForPasskey(nobody, header(asked));
  const answered = device.show(late.options);
  world.clock.turnBy(5 * 60_000);
  expect(await signInByPasskey(nobody, answered, visitWith(header(late)))).toEqual({
    refused: 'late',
  });
  expect(await whoIsIn(await signInOn(device))).toBe(viewer.handle);
});

test('two open pages of one browser both work', async () => {
  const { viewer, device } = await anOwner();
  const first = await askForPasskey(nobody, null);
  const second = await askForPasskey(nobody, header(first));
  expect(header(second)).toBe(header(first));
  for (const { options } of [first, second])
    expect(
      await whoIsIn(await signInByPasskey(nobody, device.show(options), visitWith(header(first)))),
    ).toBe(viewer.handle);
});

test('a page that only shows the button writes nothing', async () => {
  const rows = async () =>
    (await world.services.pool.query('select count(*) from proof')).rows[0]?.count;
  const before = await rows();
  await askForPasskey(nobody, null);
  expect(await rows()).toBe(before);
});

test('a passkey that counts its uses and suddenly counts less may be a copy, and is refused', async () => {
  const { viewer, device } = await anOwner(passkeyDevice(origin(), { counts: true }));
  expect(await whoIsIn(await signInOn(device, { counter: 40 }))).toBe(viewer.handle);
  for (const counter of [40, 39, 0])
    expect(await signInOn(device, { counter })).toEqual({ refused: 'unknown' });
  expect(await whoIsIn(await signInOn(device, { counter: 41 }))).toBe(viewer.handle);
});

test('of two answers with the same count one gets in', async () => {
  const { device } = await anOwner(passkeyDevice(origin(), { counts: true }));
  const answers = await Promise.all([1, 2].map(() => signInOn(device, { counter: 7 })));
  expect(answers.filter((answer) => 'refused' in answer)).toEqual([{ refused: 'unknown' }]);
});

test('the passkey of somebody who was erased is as unknown as one that never was', async () => {
  const { viewer, device } = await anOwner();
  await inTransaction(world.as(viewer), (tx) => erase(tx, viewer.personId));
  expect(await signInOn(device)).toEqual({ refused: 'unknown' });
  const { viewer: other, device: kept } = await anOwner();
  expect(await whoIsIn(await signInOn(kept))).toBe(other.handle);
});

test('adding a passkey signs other devices out, renews this session, and its owner hears of it', async () => {
  const viewer = await world.aPatient();
  const here = await world.cookieOf(viewer);
  const there = await world.cookieOf(viewer);
  const login = await loginBy(here);
  const device = passkeyDevice(origin());
  const answer = device.make(await passkeyToAdd(world.as(viewer), login));
  const added = await addPasskey(world.as(viewer), login, { answer, agent });
  if ('refused' in added) throw new Error(added.refused);
  expect(await findViewer(world.services, there)).toBeNull();
  expect(await findViewer(world.services, here)).toBeNull();
  expect(await findViewer(world.services, header(added))).toMatchObject({ handle: viewer.handle });
  await expect.poll(() => lettersTo(viewer.handle).length).toBe(1);
  expect(lettersTo(viewer.handle)[0]).toContain('A passkey was added.');
});

test('a passkey is added once, by the session that was asked, within five minutes', async () => {
  const viewer = await world.aPatient();
  const login = await loginBy(await world.cookieOf(viewer));
  const other = await loginBy(await world.cookieOf(await world.aPatient()));
  const device = passkeyDevice(origin());
  const add = (own: Login, answer: string) => addPasskey(nobody, own, { answer, agent });
  const answer = device.make(await passkeyToAdd(nobody, login));
  expect(await add(other, answer)).toEqual({ refused: 'wrong' });
  // An answer for signing in is none for adding.
  const asked = await askForPasskey(nobody, `passkey-asked=${login.sessionId}`);
  const mixed = JSON.parse(await passkeyToAdd(nobody, login));
  mixed.challenge = JSON.parse(asked.options).challenge;
  expect(await add(login, device.make(JSON.stringify(mixed)))).toEqual({ refused: 'wrong' });
  const late = device.make(await passkeyToAdd(nobody, login));
  world.clock.turnBy(5 * 60_000);
  expect(await add(login, late)).toEqual({ refused: 'late' });
  const fresh = device.make(await passkeyToAdd(nobody, login));
  expect(await add(login, fresh)).toMatchObject({ cookies: [{}] });
  expect(await add(login, fresh)).toEqual({ refused: 'wrong' });
});

test('nobody can claim the passkey of another', async () => {
  const { viewer, device } = await anOwner();
  const own = JSON.parse(device.show((await askForPasskey(nobody, null)).options)).id;
  const thief = await loginBy(await world.cookieOf(await world.aPatient()));
  const theirs = passkeyDevice(origin());
  const answer = theirs.make(await passkeyToAdd(nobody, thief), { id: own });
  expect(await addPasskey(nobody, thief, { answer, agent })).toMatchObject({
    refused: expect.stringMatching(/wrong|known/),
  });
  for (const id of [own, 'a\0b', ''])
    expect(await removePasskey(nobody, thief, id)).toEqual({ refused: 'gone' });
  for (const id of [own, 'a\0b', ''])
    expect(await renamePasskey(nobody, thief, { id, name: 'mine' })).toEqual({ refused: 'gone' });
  expect(await whoIsIn(await signInOn(device))).toBe(viewer.handle);
});

test('a new passkey whose owner was not checked, or that was made for another place, is not kept', async () => {
  const viewer = await world.aPatient();
  const login = await loginBy(await world.cookieOf(viewer));
  const bents: Bent[] = [
    { unverified: true },
    { origin: 'https://evil.test' },
    { crossOrigin: true },
  ];
  for (const bent of bents) {
    const answer = passkeyDevice(origin()).make(await passkeyToAdd(nobody, login), bent);
    expect(await addPasskey(nobody, login, { answer, agent })).toEqual({ refused: 'wrong' });
  }
  expect(await listPasskeys(nobody, login)).toEqual([]);
});

// A certificate can name an address from which its revocation list is to be fetched: R2.
test('a maker’s certificate that nobody asked for is refused before it is looked at', async () => {
  const login = await loginBy(await world.cookieOf(await world.aPatient()));
  const options = await passkeyToAdd(nobody, login);
  const answer = passkeyDevice(origin()).make(options, { attestation: vouchedByMaker });
  expect(await addPasskey(nobody, login, { answer, agent })).toEqual({ refused: 'wrong' });
  const plain = passkeyDevice(origin()).make(await passkeyToAdd(nobody, login));
  expect(await addPasskey(nobody, login, { answer: plain, agent })).toMatchObject({
    cookies: [{}],
  });
});

test('a passkey is renamed and removed by its owner, also the last one; others are signed out', async () => {
  const { viewer, login, device, cookie } = await anOwner();
  const there = await world.cookieOf(viewer);
  const [{ id = '' } = {}] = await listPasskeys(nobody, login);
  expect(await renamePasskey(nobody, login, { id, name: 'My phone' })).toBeUndefined();
  expect(await listPasskeys(nobody, login)).toMatchObject([{ name: 'My phone' }]);
  const removed = await removePasskey(nobody, login, id);
  if ('refused' in removed) throw new Error(removed.refused);
  expect(await listPasskeys(nobody, login)).toEqual([]);
  expect(await findViewer(world.services, cookie)).toBeNull();
  expect(await findViewer(world.services, there)).toBeNull();
  expect(await findViewer(world.services, header(removed))).toMatchObject({
    handle: viewer.handle,
  });
  expect(await signInOn(device)).toEqual({ refused: 'unknown' });
  await expect.poll(() => lettersTo(viewer.handle).length).toBe(2);
  expect(lettersTo(viewer.handle).join()).toContain('A passkey was removed.');
});

test('a login holds at most twenty passkeys', async () => {
  let { login } = await anOwner();
  const answers = [];
  for (let count = 0; count < 20; count += 1) {
    const answer = passkeyDevice(origin()).make(await passkeyToAdd(nobody, login));
    const added = await addPasskey(nobody, login, { answer, agent });
    answers.push('refused' in added ? added.refused : 'added');
    if (!('refused' in added)) login = await loginBy(header(added));
  }
  expect(answers.slice(-2)).toEqual(['added', 'tooMany']);
});
