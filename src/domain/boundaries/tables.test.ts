import fc from 'fast-check';
import { expect, test } from 'vitest';
import { advise } from './advise.ts';
import { checkPack, compileBase, packText } from './compile.server.ts';
import { conflicts } from './conflicts.ts';
import { everySituation, factNames, factValues, type FactName, type Situation } from './facts.ts';
import { loadCedar } from './inner/cedar.server.ts';
import { ask, prepare } from './inner/satisfied.server.ts';
import { brokenLaws, deadRules } from './laws.ts';
import type { Pack } from './pack.ts';
import { loadPacks, packNames, packsOf, type PackId } from './packs-of.ts';
import { lookUp } from './table.ts';
import {
  isJurisdiction,
  isProfession,
  jurisdictionWords,
  professionWords,
} from '#domain/people/work-rules.ts';

const cedar = await loadCedar();
const ids = Object.keys(packNames) as PackId[];
const packs = await loadPacks(ids);
const [base] = packs;
if (!base) throw new Error('There is no base.');

const textOf = ({ id }: Pack) => packText(id as PackId);

/** The rules of a text by their ids, cut apart by Cedar and named by our own reading of it. */
function rulesOf(pack: Pack): Map<string, string> {
  const parts = cedar.policySetTextToParts(textOf(pack));
  if (parts.type === 'failure') throw new Error('The pack cannot be read.');
  return new Map(parts.policies.map((part) => [/@id\("(.*?)"\)/.exec(part)?.[1] ?? '', part]));
}

const held = (pack: Pack, situation: Situation) =>
  lookUp(pack.table, situation)
    .map((place) => pack.rules[place]?.id)
    .toSorted();

/** The statements that lead to different packs, each by the packs it leads to. */
const together = new Map(
  Object.keys(professionWords)
    .filter(isProfession)
    .flatMap((profession) =>
      [...jurisdictionWords.keys()].filter(isJurisdiction).map((jurisdiction) => {
        const found = packsOf({ profession, jurisdiction });
        return [
          found.join(' '),
          packs.filter(({ id }) => found.some((one) => one === id)),
        ] as const;
      }),
    ),
);

/**
 * A rule is true or false by the facts that its text names, and by nothing else: so each is asked about every
 * combination of those, and every one of all situations is looked up in what was found.
 */
test.each(packs)(
  'the table of $id says what Cedar says, in every situation',
  (pack) => {
    const rules = [...rulesOf(pack)].map(([id, text]) => {
      const facts = factNames.filter(
        (name) => name === 'channel' || text.includes(`context.${name}`),
      );
      return { id, text, facts, opens: /^permit/m.test(text) };
    });
    const groups = Object.values(
      Object.groupBy(rules, ({ facts, opens }) => `${opens} ${facts.join()}`),
    ).map((group = []) => askAll(group, group[0]?.facts ?? []));
    const opening = new Set(rules.filter(({ opens }) => opens).map(({ id }) => id));
    let differs = 0;
    for (const situation of everySituation()) {
      const holds = groups.flatMap(({ keyOf, found }) => found.get(keyOf(situation)) ?? []);
      const concerns = holds.filter((id) => !opening.has(id));
      const expected = (concerns.length > 0 ? concerns : holds).toSorted().join();
      if (expected !== held(pack, situation).join()) differs++;
    }
    expect(differs).toBe(0);
  },
  120_000,
);

function askAll(rules: readonly { id: string; text: string }[], facts: readonly FactName[]) {
  const keyOf = (situation: Situation) => facts.map((name) => situation[name]).join();
  prepare(cedar, new Map(rules.map(({ id, text }) => [id, text])));
  const found = new Map<string, string[]>();
  for (const situation of everySituation(facts)) {
    const { reasons, broken } = ask(cedar, situation);
    if (broken !== undefined) throw new Error(`${broken} breaks.`);
    found.set(keyOf(situation), reasons);
  }
  return { keyOf, found };
}

