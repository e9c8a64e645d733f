import { expect, test } from 'vitest';
import { advise } from './advise.ts';
import { aSituation, type Facts, type Situation } from './facts.ts';
import { loadPacks } from './packs-of.ts';

const packs = await loadPacks(['base']);

/** What a professional is told who is asked, unless it is said otherwise. */
function asked(said: Partial<Situation & Pick<Facts, 'side' | 'initiator'>>): Facts {
  return { ...aSituation({ channel: 'friend' }), side: 'professional', initiator: 'them', ...said };
}

test('a radiographer who never treated somebody may become their pocket friend', () => {
  const { grade, reasons } = advise(packs, asked({}));
  expect(grade).toBe('open');
  expect(reasons.map(({ id }) => id)).toEqual(['R03']);
});

test('while care goes on it is not now, with what one can do instead', () => {
  const { grade, reasons, instead } = advise(packs, asked({ care: 'active' }));
  expect(grade).toBe('notNow');
  expect(reasons[0]?.words).toContain('While you care for this person');
  expect(instead.map(({ name }) => name)).toContain('followInPublic');
});

test('the same moment is told to a patient in words for a patient', () => {
  const patient = asked({ care: 'active', side: 'other', initiator: 'me' });
  const { grade, reasons } = advise(packs, patient);
  expect(grade).toBe('notNow');
  expect(reasons[0]?.words).toContain('It is not about you');
});

test('a professional never starts in private with somebody in their care, by whichever side it is told', () => {
  for (const who of [
    { side: 'professional', initiator: 'me' },
    { side: 'other', initiator: 'them' },
  ] as const) {
    const { reasons } = advise(packs, asked({ care: 'active', ...who }));
    expect(reasons.map(({ id }) => id)).toContain('R14');
  }
});

test('a year after care has ended it is with caution', () => {
  expect(advise(packs, asked({ care: 'endedLongAgo' })).grade).toBe('withCaution');
});
