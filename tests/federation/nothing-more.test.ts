import { afterAll, beforeAll, expect, test } from 'vitest';
import { settled, strangersKnown } from './effects.ts';
import { openStreet, uriOf, type Street } from './open.ts';
import { signedByCavage } from './signing.ts';
import type { StrangePerson } from './stranger.ts';
import { ask } from './wire.ts';
import { blockPerson } from '#domain/connections/blocks.server.ts';
import { eraseByOperator } from '#domain/leaving/erasure.server.ts';
import { person, personRole } from '#domain/people/schema.server.ts';
import { writePost } from '#domain/posts/write.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let street: Street;
let bob: StrangePerson;

beforeAll(async () => {
  street = await openStreet();
  bob = await street.p1.aPerson('bob');
});
afterAll(() => street.close());

/** Somebody who asks whoever wants to follow them first. */
async function somebodyCareful(handle: string): Promise<Viewer> {
  const { a } = street;
  const made = await a.aPerson({ handle, name: 'Kim' });
  await a.services.db.update(person).set({ locked: true });
  return made;
}

/** Everything that another server can read of somebody, with their handle taken out of it. */
async function everythingOf(viewer: Viewer): Promise<string[]> {
  const paths = ['', '/outbox', '/outbox?page=true', '/followers', '/following', '/featured'];
  const texts = [];
  for (const path of paths) {
    const read = await ask(street.town, uriOf(street.a, viewer.handle) + path);
    texts.push(`${read.status} ${read.text.replaceAll(viewer.handle, 'X')}`);
  }
  return texts.map((text) =>
    text.replace(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----|z6Mk\w+/g, 'KEY'),
  );
}

test('another server cannot tell a patient from somebody who says nothing of themselves', async () => {
  const { a } = street;
  const plain = await somebodyCareful('kim_one');
  const patient = await somebodyCareful('kim_two');
  const said = ['friends', 'people', 'nobody', 'everyone'];
  for (const [at, role] of ['patient', 'professional', 'carer', 'student'].entries())
    await a.services.db
      .insert(personRole)
      .values({ personId: patient.personId, role, audience: said[at] ?? 'friends' });
  for (const viewer of [plain, patient])
    await writePost(a.as(viewer), { text: 'Good morning', visibility: 'friends' });
  expect(await everythingOf(patient)).toEqual(await everythingOf(plain));
});

test('whoever is blocked hears what whoever waits hears, which is nothing', async () => {
  const { a, p1 } = street;
  const waiting = await somebodyCareful('kim_waiting');
  const blocking = await somebodyCareful('kim_blocking');
  const found = await a.services.elsewhere(a.as(blocking), '@bob@p1.test');
  if (!found || !('personId' in found)) throw new Error('Bob was not found.');
  await blockPerson(a.as(blocking), found.personId);
  const answers = [];
  for (const viewer of [waiting, blocking]) {
    const follow = {
      id: p1.newId(),
      type: 'Follow',
      actor: bob.uri,
      object: uriOf(a, viewer.handle),
    };
    answers.push(await p1.say(bob, `${uriOf(a, viewer.handle)}/inbox`, follow));
  }
  expect(answers[1]).toMatchObject({ status: answers[0]?.status });
  await settled(a);
  expect(p1.heard).toEqual([]);
  expect(await everythingOf(blocking)).toEqual(await everythingOf(waiting));
});

test('whoever says falsely that somebody left hears the same, whether or not anybody here knows them', async () => {
  const { a, p1, p2 } = street;
  const known = await p2.aPerson('known');
  const pat = await a.aPerson({ handle: 'pat' });
  await a.services.elsewhere(a.as(pat), '@known@p2.test');
  const unknown = await p2.aPerson('unknown');
  const answers = [];
  for (const who of [known, unknown]) {
    const leaves = { id: p2.newId(), type: 'Delete', actor: who.uri, object: who.uri };
    // Bob signs, in the name of a key that is not his.
    const hand = { keyId: who.keyId };
    answers.push(await p1.say(bob, 'https://a.test/inbox', leaves, { hand }));
  }
  const [one, other] = answers.map(({ status, text }) => ({ status, text }));
  expect(one).toEqual({ status: 202, text: '' });
  expect(other).toEqual(one);
  await settled(a);
  expect(await strangersKnown(a)).toContain('known@p2.test: known');
});

test('whoever was erased is as absent as whoever never was, also to those who knew them', async () => {
  const { a, p1, town } = street;
  const gone = await a.aPerson({ handle: 'kim_gone' });
  const known = await ask(town, uriOf(a, 'kim_gone'));
  const follow = { id: p1.newId(), type: 'Follow', actor: bob.uri, object: uriOf(a, 'kim_gone') };
  await p1.say(bob, `${uriOf(a, 'kim_gone')}/inbox`, follow);
  await settled(a);
  const operator = { ...(await a.aPerson({ handle: 'oona' })), operator: true };
  expect(await eraseByOperator(a.as(operator), gone.handle)).toBeUndefined();
  await settled(a);
  expect(p1.heardOf('Delete').map(({ activity }) => activity.object)).toEqual([
    uriOf(a, 'kim_gone'),
  ]);
  expect(known.status).toBe(200);
  const never = { ...gone, handle: 'kim_never' };
  expect(await everythingOf(gone)).toEqual(await everythingOf(never));
  const answers = [];
  for (const { handle } of [gone, never]) {
    const letter = { method: 'GET', url: uriOf(a, handle), date: town.clock.now() };
    const signed = signedByCavage(letter, { keyId: bob.keyId, key: bob.key });
    const asked = `https://a.test/.well-known/webfinger?resource=acct:${handle}@a.test`;
    const again = { ...follow, id: p1.newId(), object: uriOf(a, handle) };
    for (const { status, text } of [
      await ask(town, uriOf(a, handle), { headers: signed }),
      await ask(town, asked),
      await p1.say(bob, `${uriOf(a, handle)}/inbox`, again),
    ])
      answers.push([handle, status, text.replaceAll(handle, 'X')].slice(1));
  }
  expect(answers.slice(3)).toEqual(answers.slice(0, 3));
  expect(answers.map(([status]) => status)).toEqual(Array.from({ length: 6 }, () => 404));
});