test('whole packs, asked at once as Cedar decides, give the same reasons as their tables', () => {
  const anySituation = fc.record(
    Object.fromEntries(factNames.map((name) => [name, fc.constantFrom(...factValues[name])])),
  ) as fc.Arbitrary<Situation>;
  for (const pack of packs) {
    prepare(cedar, rulesOf(pack));
    fc.assert(
      fc.property(anySituation, (situation) => {
        expect(ask(cedar, situation).reasons).toEqual(held(pack, situation));
      }),
      { numRuns: pack.id === 'base' ? 400 : 40 },
    );
  }
});

test.each([...together.keys()])('the laws hold for whoever is advised by %s', (those) => {
  expect(brokenLaws(together.get(those) ?? [])).toEqual([]);
});

test('a law sees a breach: without what is said of care that goes on, it is advised more loosely than before', () => {
  const without = new Set(['P02', 'R14', 'R18', 'R19', 'R33', 'R37', 'R20', 'R16', 'R17']);
  const loose: Pack = {
    ...base,
    rules: base.rules.map((rule) => (without.has(rule.id) ? { ...rule, grade: 'open' } : rule)),
  };
  expect(brokenLaws([loose])).toContain(
    'Care that goes on is advised more loosely than care that has ended.',
  );
});

test('no rule is dead: each decides or explains some situation', () => {
  expect(packs.flatMap(deadRules)).toEqual([]);
});

test.each(packs)(
  'what is committed of $id is what its text says: else npm run boundaries:compile',
  async (pack) => {
    const { id, name } = pack;
    expect(packNames[id as PackId]).toBe(name);
    const again =
      id === 'base'
        ? await compileBase(textOf(pack), { id, name })
        : await checkPack(textOf(pack), { id, name }, base);
    expect(again).toEqual({ pack });
  },
  120_000,
);

test('a rule has its own name across all packs, and every disagreement names rules that are there', () => {
  const names = packs.flatMap(({ rules }) => rules.map(({ id }) => id));
  expect(new Set(names).size).toBe(names.length);
  const named = conflicts.flatMap(({ sides }) => sides.flatMap(({ rules }) => rules));
  expect(named.filter((id) => !names.includes(id))).toEqual([]);
});

test('whoever is advised with care is told what they can do instead, on either side', () => {
  for (const situation of everySituation(['channel', 'care', 'starts', 'tie'] satisfies FactName[]))
    for (const side of ['professional', 'other'] as const) {
      const initiator =
        (side === 'professional') === (situation.starts === 'professional') ? 'me' : 'them';
      const { grade, instead } = advise(packs, { ...situation, side, initiator });
      if (grade !== 'open') expect(instead.length).toBeGreaterThan(0);
    }
});

test('a line that is only remembered is said to be unchecked, and a threshold of ours to be ours', () => {
  for (const { rules } of packs)
    for (const { id, verified, sources, ours, advice, patient } of rules) {
      if (sources.every(({ remembered }) => remembered))
        expect([id, verified]).toEqual([id, false]);
      if (/\b(less|more) than (a|one|two|five|twelve) (year|month)/.test(advice + patient))
        expect([id, ours]).toEqual([id, true]);
    }
});

test('HLT-03: what explains an answer is a function of what is seen of it, and of nothing behind it', () => {
  const seen = new Map<string, string>();
  const everything = JSON.stringify;
  for (const situation of everySituation()) {
    const initiator = situation.starts === 'professional' ? 'me' : 'them';
    const advice = advise([base], { ...situation, side: 'professional', initiator });
    const visible = everything([advice.grade, advice.reasons.map(({ words }) => words)]);
    const whole = everything(advice);
    expect(seen.get(visible) ?? whole).toBe(whole);
    seen.set(visible, whole);
  }
  expect(seen.size).toBeGreaterThan(100);
});
