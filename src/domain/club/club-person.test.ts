import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eq } from 'drizzle-orm';
import { callsOf, type AppCall } from '../../../tests/makers/app-calls.ts';
import { aChat } from '../../../tests/makers/chat.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import { asClub, findClubOf, openClubPersons } from './club-person.server.ts';
import { changeClub, createClub, findClub } from './clubs.server.ts';
import { giveDuty } from './duties.server.ts';
import { club } from './schema.server.ts';
import { followPerson } from '#domain/connections/follows.server.ts';
import { askToBefriend } from '#domain/connections/friend-requests.server.ts';
import { findReaders } from '#domain/messages/send.server.ts';
import { listPeople } from '#domain/people/people-list.server.ts';
import { preparePerson, persistPerson } from '#domain/people/persons.server.ts';
import { person } from '#domain/people/schema.server.ts';
import { listHome } from '#domain/posts/home.server.ts';
import { listDirectory, searchPeople } from '#domain/posts/people-search.server.ts';
import { writePost } from '#domain/posts/write.server.ts';
import { inTransaction, type Ctx, type Viewer } from '#platform/ctx.server.ts';

let world: World;
let ann: Viewer;
let call: AppCall;
beforeAll(async () => {
  world = await openWorld();
  ann = await world.aPerson({ handle: 'ann', operator: true });
  call = callsOf(world);
});
afterAll(() => world.close());

const words = { about: 'We read.', hashtag: 'TheClub', worldLine: [] };

async function aClub(slug: string): Promise<{ personId: string; handle: string }> {
  await createClub(world.as(ann), { slug, name: 'The Club', ...words });
  const found = await findClub(world.as(ann), slug);
  return { personId: found?.personId ?? '', handle: found?.handle ?? '' };
}

const says = (ctx: Ctx, clubId: string, text: string) =>
  inTransaction(ctx, async (tx) =>
    writePost(await asClub(tx, clubId), { text, visibility: 'public' }),
  );

async function wantsHandle(handle: string) {
  const ready = await preparePerson({
    ...{ handle, email: `${handle}@elsewhere.example`, password: 'a lamp on the kitchen table' },
  });
  if ('refused' in ready) return ready;
  return inTransaction(world.as(null), (tx) => persistPerson(tx, ready));
}

describe('a club as somebody who can be followed', () => {
  test('has the handle of its address, and says of itself what the club says', async () => {
    const { personId, handle } = await aClub('reading-club');
    expect(handle).toBe('reading-club');
    await changeClub(world.as(ann), 'reading-club', { name: 'Readers', ...words, about: 'Books.' });
    const [own] = await world.services.db.select().from(person).where(eq(person.id, personId));
    expect(own).toMatchObject({ kind: 'group', name: 'Readers', bio: 'Books.', loginId: null });
    expect(await findClubOf(world.as(null), personId)).toBe('reading-club');
    expect(await findClubOf(world.as(null), ann.personId)).toBeUndefined();
  });

  test('takes the next free handle where a person has its own', async () => {
    await world.aPerson({ handle: 'lamplight' });
    expect((await aClub('lamplight')).handle).toBe('lamplight-club');
  });

  test('keeps its handle for itself, also from what looks like it', async () => {
    await aClub('evening-club');
    for (const handle of ['evening_club', 'eveningclub', 'even1ngclub'])
      expect(await wantsHandle(handle)).toMatchObject({ refused: 'handleTaken' });
    expect(await wantsHandle('evening_tea')).toMatchObject({ handle: 'evening_tea' });
  });

  test('was there before clubs could be followed, and gets its person once', async () => {
    const { clubId } = await aChat(world);
    await openClubPersons(world.services);
    const read = async () =>
      (await world.services.db.select().from(club).where(eq(club.id, clubId)))[0]?.personId;
    const first = await read();
    expect(first).toMatch(/^\d+$/);
    await openClubPersons(world.services);
    expect(await read()).toBe(first);
  });

  test('is followed, and what it says comes home', async () => {
    const { personId } = await aClub('home-club');
    const ben = await world.aPatient();
    expect(await followPerson(world.as(ben), personId)).toEqual({ state: 'follows' });
    const clubId = (await findClub(world.as(null), 'home-club'))?.id ?? '';
    await says(world.as(null), clubId, 'Tonight at eight.');
    const home = await listHome(world.as(ben), { limit: 5 });
    expect(home.map(({ post }) => post.text)).toEqual(['Tonight at eight.']);
  });

  test('is nobody whom one asks to be friends, writes a message to, or gives a duty', async () => {
    const { personId, handle } = await aClub('quiet-club');
    const ben = await world.aPatient();
    const asked = await askToBefriend(world.as(ben), { id: personId });
    expect(asked).toEqual({ refused: 'gone' });
    expect(await findReaders(world.as(ben), [handle])).toEqual({ refused: 'gone', handle });
    const direct = { text: '@homeclub Hello', visibility: 'direct' as const };
    await aClub('homeclub');
    expect(await writePost(world.as(ben), direct)).toEqual({ refused: 'noReaders' });
    const clubId = (await findClub(world.as(null), 'quiet-club'))?.id ?? '';
    const given = await giveDuty(world.as(ann), { clubId, handle, duty: 'coHost' });
    expect(given).toEqual({ refused: 'noPerson' });
  });

  test('stands in no list of people, and is found by its whole handle', async () => {
    const { personId, handle } = await aClub('hidden-club');
    const listed = await listPeople(world.as(ann), { handle: 'hidden' });
    expect(listed).toEqual([]);
    expect(await listDirectory(world.as(ann), { limit: 80, order: 'new' })).not.toContain(personId);
    expect(await searchPeople(world.as(ann), 'hidden', { limit: 5 })).toEqual([]);
    expect(await searchPeople(world.as(ann), `@${handle}`, { limit: 5 })).toEqual([personId]);
  });

  test('is a group to apps and to other servers', async () => {
    const { personId, handle } = await aClub('app-club');
    const { body } = await call(`GET /api/v1/accounts/${personId}`);
    expect(body).toMatchObject({ acct: handle, group: true, bot: false });
    const own = await call(`GET /api/v1/accounts/${ann.personId}`);
    expect(own.body).toMatchObject({ group: false });
    const { host } = new URL(world.services.config.origin);
    const found = await call(`GET /.well-known/webfinger?resource=acct:${handle}@${host}`);
    expect(found.body).toMatchObject({ subject: `acct:${handle}@${host}` });
  });
});
