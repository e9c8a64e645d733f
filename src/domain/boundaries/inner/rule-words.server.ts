import { isAlternative } from '../alternatives.ts';
import type { Grade, Rule, Source } from '../pack.ts';

const gradeWords = new Map<string, Grade>([
  ['open', 'open'],
  ['caution', 'withCaution'],
  ['not-now', 'notNow'],
]);

const needed = [
  'id',
  'grade',
  'advice',
  'patient',
  'instead',
  'source',
  'jurisdiction',
  'verified',
];
const known = new Set([...needed, 'default', 'analogy']);
const safeId = /^[A-Za-z][A-Za-z0-9-]{0,31}$/;

/** Reads a rule's words from its annotations, or says what is wrong with them. */
export function readWords(notes: ReadonlyMap<string, string>): Rule | string[] {
  const said = (name: string) => (notes.get(name) ?? '').trim();
  const wrong = [
    ...needed.filter((name) => !notes.has(name)).map((name) => `A rule needs @${name}.`),
    ...[...notes.keys()]
      .filter((name) => !known.has(name))
      .map((name) => `@${name} means nothing here.`),
  ];
  const grade = gradeWords.get(said('grade'));
  const instead = said('instead')
    .split(/\s*,\s*/)
    .every((one) => /^[A-Za-z]*$/.test(one))
    ? said('instead')
        .split(/\s*,\s*/)
        .filter(Boolean)
    : [said('instead')];
  if (notes.has('id') && !safeId.test(said('id')))
    wrong.push('@id is letters, figures and hyphens, begins with a letter, and has 32 at most.');
  if (notes.has('grade') && !grade) wrong.push('@grade is "open", "caution" or "not-now".');
  for (const one of instead)
    if (/^[A-Za-z]+$/.test(one) && !isAlternative(one))
      wrong.push(`"${one}" is not known as something to do instead; a whole sentence is welcome.`);
  for (const name of ['advice', 'patient'])
    if (notes.has(name)) wrong.push(...wordsWrong(said(name)));
  if (!['true', 'false'].includes(said('verified')) && notes.has('verified'))
    wrong.push('@verified is "true" or "false".');
  if (notes.has('default') && said('default') !== 'pocket friends')
    wrong.push('@default is "pocket friends", or left out.');
  const sources = said('source').split('\n').map(readSource);
  if (notes.has('source') && sources.includes(null))
    wrong.push(
      '@source is: body | document | section | year | address. An address begins with https://.',
    );
  if (grade && grade !== 'open' && instead.length === 0 && notes.has('instead'))
    wrong.push('@instead names at least one thing that one can do.');
  if (wrong.length > 0 || !grade) return wrong;
  return {
    id: said('id'),
    grade,
    advice: said('advice'),
    patient: said('patient'),
    instead,
    sources: sources.filter((one) => one !== null),
    jurisdiction: said('jurisdiction'),
    verified: said('verified') === 'true',
    ours: notes.has('default'),
    analogy: said('analogy') || null,
  };
}

function readSource(line: string): Source | null {
  const remembered = line.trim().startsWith('?');
  const parts = line
    .trim()
    .replace(/^\?\s*/, '')
    .split('|')
    .map((part) => part.trim());
  const [body = '', document = '', section = '', year = '', address = ''] = parts;
  if (parts.length !== 5 || !body || !document) return null;
  if (address && !(URL.canParse(address) && address.startsWith('https://'))) return null;
  return { body, document, section, year, address, remembered };
}

/** People never read that they were denied, forbidden or allowed something. */
function wordsWrong(words: string): string[] {
  const wall =
    /\b(den(y|ies|ied)|forbid\w*|forbade|allow\w*|prohibit\w*|users?|error|violat\w*)\b/i.exec(
      words,
    );
  return [
    ...(words.length < 10 || words.length > 400 ? ['Advice has 10 to 400 letters.'] : []),
    ...(wall ? [`"${wall[0]}" sounds like a wall. Say what one can do.`] : []),
  ];
}
