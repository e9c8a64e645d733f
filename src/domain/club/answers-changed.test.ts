import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { answered, putInState } from '../../../tests/makers/chat.ts';
import { changes } from '../../../tests/makers/elsewhere.ts';
import { clubElsewhere } from '../../../tests/makers/club-elsewhere.ts';
import { workOff } from '../../../tests/makers/jobs.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import { showLine } from './chat-boosts.server.ts';
import { chatOf } from './chat.server.ts';
import { chatFiguresOf } from './figures.server.ts';
import { plainTranscriptOf } from './transcript.server.ts';
import { leaveOut, letIn } from './waiting-answers.server.ts';
import { stopInMonth } from './transcript-stop.server.ts';
import { inTransaction, type Tx, type Viewer } from '#platform/ctx.server.ts';

let world: World;
const club = clubElsewhere(() => world);
const { lines, named, sends, aFollower, somebody } = club;
/** Mia of another server follows the club, and has answered; Ben lives here, and answered her. */
let mia: Viewer;
let mias: string;
let bens: string;
beforeAll(async () => void (world = await openWorld()));
afterAll(() => world.close());

const harmless = 'The lamp says little about it';
const telling = 'My patient Mrs Okonkwo, 84, in bed 12 at St Mary’s had her scan today';
let count = 0;

beforeEach(async () => {
  await club.begin();
  mia = await aFollower(`Mia${(count += 1)}`);
  mias = await sends(mia, harmless, named());
  const parentId = (await lines())[0]?.id ?? '';
  bens = (await answered(world.as(await world.aPatient()), club.chat, 'Yes', { parentId })).id;
  await workOff(world);
});

async function changed(who: Viewer, id: string, text: string): Promise<void> {
  world.clock.turnBy(1000);
  await changes(world, who, id, text, named());
  await workOff(world);
}

const spoken = async () =>
  (await lines()).map(({ number, html, gone }) => [number, html?.replace(/<[^>]+>/g, '') ?? gone]);
const waits = async () =>
  (await club.waits()).map(({ postId, why, line }) => ({ postId, why, line }));
const shownByClub = () => club.shownBy(club.person);
const counted = async () =>
  (await chatFiguresOf(world.as(null), club.chat.slug, club.chat.date))?.figures.posts;

test('a line that now may say who somebody is waits for a host, and is empty at its place until then', async () => {
  expect([await shownByClub(), await counted()]).toEqual([[harmless], 2]);
  const revision = (await chatOf(world.as(null), club.chat.monthId))?.head.revision ?? 0;
  await changed(mia, mias, telling);
  expect(await spoken()).toEqual([
    [1, 'removed'],
    [2, 'Yes'],
  ]);
  expect((await lines())[0]?.author).toBeNull();
  expect(await waits()).toEqual([{ postId: mias, why: 'guard', line: 1 }]);
  await showLine(world.services, { answerId: (await lines())[0]?.id ?? '' });
  expect([await shownByClub(), await counted()]).toEqual([[], 1]);
  expect((await chatOf(world.as(null), club.chat.monthId))?.head.revision).toBeGreaterThan(
    revision,
  );
  await putInState(world, club.chat, 'archived');
  const transcript = await plainTranscriptOf(world.as(null), club.chat.slug, club.chat.date);
  expect(transcript?.text).not.toContain('Okonkwo');
});

test('nobody reads the new words in the chat before they were looked at', async () => {
  await changes(world, mia, mias, telling, named());
  expect((await spoken())[0]).toEqual([1, 'removed']);
});

test('a line that is changed while it is about to be shown on is not shown on', async () => {
  await changed(mia, mias, telling);
  const { services } = world;
  const answerId = (await lines())[0]?.id ?? '';
  for (const change of [
    (tx: Tx) => changes({ ...world, as: () => tx }, mia, mias, telling, named()),
    (tx: Tx) => stopInMonth(tx, club.chat.monthId, mia.personId),
  ]) {
    await changes(world, mia, mias, harmless, named());
    let showing: Promise<void> | undefined;
    await inTransaction(world.as(mia), async (tx) => {
      await change(tx);
      showing = showLine(services, { answerId });
      await expect.poll(() => waitingForALock()).toBe(1);
    });
    await showing;
    expect(await shownByClub()).toEqual([]);
  }
});

