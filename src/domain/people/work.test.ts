import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../tests/world.ts';
import { changeRoles } from './person-roles.server.ts';
import { registersFor, registers } from './registers.ts';
import {
  isJurisdiction,
  isProfession,
  jurisdictionWords,
  professionWords,
  statementForm,
  statementWords,
  type Statement,
} from './work-rules.ts';
import { findWork, forgetWork, professionalBadge, sayWork } from './work.server.ts';

test('everybody’s work can be said in a sentence', () => {
  for (const profession of Object.keys(professionWords).filter(isProfession))
    for (const jurisdiction of [...jurisdictionWords.keys()].filter(isJurisdiction))
      expect(statementWords({ profession, jurisdiction })).toMatch(/^an? [\w ]+( in [\w ,]+)?$/);
});

test('a statement is said in a sentence, and words of elsewhere are not taken', () => {
  expect(statementWords({ profession: 'radiographer', jurisdiction: 'UK' })).toBe(
    'a radiographer in the United Kingdom',
  );
  expect(statementWords({ profession: 'other', jurisdiction: 'elsewhere' })).toBe(
    'a health professional',
  );
  expect(statementForm.safeParse({ profession: 'toString', jurisdiction: 'UK' }).success).toBe(
    false,
  );
  expect(statementForm.safeParse({ profession: 'nurse', jurisdiction: 'XX' }).success).toBe(false);
  expect(statementForm.safeParse({ profession: 'nurse', jurisdiction: 'FR' }).success).toBe(true);
});

test('each register is found by those who can stand in it', () => {
  const idsFor = (profession: Statement['profession'], jurisdiction: Statement['jurisdiction']) =>
    registersFor({ profession, jurisdiction }).map(({ id }) => id);
  expect(idsFor('radiographer', 'UK')).toEqual(['hcpc']);
  expect(idsFor('doctor', 'UK')).toEqual(['gmc']);
  expect(idsFor('radiationTherapist', 'CA-ON')).toEqual(['cmrito', 'camrt']);
  expect(idsFor('psychologist', 'AU')).toEqual(['ahpra']);
  expect(idsFor('nurse', 'FR')).toEqual([]);
  expect(new Set(registers.map(({ id }) => id)).size).toBe(registers.length);
  for (const { lookUp } of registers) expect(new URL(lookUp).protocol).toBe('https:');
});

let world: World;
beforeAll(async () => void (world = await openWorld()));
afterAll(() => world.close());

const radiographer = { profession: 'radiographer', jurisdiction: 'UK' } as const;

test('a professional says what they are, and others see it where they see the role', async () => {
  const nia = await world.aRadiographer();
  const own = world.as(nia);
  expect(await findWork(world.as(null), nia.personId)).toEqual({
    statement: null,
    credentials: [],
  });
  expect(await professionalBadge(own, nia.personId)).toBeUndefined();
  expect(await sayWork(own, radiographer)).toBeUndefined();
  expect(await professionalBadge(world.as(null), nia.personId)).toEqual({
    ...radiographer,
    checked: false,
  });
});

test('nobody sees what a professional does whose role they may not see', async () => {
  const nia = await world.aRadiographer();
  const anna = await world.aPatient();
  await sayWork(world.as(nia), radiographer);
  const seenBy = async () => [
    Boolean(await findWork(world.as(null), nia.personId)),
    Boolean(await findWork(world.as(anna), nia.personId)),
    Boolean(await professionalBadge(world.as(nia), nia.personId)),
  ];
  expect(await seenBy()).toEqual([true, true, true]);
  await changeRoles(world.as(nia), [{ role: 'professional', audience: 'people' }]);
  expect(await seenBy()).toEqual([false, true, true]);
  await changeRoles(world.as(nia), [{ role: 'professional', audience: 'nobody' }]);
  expect(await seenBy()).toEqual([false, false, true]);
  expect(await findWork(world.as(anna), nia.personId)).toEqual(
    await findWork(world.as(anna), anna.personId),
  );
  await changeRoles(world.as(nia), []);
  expect(await seenBy()).toEqual([false, false, false]);
});

test('whoever is no professional says nothing of their work', async () => {
  const anna = await world.aPatient();
  expect(await sayWork(world.as(anna), radiographer)).toEqual({ refused: 'gone' });
  expect(await sayWork(world.as(null), radiographer)).toEqual({ refused: 'gone' });
});

test('what was said is forgotten when its owner wants it so', async () => {
  const nia = await world.aRadiographer();
  await sayWork(world.as(nia), radiographer);
  expect(await forgetWork(world.as(null))).toEqual({ refused: 'gone' });
  expect(await forgetWork(world.as(nia))).toBeUndefined();
  expect(await findWork(world.as(nia), nia.personId)).toMatchObject({ statement: null });
});
