import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../tests/world.ts';
import { advisedGrade } from './advise.ts';
import { aSituation } from './facts.ts';
import { findVersion, loadInForce, packsInForce } from './in-force.server.ts';
import { erase, exportFor } from './keeper.server.ts';
import { template, type PackDraft } from './own-pack-rules.ts';
import { checkDraft, editionOf, endPack, publishPack, switchRule } from './own-packs.server.ts';
import { findDraft, listVersions } from './pack-history.server.ts';
import type { Standing } from './packs-of.ts';
import { findPack, listPacks } from './rule-packs.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let world: World;
let olga: Viewer;
let anna: Viewer;
beforeAll(async () => {
  world = await openWorld();
  olga = await world.aPerson({ handle: 'olga', operator: true });
  anna = await world.aPerson({ handle: 'anna' });
});
afterAll(() => world.close());

const scope = { professions: [], jurisdictions: [], host: 'hospital.example' };
const draft = (more: Partial<PackDraft> = {}): PackDraft => ({
  ...{ name: 'Our hospital', scope, text: template },
  ...more,
});
const publish = async (viewer: Viewer | null, more: Partial<PackDraft> = {}, key?: string) => {
  const ctx = world.as(viewer);
  return publishPack(ctx, { key, from: await editionOf(ctx), draft: draft(more) });
};
const radiographer = (host: string): Standing => ({
  professional: true,
  statement: { profession: 'radiographer', jurisdiction: 'UK' },
  hosts: [host],
});
const gradeFor = async (who: Standing) => {
  const refs = await packsInForce(world.as(null), who);
  const packs = await loadInForce(world.as(null), refs);
  return advisedGrade(packs, aSituation({ channel: 'contact' }));
};

test('a hospital’s own rules advise its people more strictly, and nobody else', async () => {
  expect(await gradeFor(radiographer('hospital.example'))).toBe('open');
  const checked = await checkDraft(world.as(olga), undefined, draft());
  if (!('changes' in checked)) throw new Error(JSON.stringify(checked));
  expect(checked.changes.length).toBeGreaterThan(0);
  expect(new Set(checked.changes.map(({ to }) => to))).toEqual(new Set(['withCaution']));
  expect(await listPacks(world.as(null))).toHaveLength(11);
  expect(await publish(olga)).toEqual({ key: 'own-our-hospital', number: 1 });
  expect(await gradeFor(radiographer('ward.hospital.example'))).toBe('withCaution');
  expect(await gradeFor(radiographer('nothospital.example'))).toBe('open');
  expect(await gradeFor({ professional: true, statement: null })).toBe('open');
  expect((await listPacks(world.as(null))).at(-1)).toMatchObject({
    slug: 'own-our-hospital',
    about: expect.stringContaining('check of their work at hospital.example'),
  });
});

test('only the operator checks, publishes, switches off and reads the history', async () => {
  for (const viewer of [anna, null]) {
    const ctx = world.as(viewer);
    const gone = { refused: 'gone' };
    const from = await editionOf(ctx);
    expect(await checkDraft(ctx, undefined, draft())).toEqual(gone);
    expect(await publish(viewer)).toEqual(gone);
    expect(await endPack(ctx, { key: 'own-our-hospital', from })).toEqual(gone);
    const off = { key: 'base', rule: 'R25', reason: 'We have thought about it.', from };
    expect(await switchRule(ctx, off)).toEqual(gone);
    expect(await listVersions(ctx, 'own-our-hospital')).toEqual(gone);
    expect(await findDraft(ctx, 'own-our-hospital')).toBeUndefined();
  }
});

test('a text that opens, breaks off, or borrows a name of the house is refused with lines', async () => {
  const says = async (text: string) => {
    const checked = await checkDraft(world.as(olga), undefined, draft({ text }));
    return 'problems' in checked ? checked.problems : checked;
  };
  const opening = template.replace('forbid (', 'permit (');
  expect(await says(opening)).toContainEqual(
    expect.objectContaining({
      line: expect.any(Number),
      says: expect.stringContaining('only add concerns'),
    }),
  );
  expect(await says(template.replace('resource);', 'resource'))).toEqual([
    expect.objectContaining({ line: expect.any(Number) }),
  ]);
  expect(await says(template.replace('OUR-1', 'R09'))).toEqual([
    { line: null, says: 'There is a rule R09 already. Call yours otherwise.' },
  ]);
});

test('two operators at once lose nothing: the second looks again before publishing', async () => {
  const ctx = world.as(olga);
  const from = await editionOf(ctx);
  const key = 'own-our-hospital';
  const both = await Promise.all(
    ['One', 'Two'].map((name) =>
      publishPack(ctx, { key, from, draft: draft({ name: `${name}.` }) }),
    ),
  );
  expect(both).toContainEqual({ refused: 'newer' });
  expect(both).toContainEqual({ key, number: 2 });
});

test('versions stay, say who and when, and one goes back by publishing the older again', async () => {
  const key = 'own-our-hospital';
  const first = await findDraft(world.as(olga), key, 1);
  expect(await publish(olga, first, key)).toEqual({ key, number: 3 });
  expect((await findPack(world.as(null), key))?.name).toBe('Our hospital');
  const from = await editionOf(world.as(olga));
  expect(await endPack(world.as(olga), { key, from })).toEqual({ key, number: 4 });
  expect(await findPack(world.as(null), key)).toBeUndefined();
  expect(await gradeFor(radiographer('hospital.example'))).toBe('open');
  expect((await findVersion(world.as(null), key, 3))?.rules).toHaveLength(1);
  const versions = await listVersions(world.as(olga), key);
  if ('refused' in versions) throw new Error(versions.refused);
  expect(versions.map(({ number, by, out }) => [number, by, out])).toEqual([
    [4, 'olga', true],
    [3, 'olga', false],
    [2, 'olga', false],
    [1, 'olga', false],
  ]);
});

test('a rule is switched off in public with its reason, and on again', async () => {
  const ctx = world.as(olga);
  const off = { key: 'base', rule: 'R25', reason: 'Our team answers questions of care here.' };
  const answering = aSituation({ channel: 'reply', purpose: 'clinical' });
  const grade = async () => {
    const refs = await packsInForce(ctx, { professional: true, statement: null });
    return advisedGrade(await loadInForce(ctx, refs), answering);
  };
  expect(await grade()).toBe('withCaution');
  expect(await switchRule(ctx, { ...off, from: await editionOf(ctx) })).toMatchObject({
    number: 1,
  });
  expect(await grade()).toBe('open');
  expect((await findPack(world.as(null), 'base'))?.switchedOff).toEqual([
    { rule: off.rule, reason: off.reason },
  ]);
  const lawless = { ...off, rule: 'R40', from: await editionOf(ctx) };
  expect(await switchRule(ctx, lawless)).toHaveProperty('problems');
  await switchRule(ctx, { ...off, reason: null, from: await editionOf(ctx) });
  expect(await grade()).toBe('withCaution');
}, 120_000);

test('whoever leaves is not named in the history any more, and the rules stay', async () => {
  expect((await exportFor(world.as(null), olga.personId)).published?.length).toBeGreaterThan(4);
  await erase(world.as(null), olga.personId);
  expect(await exportFor(world.as(null), olga.personId)).toEqual({});
  const versions = await listVersions(world.as(olga), 'own-our-hospital');
  if ('refused' in versions) throw new Error(versions.refused);
  expect(versions.map(({ by }) => by)).toEqual([undefined, undefined, undefined, undefined]);
});
