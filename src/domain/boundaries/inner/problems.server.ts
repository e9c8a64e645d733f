import type { DetailedError } from '@cedar-policy/cedar-wasm/nodejs';

/** Why a text is no pack, in a sentence for whoever wrote it, and the line it is about where one is known. */
export interface Problem {
  line: number | null;
  says: string;
}

/** Says what Cedar found, with its line. `text` is what Cedar read; `firstLine` is where that stands in the whole. */
export function sayProblem(error: DetailedError, text: string, firstLine = 1): Problem {
  const start = error.sourceLocations?.[0]?.start;
  const line = start === undefined ? firstLine : firstLine + linesBefore(text, start);
  return { line, says: `${inPlainWords(error)}${hint(error)}` };
}

/** Cedar counts bytes. */
function linesBefore(text: string, bytes: number): number {
  return Buffer.from(text).subarray(0, bytes).toString().split('\n').length - 1;
}

/** The line on which a part of a text begins. */
export function lineOf(text: string, part: string): number {
  return text.slice(0, Math.max(0, text.indexOf(part))).split('\n').length;
}

const plain: [RegExp, (...found: string[]) => string][] = [
  [
    /entity `(\w+)::"(.*)"` is of an enumerated entity type/,
    (_, fact, value) => `"${value}" is not one of the answers to ${fact}.`,
  ],
  [/attribute `(\w+)` in context/, (_, fact) => `There is no fact called "${fact}".`],
  [/unrecognized action `Action::"(.*)"`/, (_, act) => `There is no act called "${act}".`],
  [/unrecognized entity type `(\w+)`/, (_, name) => `There is no fact called "${name}".`],
  [/duplicate annotation: @(\w+)/, (_, name) => `A rule says @${name} twice.`],
  [/policy is impossible|unable to find an applicable/, () => 'This rule can never hold.'],
  [
    /types? (\w+) and (\w+) are not compatible/,
    () => 'Two things are compared that can never be the same. Write an answer as Care::"active".',
  ],
  [/unexpected token `(.*)`/, (_, token) => `"${token}" is not expected here.`],
  [/unexpected end of input/, () => 'The text ends in the middle of a rule.'],
];

function inPlainWords({ message }: DetailedError): string {
  for (const [pattern, say] of plain) {
    const found = pattern.exec(message);
    if (found) return say(...found);
  }
  return `This cannot be read: ${message}`;
}

function hint({ help }: DetailedError): string {
  const meant = /did you mean `(?:Action::)?"?([^`"]+)"?`/.exec(help ?? '')?.[1];
  const answers = /valid entity eids: (.*)/.exec(help ?? '')?.[1];
  if (meant) return ` Did you mean "${meant}"?`;
  return answers ? ` There are ${answers.replaceAll('"', '')}.` : '';
}

/** Each problem once, from the first line on. */
export function tidied(problems: readonly Problem[]): Problem[] {
  const once = new Map(problems.map((one) => [`${one.line} ${one.says}`, one]));
  return [...once.values()].sort((one, other) => (one.line ?? 0) - (other.line ?? 0));
}
