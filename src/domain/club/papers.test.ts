import { afterAll, beforeAll, expect, test } from 'vitest';
import { askSomebody, closeAsk, listBoard, removeMonth } from './board.server.ts';
import { readForm } from './club-rules.ts';
import type { Club } from './clubs.server.ts';
import { listWords, removeWord, saveWord } from './glossary-words.server.ts';
import { erase, exportFor } from './keeper.server.ts';
import { findMonth } from './months.server.ts';
import { paperFields, paperForm, paperOfMonth } from './paper-form.ts';
import { persistPaper, preparePaper, removePaper } from './papers.server.ts';
import { knownPaper, startPaperPeer, type PaperPeer } from '../../../tests/doubles/paper-peer.ts';
import { aClub, aMonth, giveDutyTo } from '../../../tests/makers/club.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import { inTransaction, type Viewer } from '#platform/ctx.server.ts';

let peer: PaperPeer;
let world: World;
let club: Club;
let curator: Viewer;
let operator: Viewer;
let reader: Viewer;

beforeAll(async () => {
  peer = await startPaperPeer();
  world = await openWorld({
    env: {
      CROSSREF_URL: peer.sources.crossref,
      PUBMED_URL: peer.sources.pubmed,
      UNPAYWALL_URL: peer.sources.unpaywall,
      POCKETFRIENDS_PEERS: peer.host,
    },
  });
  ({ club, curator, operator } = await aClub(world));
  reader = await world.aPerson();
});
afterAll(async () => {
  await world.close();
  await peer.close();
});

test('a paper is found by DOI, by PubMed number and by title, and asked for once', async () => {
  const ctx = world.as(curator);
  expect(await preparePaper(ctx, club.id, knownPaper.doi)).toMatchObject({
    paper: { title: knownPaper.title },
  });
  const asked = peer.asked.length;
  expect(await preparePaper(ctx, club.id, `doi:${knownPaper.doi}`)).toMatchObject({ paper: {} });
  expect(peer.asked.length).toBe(asked);
  expect(await preparePaper(ctx, club.id, knownPaper.pmid)).toMatchObject({
    paper: { pmid: knownPaper.pmid },
  });
  expect(await preparePaper(ctx, club.id, 'therapist patient waiting room')).toMatchObject({
    proposals: [{ doi: knownPaper.doi }],
  });
  expect(await preparePaper(ctx, club.id, '10.5555/nobody.knows')).toEqual({ refused: 'notFound' });
});

test('only a curator makes the house ask for papers', async () => {
  const asked = peer.asked.length;
  expect(await preparePaper(world.as(reader), club.id, '10.5555/other')).toEqual({
    refused: 'gone',
  });
  expect(await preparePaper(world.as(null), club.id, '10.5555/other')).toEqual({ refused: 'gone' });
  expect(peer.asked.length).toBe(asked);
});

test('a found paper and the same paper typed by hand are kept alike', async () => {
  const month = await aMonth(world, club, curator);
  const found = await preparePaper(world.as(curator), club.id, knownPaper.doi);
  if (!('paper' in found)) throw new Error('The paper was not found.');
  const typed = readForm(paperForm, paperFields(found.paper));
  if (!('value' in typed)) throw new Error(JSON.stringify(typed));
  await persistPaper(world.as(curator), month.id, 0, { paper: found.paper, note: '' });
  await persistPaper(world.as(curator), month.id, 'next', typed.value);
  const kept = await findMonth(world.as(curator), club.slug, month.date);
  const [reading] = kept?.readings ?? [];
  if (!kept?.paper || !reading) throw new Error('The papers were not kept.');
  expect(paperOfMonth(reading)).toEqual(paperOfMonth(kept.paper));
  expect(await removePaper(world.as(reader), month.id, 1)).toEqual({ refused: 'gone' });
  await removePaper(world.as(curator), month.id, 1);
  expect((await findMonth(world.as(curator), club.slug, month.date))?.readings).toEqual([]);
});

test('a paper of which only the title is known can be kept, and nonsense cannot', () => {
  expect(readForm(paperForm, { title: ' A  chair ' })).toMatchObject({
    value: { paper: { title: 'A chair' } },
  });
  const nonsense = { title: '', doi: 'no', year: '18', openAccessUrl: 'javascript:alert(1)' };
  const read = readForm(paperForm, nonsense);
  expect(Object.keys('faults' in read ? read.faults : {}).sort()).toEqual([
    'doi',
    'openAccessUrl',
    'title',
    'year',
  ]);
});

test('the board says what is missing and who was asked', async () => {
  const month = await aMonth(world, club, curator, { date: '2027-05-19' });
  const ctx = world.as(curator);
  await askSomebody(ctx, month.id, { what: 'guestPost', whom: 'Sue', due: '2027-05-01' });
  const board = await listBoard(ctx, club.id);
  const found = Array.isArray(board) ? board.find(({ id }) => id === month.id) : undefined;
  expect(found?.missing).toEqual(['paper', 'plainSummary', 'guestPost', 'questions', 'host']);
  expect(found?.asks).toMatchObject([{ what: 'guestPost', whom: 'Sue', done: null }]);
  expect(await closeAsk(world.as(reader), month.id, found?.asks[0]?.id ?? '', 'done')).toEqual({
    refused: 'gone',
  });
  await closeAsk(ctx, month.id, found?.asks[0]?.id ?? '', 'withdrawn');
  expect(await listBoard(world.as(reader), club.id)).toEqual({ refused: 'gone' });
  expect(await removeMonth(ctx, month.id)).toEqual({ removed: true });
});

test('a word is explained once, however it is written', async () => {
  const ctx = world.as(curator);
  await saveWord(ctx, club.id, { term: 'Linac', meaning: 'A machine.' });
  await saveWord(ctx, club.id, { term: 'linac', meaning: 'A machine that makes rays.' });
  const words = await listWords(world.as(null), club.id);
  expect(words).toMatchObject([{ term: 'linac', meaning: 'A machine that makes rays.' }]);
  expect(await removeWord(world.as(reader), club.id, words[0]?.id ?? '')).toEqual({
    refused: 'gone',
  });
  expect(await saveWord(world.as(reader), club.id, { term: 'x', meaning: 'y' })).toEqual({
    refused: 'gone',
  });
});

test('a person takes their duties along, and leaves none behind when erased', async () => {
  const helper = await world.aPerson();
  await giveDutyTo(world, club, helper, 'host', operator);
  expect((await exportFor(world.as(helper), helper.personId)).duties).toMatchObject([
    { duty: 'host' },
  ]);
  await inTransaction(world.as(helper), (tx) => erase(tx, helper.personId));
  expect((await exportFor(world.as(helper), helper.personId)).duties).toEqual([]);
});
