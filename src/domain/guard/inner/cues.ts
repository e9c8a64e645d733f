import type { Role } from '../finding.ts';
import type { Sight } from './sight.ts';
import type { Token } from './tokens.ts';

/** What a text is weighed by. */
export interface Cued {
  sights: readonly Sight[];
  tokens: readonly Token[];
  /** The classes of each token, by name. */
  classes: readonly (readonly string[])[];
}

/** Which cues are of use, for whoever knows that: making a cue of every pair of words costs more than all the rest. */
export interface Wanted {
  has(cue: string): boolean;
  /** Whether any pair that begins with this word is of use. */
  begins(word: string): boolean;
}

const everything: Wanted = { has: () => true, begins: () => true };

/**
 * The cues of a text, each once: what was seen in it (`says:`), sorts of words (`of:`), words, pairs of words, and
 * its shape. In order of nothing: a cue is there or it is not.
 */
export function cuesOf(
  { sights, tokens, classes }: Cued,
  role: Role,
  wanted: Wanted = everything,
): Set<string> {
  const cues = new Set<string>([`by:${role}`]);
  for (const { says, weight } of sights) cues.add(`says:${says}${weight < 1 ? '-' : ''}`);
  for (const name of new Set(classes.flat())) cues.add(`of:${name}`);
  let before = '^';
  for (const { word, sort } of tokens) {
    const now = sort === 'number' ? '#' : sort === 'handle' ? '@' : word;
    if (wanted.has(now)) cues.add(now);
    if (wanted.begins(before)) cues.add(`${before} ${now}`);
    before = now;
  }
  for (const shape of shapesOf(tokens)) cues.add(shape);
  return cues;
}

function shapesOf(tokens: readonly Token[]): string[] {
  const capitals = tokens.filter(({ capital, opens, shout, word }) => {
    return capital && !opens && !shout && word.length > 1;
  }).length;
  const length = tokens.length < 15 ? 'short' : tokens.length < 40 ? 'middling' : 'long';
  return [`capitals:${Math.min(capitals, 3)}`, `length:${length}`];
}
