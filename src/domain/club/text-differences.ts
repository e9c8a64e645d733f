/** A stretch of a text: the same in both, only in the older, only in the newer. */
export interface Piece {
  kind: 'same' | 'gone' | 'new';
  text: string;
}

/** A paragraph of a comparison; `same` ones have one piece. */
export interface ComparedParagraph {
  kind: 'same' | 'changed';
  pieces: Piece[];
}

/**
 * What became of a text, paragraph by paragraph, and inside a changed paragraph word by word. The
 * pieces that are not `new` spell the older text, those that are not `gone` the newer one. Very long
 * and very different texts are shown as a whole taken out and a whole put in, so that the time has a
 * bound.
 */
export function compareTexts(before: string, after: string): ComparedParagraph[] {
  const steps = align(paragraphs(before), paragraphs(after));
  const compared: ComparedParagraph[] = [];
  for (let at = 0; at < steps.length;) {
    const step = steps[at];
    if (step?.kind === 'same') {
      compared.push({ kind: 'same', pieces: [step] });
      at += 1;
      continue;
    }
    const run = runOfChanges(steps, at);
    compared.push(...changedParagraphs(run));
    at += run.length;
  }
  return compared;
}

function paragraphs(text: string): string[] {
  return text.split(/\n{2,}/).filter((paragraph) => paragraph.trim() !== '');
}

function runOfChanges(steps: Piece[], from: number): Piece[] {
  const end = steps.findIndex((step, at) => at >= from && step.kind === 'same');
  return steps.slice(from, end < 0 ? steps.length : end);
}

/** The first paragraph taken out belongs to the first put in, and so on; what is left stands alone. */
function changedParagraphs(run: Piece[]): ComparedParagraph[] {
  const gone = run.filter(({ kind }) => kind === 'gone');
  const fresh = run.filter(({ kind }) => kind === 'new');
  return Array.from({ length: Math.max(gone.length, fresh.length) }, (_, at) => {
    const [older, newer] = [gone[at], fresh[at]];
    if (older && newer) return { kind: 'changed', pieces: wordPieces(older.text, newer.text) };
    return { kind: 'changed', pieces: [older, newer].filter((piece) => piece !== undefined) };
  });
}

function wordPieces(before: string, after: string): Piece[] {
  const pieces: Piece[] = [];
  for (const { kind, text } of align(words(before), words(after))) {
    const last = pieces.at(-1);
    if (last?.kind === kind) last.text += text;
    else pieces.push({ kind, text });
  }
  return pieces;
}

function words(text: string): string[] {
  return text.match(/\s+|[^\s]+/g) ?? [];
}

const mostCells = 1_000_000;

/** Longest common subsequence, between the common beginning and the common end. */
function align(before: string[], after: string[]): Piece[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start])
    start += 1;
  let tail = 0;
  while (
    tail < before.length - start &&
    tail < after.length - start &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  )
    tail += 1;
  return [
    ...all('same', before.slice(0, start)),
    ...middle(before.slice(start, before.length - tail), after.slice(start, after.length - tail)),
    ...all('same', before.slice(before.length - tail)),
  ];
}

function all(kind: Piece['kind'], texts: string[]): Piece[] {
  return texts.map((text) => ({ kind, text }));
}

function middle(before: string[], after: string[]): Piece[] {
  if (before.length * after.length > mostCells)
    return [...all('gone', before), ...all('new', after)];
  const width = after.length + 1;
  const common = new Uint16Array((before.length + 1) * width);
  const at = (row: number, column: number) => common[row * width + column] ?? 0;
  for (let row = before.length - 1; row >= 0; row -= 1)
    for (let column = after.length - 1; column >= 0; column -= 1)
      common[row * width + column] =
        before[row] === after[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
  return walk(before, after, at);
}

function walk(
  before: string[],
  after: string[],
  common: (row: number, column: number) => number,
): Piece[] {
  const steps: Piece[] = [];
  let [row, column] = [0, 0];
  while (row < before.length || column < after.length) {
    const [older, newer] = [before[row], after[column]];
    if (older !== undefined && older === newer) {
      steps.push({ kind: 'same', text: older });
      row += 1;
      column += 1;
    } else if (
      older !== undefined &&
      (newer === undefined || common(row + 1, column) >= common(row, column + 1))
    ) {
      steps.push({ kind: 'gone', text: older });
      row += 1;
    } else {
      steps.push({ kind: 'new', text: newer ?? '' });
      column += 1;
    }
  }
  return steps;
}
