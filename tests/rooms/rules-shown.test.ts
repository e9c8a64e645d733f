import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorldWithSite, type ServedWorld } from '../site.ts';
import { sendTo } from './house-walk.ts';
import { everySituation, privateChannels, type Situation } from '#domain/boundaries/facts.ts';
import type { Pack, Rule } from '#domain/boundaries/pack.ts';
import { loadPacks, packNames, packsOf, type PackId } from '#domain/boundaries/packs-of.ts';
import { lookUp } from '#domain/boundaries/table.ts';
import { sayWork } from '#domain/people/work.server.ts';
import type { Statement } from '#domain/people/work-rules.ts';

let world: ServedWorld;
const packs = await loadPacks(Object.keys(packNames) as PackId[]);
beforeAll(async () => {
  world = await openWorldWithSite({ working: false });
  await world.aPerson({ handle: 'nora', name: 'Nora' });
});
afterAll(() => world.close());

/** The parts of a page that begin so, each as people read it, with the addresses that it leads to. */
function partsOf(html: string, beginning: RegExp): string[] {
  const parts = html.split(new RegExp(`(?=${beginning.source})`)).slice(1);
  return parts.map((part) => {
    const links = [...part.matchAll(/href="(https[^"]*)"/g)].map(([, link = '']) => link);
    const words = part.replaceAll(/<[^>]*>/g, '').replaceAll(/\s+/g, ' ');
    return plain([words, ...links].join(' '));
  });
}

function plain(text: string): string {
  const marks: Record<string, string> = { amp: '&', quot: '"', lt: '<', gt: '>', '#39': "'" };
  return text.replaceAll(/&(amp|quot|lt|gt|#39);/g, (_, mark: string) => marks[mark] ?? '');
}

/** What has to stand beside a rule wherever it is shown, and what must not. */
function expectMarked(part: string | undefined, rule: Rule, where: string): void {
  if (part === undefined) throw new Error(`${rule.id} is not shown: ${where}`);
  const marks = {
    ours: part.includes('Pocket Friends default'),
    doubt: part.includes('Not yet checked against the text'),
    leansOn: part.includes('What it leans on'),
  };
  const doubt = !rule.verified || rule.sources.some(({ remembered }) => remembered);
  expect({ id: rule.id, ...marks }).toEqual({
    ...{ id: rule.id, ours: rule.ours, doubt, leansOn: rule.ours },
  });
  for (const { body, document, section, year, address } of rule.sources)
    for (const words of [`${body}: ${document}`, section, year, address])
      expect(part, `${rule.id}: ${where}`).toContain(words);
}

test.each(packs)(
  'every rule of $id stands on its page with its sources and its marks',
  async (pack) => {
    const { body } = await sendTo(world.origin, `/boundaries/${pack.id.toLowerCase()}`);
    const cards = partsOf(body, /<li class="card/);
    expect(cards).toHaveLength(pack.rules.length);
    for (const rule of pack.rules) {
      const card = cards.find((one) => one.includes(`it is called ${rule.id}.`));
      expectMarked(card, rule, pack.name);
      expect(card).toContain(rule.advice);
      expect(card).toContain(rule.patient);
    }
  },
);

/** Somebody whom a pack is for. */
const heard: Record<PackId, Statement> = {
  base: { profession: 'pharmacist', jurisdiction: 'UK' },
  'UK-HCPC': { profession: 'radiographer', jurisdiction: 'UK' },
  'UK-GMC': { profession: 'doctor', jurisdiction: 'UK' },
  'UK-NMC': { profession: 'nurse', jurisdiction: 'UK' },
  CA: { profession: 'nurse', jurisdiction: 'CA' },
  'CA-ON': { profession: 'nurse', jurisdiction: 'CA-ON' },
  'AU-NZ': { profession: 'nurse', jurisdiction: 'NZ' },
  US: { profession: 'nurse', jurisdiction: 'US' },
  'US-MD': { profession: 'doctor', jurisdiction: 'US' },
  'US-RT': { profession: 'radiographer', jurisdiction: 'US' },
  PSY: { profession: 'counsellor', jurisdiction: 'UK' },
};

/** Between two, where this rule is among what is said; nothing where it speaks of what everybody can read. */
function whereHeard(pack: Pack, rule: Rule): Situation | undefined {
  const others = packs.filter(({ id }) =>
    packsOf(heard[pack.id as PackId]).some((one) => one === id),
  );
  for (const situation of everySituation()) {
    if (!privateChannels.includes(situation.channel)) continue;
    const held = others.flatMap(({ table, rules }) =>
      lookUp(table, situation).map((at) => rules[at]),
    );
    const shown = rule.grade !== 'open' || held.every((one) => one?.grade === 'open');
    if (shown && held.includes(rule)) return situation;
  }
  return undefined;
}

const doors: Partial<Record<Situation['channel'], string>> = {
  friend: 'befriend?/advise',
  directMessage: 'advice?/advise&for=message',
  contact: 'advice?/advise&for=contact',
  meet: 'advice?/advise&for=meet',
};
const ended: Record<Situation['care'], string> = {
  ...{ never: 'never', active: 'now', undeclared: 'undeclared' },
  ...{ endedRecently: 'withinYear', endedLongAgo: 'longer' },
};

function answersFor({ care, starts, careKind, minor, vulnerable, ...said }: Situation): string {
  const about = [careKind, minor && 'minor', vulnerable && 'vulnerable'];
  return new URLSearchParams([
    ['ended', ended[care]],
    ['initiator', starts === 'professional' ? 'me' : 'them'],
    ...['tie', 'purpose', 'account'].map((name) => [name, said[name as keyof typeof said]]),
    ...about.flatMap((one) => (one ? [['about', one]] : [])),
  ]).toString();
}

test.each(packs)(
  'every rule of $id that speaks of two is shown so to whoever it is for',
  async (pack) => {
    const handle = `for_${pack.id.toLowerCase().replaceAll('-', '_')}`;
    const person = await world.aPerson({ handle, roles: ['professional'] });
    await sayWork(world.as(person), heard[pack.id as PackId]);
    const cookie = await world.cookieOf(person);
    let found = 0;
    for (const rule of pack.rules) {
      const situation = whereHeard(pack, rule);
      if (!situation) continue;
      const answer = await sendTo(world.origin, `/@nora/${doors[situation.channel]}`, {
        cookie,
        body: answersFor(situation),
      });
      const reasons = partsOf(answer.body, /<li class="reason/);
      const reason = reasons.find((one) => one.includes(rule.advice));
      expectMarked(reason, rule, answersFor(situation));
      found++;
    }
    expect(found).toBeGreaterThan(0);
  },
);
