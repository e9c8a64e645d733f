import { firstNames } from './names.ts';
import type { Shape } from './row.ts';
import type { Token } from './tokens.ts';

/** The classes that no list holds: they depend on how a word is written, or on a number's value. */
export const computed = [
  'num',
  'kidage',
  'oldage',
  'years',
  'year',
  'cap',
  'Cap',
  'name',
  'unknown',
  'someone',
  'initial',
  'place',
  'motorway',
  'opens_handle',
  'fremd',
  'ort',
  'handle',
  'tagged',
  'quoted',
] as const;

const otherCapitals = ['title', 'doctor', 'day', 'month', 'region', 'origin', 'country'];

/**
 * What a word's shape says. `Cap` is any word with a capital, `cap` one whose capital means something (not
 * first in its sentence, not an acronym); `name` a first name, `unknown` another capital that is no word we
 * know, `someone` either; `place` a capital that may name a place. German writes every noun with a capital:
 * there only names of the list count, and words that nobody knows after a title or a bare preposition
 * (`fremd`, `ort`).
 */
export const shapeOf: Shape = (token, has, plain) => {
  if (token.sort === 'number') return numbered(token);
  const first = firstNames.has(token.word);
  if (token.sort === 'tag') return first ? ['tagged', 'name'] : ['tagged'];
  const quoted = token.before === '"' ? ['quoted'] : [];
  if (!token.capital) return quoted;
  const found = ['Cap', ...quoted];
  if (token.word.length === 1) return [...found, 'initial'];
  if (plain) found.push('fremd', 'ort');
  if (!token.opens && !token.shout) found.push('cap');
  const set = otherCapitals.some(has);
  if (first && !set) found.push('name', 'someone');
  if (first && !token.opens && has('building')) found.push('place');
  const known = !plain && !has('building') && !has('city');
  if (set || first || known) return found;
  if (!token.shout && !token.opens) found.push('unknown', 'someone');
  if (!token.shout || hospitals.has(token.word)) found.push('place');
  return found;
};

const hospitals = new Set('gosh uclh mgh rvi qmc lgi bri jr qe st'.split(' '));

function numbered(token: Token): readonly string[] {
  const value = Number(token.word);
  const found = ['num'];
  if (token.word.length > 4) return found;
  if (value < 18) found.push('kidage');
  else if (value >= 90 && value <= 119) found.push('oldage');
  else if (value < 90) found.push('years');
  if (value >= 1300 && value <= 2100) found.push('year');
  return found;
}
