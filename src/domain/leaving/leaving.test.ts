import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../tests/world.ts';
import { eraseAgain, eraseByOperator, eraseThoseDue } from './erasure.server.ts';
import { askToLeave, findLeaving, stay } from './leaving.server.ts';
import { ledgerFile, readLedger, writeLedger } from './ledger.server.ts';
import { listActs } from '#domain/house/audit.server.ts';
import { createPerson } from '#domain/people/persons.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

const day = 24 * 60 * 60 * 1000;

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

async function isThere({ personId }: Viewer): Promise<boolean> {
  const found = await world.services.pool.query('select from person where id = $1', [personId]);
  return found.rowCount === 1;
}

async function goes(viewer: Viewer): Promise<void> {
  expect(await askToLeave(world.as(viewer))).toHaveProperty('ends');
  world.clock.turnBy(7 * day);
  await eraseThoseDue(world.services);
}

const wanted = (handle: string) => ({
  handle,
  email: `${handle}2@example.org`,
  password: 'four plain words here',
});

test('somebody who leaves is there for seven days, and gone after them', async () => {
  const goer = await world.aPerson();
  const asked = await askToLeave(world.as(goer));
  expect(asked).toEqual({ ends: new Date(world.clock.now().getTime() + 7 * day) });
  expect(await askToLeave(world.as(goer))).toEqual(asked);
  world.clock.turnBy(7 * day - 1000);
  await eraseThoseDue(world.services);
  expect(await isThere(goer)).toBe(true);
  world.clock.turnBy(1000);
  await eraseThoseDue(world.services);
  expect(await isThere(goer)).toBe(false);
});

test('whoever changes their mind stays, and can leave another time', async () => {
  const goer = await world.aPerson();
  await askToLeave(world.as(goer));
  await stay(world.as(goer));
  expect(await findLeaving(world.as(goer))).toBeUndefined();
  world.clock.turnBy(8 * day);
  await eraseThoseDue(world.services);
  expect(await isThere(goer)).toBe(true);
  await goes(goer);
  expect(await isThere(goer)).toBe(false);
});

test('one letter says when it will be, and where to stop it', async () => {
  const goer = await world.aPerson({ handle: 'letter_goer' });
  await askToLeave(world.as(goer));
  await askToLeave(world.as(goer));
  const { rows } = await world.services.pool.query(
    `select data from pgboss.job where name = 'letter' and data ->> 'to' = 'letter_goer@example.org'`,
  );
  expect(rows.map(({ data }) => data.kind)).toEqual(['leaving']);
});

test('a handle that somebody had is given to nobody else', async () => {
  const goer = await world.aPerson({ handle: 'old_owl' });
  await goes(goer);
  expect(await createPerson(world.as(null), wanted('old_owl'))).toMatchObject({
    refused: 'handleTaken',
  });
  expect(await createPerson(world.as(null), wanted('new_owl'))).toHaveProperty('personId');
});

test('the last operator cannot leave before there is another, even when two go at once', async () => {
  const first = await world.aPerson({ operator: true });
  expect(await askToLeave(world.as(first))).toEqual({ refused: 'lastOperator' });
  const second = await world.aPerson({ operator: true });
  const answers = await Promise.all([first, second].map((one) => askToLeave(world.as(one))));
  expect(answers.filter((answer) => 'refused' in answer)).toHaveLength(1);
  const going = 'refused' in (answers[0] ?? {}) ? second : first;
  const staying = going === first ? second : first;
  // Whoever stayed gave the duty up meanwhile: the other one is kept, and asked to name somebody.
  const { pool } = world.services;
  await pool.query('delete from operator where person_id = $1', [staying.personId]);
  world.clock.turnBy(8 * day);
  await eraseThoseDue(world.services);
  expect(await isThere(going)).toBe(true);
  await pool.query('insert into operator (person_id) values ($1)', [staying.personId]);
  await eraseThoseDue(world.services);
  expect(await isThere(going)).toBe(false);
});

test('the operator erases somebody at once, and the log says so by numbers only', async () => {
  const operator = await world.aPerson({ operator: true });
  const other = await world.aPerson({ operator: true });
  const spam = await world.aPerson({ handle: 'cheap_pills' });
  for (const nobody of [null, spam])
    expect(await eraseByOperator(world.as(nobody), 'cheap_pills')).toEqual({ refused: 'gone' });
  expect(await eraseByOperator(world.as(operator), other.handle)).toEqual({ refused: 'operator' });
  expect(await eraseByOperator(world.as(operator), 'nobody_here')).toEqual({ refused: 'gone' });
  expect(await eraseByOperator(world.as(operator), 'cheap_pills')).toBeUndefined();
  expect(await isThere(spam)).toBe(false);
  const acts = await listActs(world.as(operator));
  expect(acts).toMatchObject([
    { act: 'erase-person', subject: spam.personId, actorId: operator.personId, detail: {} },
  ]);
});

test('somebody who is back after an older state was restored is erased again', async () => {
  const { pool, config } = world.services;
  const goer = await world.aPerson({ handle: 'comes_back' });
  const { rows } = await pool.query('select * from person where id = $1', [goer.personId]);
  await goes(goer);
  // An older backup knows the person, and neither table of the erased.
  await pool.query('delete from erasure');
  await pool.query('delete from past_handle');
  await pool.query('insert into person (id, handle, name, published) values ($1, $2, $3, $4)', [
    goer.personId,
    'comes_back',
    'Back',
    rows[0].published,
  ]);
  const kept = await world.aPerson();
  expect(await eraseAgain(world.services)).toBe(1);
  expect([await isThere(goer), await isThere(kept)]).toEqual([false, true]);
  expect(await createPerson(world.as(null), wanted('comes_back'))).toMatchObject({
    refused: 'handleTaken',
  });
  const text = await readFile(ledgerFile(config.dataDir), 'utf8');
  expect(text).toContain(goer.personId);
  expect(text).not.toContain('comes_back');
});

test('the list of the erased knows what the database knows, and survives a torn line', async () => {
  const { pool, config } = world.services;
  const file = ledgerFile(config.dataDir);
  await writeFile(file, '\n{"person":"12', { mode: 0o600 });
  await eraseAgain(world.services);
  const { rows } = await pool.query('select person_id::text as id from erasure');
  const listed = (await readLedger(file)).map(({ person }) => person);
  expect(listed.sort()).toEqual(rows.map(({ id }) => id).sort());
  const before = await readFile(file, 'utf8');
  await writeLedger(config.dataDir, await readLedger(file));
  expect(await readFile(file, 'utf8')).toBe(before);
});

test('a list with strange lines erases nobody', async () => {
  const { config } = world.services;
  const kept = await world.aPerson();
  const erased = new Date().toISOString();
  const strange = [
    { person: kept.personId, erased: 'never', handles: [] },
    { person: `${kept.personId}; drop`, erased, handles: [] },
    { person: kept.personId, erased, handles: ['../'] },
  ];
  await writeFile(ledgerFile(config.dataDir), strange.map((one) => JSON.stringify(one)).join('\n'));
  await eraseAgain(world.services);
  expect(await isThere(kept)).toBe(true);
});
