import fc from 'fast-check';
import { expect, test } from 'vitest';
import { advise } from './advise.ts';
import { compareAdvice } from './compare.ts';
import { checkPack, compileBase, packText } from './compile.server.ts';
import { aSituation, everySituation } from './facts.ts';
import { advisedGrade } from './advise.ts';
import { loadPacks } from './packs-of.ts';

const [base] = await loadPacks(['base']);
if (!base) throw new Error('There is no base.');
const called = { id: 'leeds', name: 'Leeds Cancer Centre' };

/** A rule of a hospital that wants care to be over for good before anybody writes to anybody. */
function aRule(said: Partial<Record<'notes' | 'head' | 'when', string>> = {}): string {
  const notes = `@id("L1") @grade("not-now")
@advice("Here we do not write to people in our care in private.")
@patient("The people of this house do not write in private while they care for you.")
@instead("organisation, club")
@source("Leeds Cancer Centre | House rules | 3 | 2026 | https://leeds.example/rules")
@jurisdiction("Leeds") @verified("true")`;
  const head = 'forbid (principal, action == Action::"directMessage", resource)';
  const when = 'when { context.care == Care::"active" };';
  return [said.notes ?? notes, said.head ?? head, said.when ?? when].join('\n');
}

const check = (text: string) => checkPack(text, called, base);

async function problemsOf(text: string): Promise<string[]> {
  const answer = await check(text);
  if ('pack' in answer) throw new Error('The pack was taken.');
  return answer.problems.map(({ line, says }) => `${line ?? '-'}: ${says}`);
}

test('a hospital adds a rule of its own, and its people are advised by it', async () => {
  const answer = await check(aRule());
  if (!('pack' in answer)) throw new Error(JSON.stringify(answer.problems));
  const facts = aSituation({
    channel: 'directMessage',
    care: 'active',
    purpose: 'coproduction',
  });
  const asked = { ...facts, side: 'professional', initiator: 'them' } as const;
  expect(advise([base], asked).grade).toBe('withCaution');
  const { grade, reasons } = advise([base, answer.pack], asked);
  expect(grade).toBe('notNow');
  expect(reasons[0]).toMatchObject({ pack: 'leeds', id: 'L1' });
});

test('a preview names the situations that change, and no others', async () => {
  const answer = await check(aRule());
  if (!('pack' in answer)) throw new Error('The pack was refused.');
  const changes = compareAdvice([base], [base, answer.pack]);
  expect(changes.length).toBeGreaterThan(0);
  for (const { from, to, says } of changes) {
    expect([from, to]).toEqual(['withCaution', 'notNow']);
    expect(says).toMatch(/^A direct message; care goes on; /);
  }
  const differs = [...everySituation()].filter(
    (situation) => advisedGrade([base], situation) !== advisedGrade([base, answer.pack], situation),
  );
  const covered = differs.filter((situation) =>
    changes.some(({ when }) =>
      Object.entries(when).every(([name, values]) =>
        (values as readonly unknown[]).includes(situation[name as keyof typeof situation]),
      ),
    ),
  );
  expect(differs.length).toBeGreaterThan(0);
  expect(covered.length).toBe(differs.length);
  expect(compareAdvice([base], [base])).toEqual([]);
});

