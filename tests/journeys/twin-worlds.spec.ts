import { afterAll, beforeAll, expect, test } from 'vitest';
import { apart } from '../makers/apart.ts';
import { pairOf, story } from '../makers/asking-story.ts';
import { alone, canary, everything, type Fact } from '../makers/kept-facts.ts';
import { leaks, plant } from '../makers/leaks.ts';
import { asker, everybody, type Onlooker } from '../makers/onlookers.ts';
import { closeTwin, openTwin, type Twin } from '../makers/twins.ts';
import { sayYoung } from '#domain/connections/request-holds.server.ts';

const twins: Twin[] = [];
beforeAll(async () => {
  const names = [...Object.keys(alone), 'everything', ...leaks.map(({ name }) => name)];
  for (let n = 0; n < 2; n += 1) twins.push(await openTwin(names));
}, 240_000);
afterAll(async () => {
  for (const twin of twins) await closeTwin(twin);
});

type Heard = Awaited<ReturnType<typeof story>>;

/** The same story twice: where the asked keeps nothing for themselves, and where they keep this. */
async function both(name: string, fact: Fact, by: readonly Onlooker[]): Promise<[Heard, Heard]> {
  const [open, keeping] = twins;
  if (!open || !keeping) throw new Error('There are no worlds.');
  return [
    await story(open, pairOf(open, name), { onlookers: by }),
    await story(keeping, pairOf(keeping, name), { fact, onlookers: by }),
  ];
}

const young: Fact = { lies: 'held', before: (asked) => sayYoung(asked, true) };

const statusesOf = (texts: readonly string[]) =>
  texts.map((text) => / (\d{3})\n/.exec(text)?.[1] ?? 'none');

test.each(Object.entries(alone))(
  'HLT-01: over HTTP, whoever asks sees the same at every step: %s',
  async (name, fact) => {
    const [open, keeping] = await both(name, fact, [asker]);
    expect([open.lay, keeping.lay]).toEqual(['delivered', fact.lies]);
    const { asking, before, asked, answered, lapsed, heard, letters, copy } = keeping.told;
    // Equal refusals, and equal silence, would say little: everything that is looked at is there.
    expect(statusesOf(asking)).toEqual(['303', '200']);
    for (const step of [before, asked, answered, lapsed])
      expect(new Set(statusesOf(step))).toEqual(new Set(['200']));
    expect(copy.length).toBeGreaterThan(5);
    expect(heard.join()).toContain('"event":"notification"');
    expect(letters).not.toEqual([]);
    expect(apart(open.told, keeping.told)).toEqual([]);
  },
);

test('HLT-01, HLT-03: nobody around sees a difference on any page, in any answer of the API, or in any statement', async () => {
  const [open, keeping] = await both('everything', everything, everybody);
  expect([open.lay, keeping.lay]).toEqual(['delivered', 'held']);
  const there = statusesOf(keeping.told.answered).filter((status) => status === '200');
  expect(there.length).toBeGreaterThan(250);
  expect(apart(open.told, keeping.told)).toEqual([]);
}, 240_000);

test.each(leaks)('the same look sees $what', async (leak) => {
  const [, keeping] = twins;
  const mend = keeping && (await plant(keeping, leak));
  const [open, leaking] = await both(leak.name, young, leak.onlookers);
  await mend?.();
  expect(leaking.lay).toBe('held');
  // Up to the delivery the two are the same: what is seen is the leak, not chance.
  const steps = apart(open.told, leaking.told).map((found) => found.replace(/,.*/s, ''));
  expect(steps).toContain(leak.at);
  for (const step of ['before', 'asking', 'asked']) expect(steps).not.toContain(step);
});

test('HLT-08: no answer, line of the log or letter holds what the asked keeps', () => {
  for (const { seen, world } of twins) {
    expect(seen.length).toBeGreaterThan(0);
    expect(JSON.stringify([seen, world.logged])).not.toContain(canary);
  }
});
