import { expect, test } from 'vitest';
import { advise } from './advise.ts';
import { everySituation, factNames, type Situation } from './facts.ts';
import type { Pack, Rule } from './pack.ts';
import { loadPacks, packNames, type PackId } from './packs-of.ts';
import { lookUp } from './table.ts';

const packs = await loadPacks(Object.keys(packNames) as PackId[]);
const everyRule = packs.flatMap((pack) => pack.rules.map((rule) => ({ pack, rule })));
const called = ({ pack, rule }: { pack: Pack; rule: Rule }) => `${pack.id} ${rule.id}`;

test('every rule says where it comes from: a body, its text, and that text’s own address or none', () => {
  for (const one of everyRule) {
    expect(one.rule.sources.length, called(one)).toBeGreaterThan(0);
    for (const { body, document, address } of one.rule.sources) {
      expect(body, called(one)).not.toBe('');
      expect(document, called(one)).not.toBe('');
      if (address !== '') expect(isFrontPage(address), `${called(one)}: ${address}`).toBe(false);
    }
  }
});

/** Where a body begins rather than where its text stands. */
function isFrontPage(address: string): boolean {
  const { protocol, pathname, search } = new URL(address);
  return protocol !== 'https:' || (/^\/?(\w\w(-\w\w)?\/?)?$/.test(pathname) && search === '');
}

test('a rule that stands on nothing but memory is marked, and one that is marked says what is only remembered', () => {
  for (const one of everyRule) {
    const remembered = one.rule.sources.map((source) => source.remembered);
    if (remembered.every(Boolean)) expect(one.rule.verified, called(one)).toBe(false);
    if (!one.rule.verified) expect(remembered, called(one)).toContain(true);
  }
});

test('a rule that is ours names no body as its author: its words say “we”, or name none', () => {
  for (const one of everyRule.filter(({ rule }) => rule.ours)) {
    const bodies = one.rule.sources
      .map(({ body }) => body)
      .filter((body) => body !== 'Pocket Friends');
    const said = `${one.rule.advice} ${one.rule.patient}`;
    for (const body of bodies) expect(said, called(one)).not.toMatch(new RegExp(`\\b${body}\\b`));
  }
});

const weighed: readonly Situation['care'][] = ['endedRecently', 'endedLongAgo'];

/** Whether the line between "not long ago" and "long ago" makes a difference to a rule. */
function standsOnOurLine(pack: Pack, rule: Rule): boolean {
  const place = pack.rules.indexOf(rule);
  const others = factNames.filter((name) => name !== 'care');
  for (const situation of everySituation(others)) {
    const [recent, long] = weighed.map((care) =>
      lookUp(pack.table, { ...situation, care }).includes(place),
    );
    if (recent !== long) return true;
  }
  return false;
}

test('the line after a year, or five, is ours: no body is said to draw it between friends', () => {
  const standing = everyRule.filter(({ pack, rule }) => standsOnOurLine(pack, rule));
  expect(standing.length).toBeGreaterThan(5);
  for (const one of standing) {
    if (one.rule.ours) continue;
    // Where a body's own years are told of, each of its texts says what they are about.
    for (const { document, section } of one.rule.sources)
      expect(`${document}, ${section}`, called(one)).toMatch(/of sexual relations only/);
    for (const words of [one.rule.advice, one.rule.patient])
      expect(words, called(one)).toMatch(/friend(s|ship)/i);
  }
});

test('what explains an answer carries every source and mark of its rule, for either side', () => {
  const met = new Set<string>();
  const left = new Map(everyRule.map((one) => [called(one), one]));
  for (const situation of everySituation())
    for (const { pack, id, ...reason } of reasonsFor(situation)) {
      const rule = left.get(`${pack} ${id}`)?.rule;
      if (!rule || met.has(`${pack} ${id}`)) continue;
      met.add(`${pack} ${id}`);
      const { sources, verified, ours, analogy } = rule;
      expect(reason, id).toMatchObject({ sources, verified, ours, analogy });
    }
  expect([...left.keys()].filter((name) => !met.has(name))).toEqual([]);
});

function reasonsFor(situation: Situation) {
  const initiator = situation.starts === 'professional' ? 'me' : 'them';
  return packs.flatMap(
    (pack) => advise([pack], { ...situation, side: 'professional', initiator }).reasons,
  );
}