const refused: [string, string, RegExp][] = [
  [
    'a slip in an answer',
    aRule({ when: 'when { context.care == Care::"activ" };' }),
    /^8: "activ" is not one of the answers to Care\. There are never, active/,
  ],
  [
    'a slip in a fact',
    aRule({ when: 'when { context.car == Care::"active" };' }),
    /^8: There is no fact called "car"\. Did you mean "care"\?/,
  ],
  [
    'a slip in an act',
    aRule({ head: 'forbid (principal, action == Action::"frend", resource)' }),
    /no act called "frend"\. Did you mean "friend"/,
  ],
  [
    'a rule that says open',
    aRule({ head: 'permit (principal, action, resource)' }),
    /can only add concerns/,
  ],
  [
    'a concern that calls itself open',
    aRule().replace('"not-now"', '"open"'),
    /A concern is "caution" or "not-now"/,
  ],
  ['two rules of one name', `${aRule()}\n${aRule()}`, /Two rules are called L1/],
  [
    'a name from the inside of the machine',
    aRule().replace('@id("L1")', '@id("__proto__")'),
    /"__proto__" cannot stand/,
  ],
  ['a name with a space', aRule().replace('@id("L1")', '@id("L 1")'), /@id is letters/],
  [
    'a rule about one person',
    aRule({ head: 'forbid (principal, action, resource == Other::"other")' }),
    /never about one person/,
  ],
  [
    'a person who does not exist here',
    aRule({ when: 'when { resource == Other::"anna" };' }),
    /"anna" is not one of the answers/,
  ],
  [
    'a rule that breaks while it runs',
    aRule({ when: 'when { context.care == Care::"active" && 9223372036854775807 + 1 > 0 };' }),
    /^1: This rule breaks in some situations/,
  ],
  [
    'a rule that can never hold',
    aRule({ when: 'when { context.minor && !context.minor };' }),
    /can never hold/,
  ],
  [
    'a rule with a gap',
    aRule({ head: 'forbid (principal == ?principal, action, resource)' }),
    /leave out the question mark/,
  ],
  ['half a rule', aRule().slice(0, -20), /^\d+: /],
  ['nothing', '// Nothing yet', /There is no rule in it/],
  [
    'a note that means nothing',
    aRule().replace('@id("L1")', '@id("L1") @advise("x")'),
    /@advise means nothing here/,
  ],
  ['no source', aRule().replace(/@source.*\n/, ''), /needs @source/],
  [
    'a source without an address that can be opened',
    aRule().replace('https://', 'javascript:'),
    /An address begins with https/,
  ],
  [
    'words like a wall',
    aRule().replace('Here we do not write', 'It is forbidden to write'),
    /"forbidden" sounds like a wall/,
  ],
  [
    'nothing to do instead',
    aRule().replace('organisation, club', ''),
    /at least one thing that one can do/,
  ],
  [
    'something unknown to do instead',
    aRule().replace('organisation, club', 'organization'),
    /"organization" is not known/,
  ],
  [
    'a rule about too much at once',
    aRule({ when: 'when { context == context };' }),
    /too many facts at once/,
  ],
  [
    'a rule that is stricter after care than during it',
    aRule({
      head: 'forbid (principal, action == Action::"reply", resource)',
      when: 'when { context.care == Care::"endedRecently" };',
    }),
    /Care that goes on is advised more loosely/,
  ],
];

test.each(refused)('a pack is refused in plain words: %s', async (_, text, says) => {
  const problems = await problemsOf(text);
  expect(problems.some((one) => says.test(one))).toBe(true);
  for (const one of problems) expect(one).not.toMatch(/undefined|\[object|Cedar|policy/);
});

test('a house may switch a rule off in public, as long as the laws hold for what is left', async () => {
  const switchedOff = async (...without: string[]) =>
    await compileBase(packText('base'), { id: 'base', name: base.name, without });
  const answer = await switchedOff('R25');
  if (!('pack' in answer)) throw new Error(JSON.stringify(answer.problems));
  expect(answer.pack.version).not.toBe(base.version);
  const asked = aSituation({ channel: 'reply', purpose: 'clinical' });
  const facts = { ...asked, side: 'professional', initiator: 'them' } as const;
  expect(advise([base], facts).grade).toBe('withCaution');
  expect(advise([answer.pack], facts)).toMatchObject({ grade: 'open', reasons: [{ id: 'R01' }] });
  expect(await switchedOff('R99')).toEqual({
    problems: [{ line: null, says: 'There is no rule called R99.' }],
  });
  expect(JSON.stringify(await switchedOff('R40'))).toContain('would rather not say');
}, 120_000);

test('whatever is typed is answered with a pack or with sentences, never with a fault', async () => {
  const bits = fc.constantFrom(
    '@id("a")',
    'forbid',
    '(',
    ')',
    '{',
    '"',
    'when',
    'context',
    ';',
    '\u0000',
    '\n',
    'é',
    '::',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(bits, { maxLength: 20 }), async (parts) => {
      const answer = await check(parts.join(' '));
      if (!('problems' in answer)) throw new Error('A pack out of nothing.');
      expect(answer.problems.length).toBeGreaterThan(0);
    }),
    { numRuns: 300 },
  );
});
