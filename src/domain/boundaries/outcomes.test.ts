import { expect, test } from 'vitest';
import { advise } from './advise.ts';
import { aSituation, everySituation, factValues, type Situation } from './facts.ts';
import { fanOf } from './fan.ts';
import type { Grade, Pack } from './pack.ts';
import { loadPacks, packNames, packsOf, type PackId } from './packs-of.ts';
import { valueWords } from './situation-words.ts';
import { whereRuleHolds } from './where.ts';
import type { Statement } from '#domain/people/work-rules.ts';

const said: Record<Grade, string> = {
  open: 'open',
  withCaution: 'with caution',
  notNow: 'not now',
};
const packs = await loadPacks(Object.keys(packNames) as PackId[]);

function ruleSentences(pack: Pack): string[] {
  return pack.rules.flatMap((rule) => [
    `${rule.id}: ${said[rule.grade]}${rule.ours ? ' (Pocket Friends default)' : ''}${rule.verified ? '' : ' (not yet checked against the text)'}`,
    `  The professional reads: ${rule.advice}`,
    `  The other reads: ${rule.patient}`,
    ...(rule.analogy ? [`  By analogy: ${rule.analogy}`] : []),
    ...rule.sources.map(
      ({ body, document, section, year, remembered }) =>
        `  ${remembered ? 'Remembered' : 'Source'}: ${[body, document, section, year].filter(Boolean).join(', ')}`,
    ),
    ...whereRuleHolds(pack, rule.id).map((sentence) => `  Where: ${sentence}`),
    '',
  ]);
}

const people: Statement[] = [
  { profession: 'radiographer', jurisdiction: 'UK' },
  { profession: 'doctor', jurisdiction: 'UK' },
  { profession: 'nurse', jurisdiction: 'UK' },
  { profession: 'psychologist', jurisdiction: 'UK' },
  { profession: 'radiationTherapist', jurisdiction: 'CA-ON' },
  { profession: 'radiographer', jurisdiction: 'AU' },
  { profession: 'doctor', jurisdiction: 'US' },
  { profession: 'radiationTherapist', jurisdiction: 'US' },
  { profession: 'counsellor', jurisdiction: 'US' },
  { profession: 'physiotherapist', jurisdiction: 'FR' },
];

function fanSentences(packs: Pack[], channel: Situation['channel'], initiator: 'me' | 'them') {
  const starts = initiator === 'me' ? 'they start' : 'the other starts';
  return [
    `  ${valueWords.channel[channel]}, ${starts}:`,
    ...fanOf(packs, { side: 'professional', channel, initiator, account: 'professional' }).flatMap(
      ({ grade, leaves }) =>
        leaves.map(
          ({ condition, advice }) =>
            `    ${condition}: ${said[grade]} (${advice.reasons.map(({ id }) => id).join(', ')})`,
        ),
    ),
  ];
}

test('every rule and what comes of them, as sentences for an ethics reader', async () => {
  const rules = packs.flatMap((pack) => [`${pack.id}: ${pack.name}`, '', ...ruleSentences(pack)]);
  await expect([...rules].join('\n')).toMatchFileSnapshot('outcomes/rules.txt');
  const fans: string[] = [];
  for (const person of people) {
    const theirs = await loadPacks(packsOf(person));
    fans.push(`${person.profession}, ${person.jurisdiction}: ${packsOf(person).join(', ')}`);
    for (const channel of factValues.channel)
      for (const initiator of ['them', 'me'] as const)
        fans.push(...fanSentences(theirs, channel, initiator));
    fans.push('');
  }
  await expect(fans.join('\n')).toMatchFileSnapshot('outcomes/fans.txt');
});

const usual = aSituation();
const always = new Set(['channel', 'care', 'starts']);

test('the distinct outcomes of the base, each with the first situation that leads to it', async () => {
  const [base] = packs;
  const outcomes = new Map<string, string>();
  for (const situation of everySituation()) {
    const initiator = situation.starts === 'professional' ? 'me' : 'them';
    const { grade, reasons } = advise(base ? [base] : [], {
      ...situation,
      side: 'professional',
      initiator,
    });
    const outcome = `${said[grade]}: ${reasons.map(({ id }) => id).join(', ')}`;
    const unusual = Object.entries(situation)
      .filter(([name, value]) => always.has(name) || value !== usual[name as keyof Situation])
      .map(([name, value]) => {
        const words: Record<string, string> = valueWords[name as keyof Situation];
        return words[String(value)];
      });
    if (!outcomes.has(outcome)) outcomes.set(outcome, unusual.join('; '));
  }
  const lines = [...outcomes].map(([outcome, first]) => `${outcome}\n  ${first}`).toSorted();
  await expect(lines.join('\n')).toMatchFileSnapshot('outcomes/base.txt');
});
