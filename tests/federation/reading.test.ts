import { afterAll, beforeAll, expect, test } from 'vitest';
import { settled } from './effects.ts';
import { inboxOf, naming, openStreet, personHere, uriOf, type Street } from './open.ts';
import { signedByCavage, signedByRfc9421 } from './signing.ts';
import { about, type StrangePerson } from './stranger.ts';
import { ask, type Answered } from './wire.ts';
import { written } from '../makers/writing.ts';
import { blockPerson } from '#domain/connections/blocks.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let street: Street;
let pat: Viewer;
let bob: StrangePerson;
let carol: StrangePerson;
let open: string;
let closed: string;

beforeAll(async () => {
  street = await openStreet();
  const { a, p1, p2 } = street;
  pat = await a.aPerson({ handle: 'pat' });
  bob = await p1.aPerson('bob');
  carol = await p2.aPerson('carol');
  const inbox = inboxOf(a, 'pat');
  await p1.say(bob, inbox, about('Follow', bob, uriOf(a, 'pat'), p1.newId()));
  await p2.say(
    carol,
    inbox,
    about('Create', carol, p2.aNote(carol, 'Hi.', naming(a, 'pat')), p2.newId()),
  );
  await settled(a);
  open = `${uriOf(a, 'pat')}/statuses/${await written(a, pat, 'For everybody.')}`;
  const visibility = { visibility: 'followers' as const };
  closed = `${uriOf(a, 'pat')}/statuses/${await written(a, pat, 'For those who follow.', visibility)}`;
});
afterAll(() => street.close());

type Signs = typeof signedByCavage;

/** Asks for a document, signed by somebody for this address; `asked` is where it is sent. */
function reads(
  by: StrangePerson | null,
  url: string,
  signs: Signs = signedByCavage,
  asked = url,
): Promise<Answered> {
  const letter = { method: 'GET', url, date: street.town.clock.now() };
  const headers = by ? signs(letter, { keyId: by.keyId, key: by.key }) : {};
  return ask(street.town, asked, { headers });
}

test('APF-25: a post for those who follow is not there for anybody else, by none of its addresses', async () => {
  const parts = ['', '/activity', '/replies', '/likes', '/shares', '/quotes', '/context'];
  const pages = [closed, closed.replace('/users/', '/@').replace('/statuses', '')];
  for (const url of [...parts.map((part) => closed + part), ...pages])
    for (const by of [null, carol]) {
      const read = await reads(by, url);
      expect([url, read.status, read.text]).toEqual([url, 404, '']);
    }
  for (const part of ['', '/activity'])
    expect((await reads(bob, closed + part)).text).toContain('For those who follow.');
  expect((await reads(null, open)).json).toMatchObject({
    id: open,
    content: '<p>For everybody.</p>',
  });
});

test('APF-25: no collection of somebody’s has what is not for everybody', async () => {
  for (const name of ['/outbox?page=true', '/featured', '/followers?page=true', '/outbox']) {
    const { text } = await reads(null, uriOf(street.a, 'pat') + name);
    expect(text).not.toContain('For those who follow.');
    expect(text).not.toContain(closed);
  }
  const { text } = await reads(null, `${uriOf(street.a, 'pat')}/outbox?page=true`);
  expect(text).toContain('For everybody.');
});

test('APS-22: whoever follows reads what is theirs, whichever way they spell what they sign', async () => {
  const outbox = `${uriOf(street.a, 'pat')}/outbox`;
  const page = `${outbox}?page=true`;
  for (const signs of [signedByCavage, signedByRfc9421]) {
    expect((await reads(bob, page, signs)).text).toContain('For those who follow.');
    expect((await reads(bob, outbox, signs, page)).text).toContain('For those who follow.');
    expect((await reads(carol, page, signs)).text).not.toContain('For those who follow.');
    const elsewhere = await reads(bob, `${outbox}/other`, signs, page);
    expect(elsewhere.text).not.toContain('For those who follow.');
  }
  const forged = (letter: Parameters<Signs>[0]) =>
    signedByCavage(letter, { keyId: bob.keyId, key: carol.key });
  expect((await reads(bob, page, forged)).text).not.toContain('For those who follow.');
  const narrow: Signs = (letter, hand) =>
    signedByCavage(letter, { ...hand, covers: ['(request-target)', 'date'] });
  expect((await reads(bob, page, narrow)).text).not.toContain('For those who follow.');
});

test('APS-22: whoever is blocked reads nothing when they say who they are', async () => {
  const { a } = street;
  expect(await reads(carol, open)).toMatchObject({ status: 200 });
  await blockPerson(a.as(pat), await personHere(a, 'carol@p2.test'));
  expect((await reads(carol, open)).status).toBe(404);
  const page = `${uriOf(a, 'pat')}/outbox?page=true`;
  expect((await reads(carol, page)).text).not.toContain('For everybody.');
  expect((await reads(bob, page)).text).toContain('For everybody.');
});