async function waitingForALock(): Promise<number> {
  const { rows } = await world.services.pool.query<{ n: number }>(
    `select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows[0]?.n ?? 0;
}

test('a host who lets it in shows it where it stood, once, and it is shown on again', async () => {
  await changed(mia, mias, telling);
  expect(await letIn(world.as(club.chat.host), mias)).toEqual({ letIn: mias });
  await workOff(world);
  expect(await letIn(world.as(club.chat.host), mias)).toEqual({ refused: 'gone' });
  expect(await spoken()).toEqual([
    [1, telling],
    [2, 'Yes'],
  ]);
  expect((await lines())[1]).toMatchObject({ id: bens, parentNumber: 1 });
  expect(await shownByClub()).toEqual([telling]);
  await changed(mia, mias, `${telling}.`);
  expect((await spoken())[0]).toEqual([1, 'removed']);
});

test('what is changed once more, into something harmless, stands again by itself', async () => {
  await changed(mia, mias, telling);
  await changed(mia, mias, 'The lamp says nothing');
  expect((await spoken())[0]).toEqual([1, 'The lamp says nothing']);
  expect(await waits()).toEqual([]);
  expect(await shownByClub()).toEqual(['The lamp says nothing']);
});

test('what a host left out stays out, whatever it says afterwards', async () => {
  await changed(mia, mias, telling);
  expect(await leaveOut(world.as(club.chat.host), mias)).toEqual({ leftOut: mias });
  for (const text of [harmless, telling]) {
    await changed(mia, mias, text);
    expect((await spoken())[0]).toEqual([1, 'removed']);
    expect(await waits()).toEqual([]);
  }
  expect(await shownByClub()).toEqual([]);
});

test('whoever changes a line into the one word "stop" has said so', async () => {
  await changed(mia, mias, 'Stop.');
  expect((await spoken())[0]).toEqual([1, 'removed']);
  expect(await waits()).toEqual([]);
  await sends(mia, 'Once more', named());
  expect(await lines()).toHaveLength(2);
});

test('what waits is let in only as the host has read it', async () => {
  const sam = await somebody(`Sam${count}`);
  const id = await sends(sam, 'May I?', named());
  const read = async () => (await club.waits())[0]?.version;
  const before = await read();
  world.clock.turnBy(1000);
  const later = await sends(mia, telling, named());
  await changed(sam, id, telling);
  expect(await waits()).toEqual([
    { postId: id, why: 'guard', line: null },
    { postId: later, why: 'guard', line: null },
  ]);
  expect(await letIn(world.as(club.chat.host), id, before)).toEqual({ refused: 'changed' });
  expect(await lines()).toHaveLength(2);
  expect(await letIn(world.as(club.chat.host), id, await read())).toEqual({ letIn: id });
  expect((await spoken())[2]).toEqual([3, telling]);
});

test('what waited for its words alone and is changed into something harmless is taken in by itself', async () => {
  const id = await sends(mia, telling, named());
  expect(await waits()).toEqual([{ postId: id, why: 'guard', line: null }]);
  await changed(mia, id, 'A lamp');
  expect(await waits()).toEqual([]);
  expect((await spoken())[2]).toEqual([3, 'A lamp']);
});

test('whatever a program changes waits again; what harms nobody does not', async () => {
  const bot = await somebody(`News${count}`, { kind: 'service' });
  const news = await sends(bot, 'Lamps in the news', named());
  await letIn(world.as(club.chat.host), news);
  await changed(bot, news, 'Buy lamps');
  await changed(mia, mias, 'The lamp says a little');
  expect(await spoken()).toEqual([
    [1, 'The lamp says a little'],
    [2, 'Yes'],
    [3, 'removed'],
  ]);
  expect(await waits()).toEqual([{ postId: news, why: 'bot', line: 3 }]);
});
