/** A line as it was read from the tables; `html` is empty when it may not be shown. */
export interface LineRow {
  id: string;
  number: number;
  questionId: string | null;
  parentId: string | null;
  /** The number of the line it answers, which may stand on another page. */
  parentNumber: number | null;
  /** Milliseconds since 1970. */
  at: number;
  late: boolean;
  edited: boolean;
  /** Why a host hid it. */
  hidden: string | null;
  html: string | null;
  name: string | null;
  handle: string | null;
}

/** A round that was asked: the opening, a numbered question, the closing. */
export interface RoundRow {
  id: string;
  kind: 'opening' | 'question' | 'closing';
  number: number | null;
  text: string;
}

/** A line of the transcript. It keeps its number whatever happens to its words. */
export interface Line {
  id: string;
  number: number;
  state: 'said' | 'removed' | 'hidden';
  name: string;
  handle: string;
  html: string;
  /** Why a host hid it; empty otherwise. */
  reason: string;
  /** Milliseconds since 1970, and the same on the club's clock. */
  at: number;
  clock: string;
  late: boolean;
  edited: boolean;
  /** Whether it stands under the line that began its thread. */
  reply: boolean;
  /** Which line it answers, and whose; the name is empty when that line is gone. */
  to: { number: number; name: string } | null;
}

/** A round with its lines, thread by thread. What belongs to no question has an empty `id`. */
export interface Round {
  id: string;
  kind: RoundRow['kind'] | 'other';
  /** "Question 2", "Opening round". */
  name: string;
  text: string;
  lines: Line[];
}

/**
 * Puts lines under their questions and threads under the line that began them, in the order in which
 * they were sent. A thread never goes deeper than one step: each reply says in words whom it answers.
 */
export function arrange(
  questions: readonly RoundRow[],
  rows: readonly LineRow[],
  clock: (at: number) => string,
): Round[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const rounds = new Map<string, Round>();
  for (const { id, kind, number, text } of questions) {
    rounds.set(id, { id, kind, name: roundName(kind, number), text, lines: [] });
  }
  const other: Round = {
    id: '',
    kind: 'other',
    name: 'Besides the questions',
    text: '',
    lines: [],
  };
  for (const thread of threadsOf(rows, byId).values()) {
    const round = rounds.get(thread[0]?.questionId ?? '') ?? other;
    for (const row of thread)
      round.lines.push({ ...lineOf(row, byId, row !== thread[0]), clock: clock(row.at) });
  }
  return other.lines.length > 0 ? [...rounds.values(), other] : [...rounds.values()];
}

/** What a round is called. */
export function roundName(kind: RoundRow['kind'], number: number | null): string {
  if (kind === 'opening') return 'Opening round';
  return kind === 'closing' ? 'Closing round' : `Question ${number ?? ''}`.trim();
}

function threadsOf(
  rows: readonly LineRow[],
  byId: ReadonlyMap<string, LineRow>,
): Map<string, LineRow[]> {
  const begins = new Map<string, string>();
  const threads = new Map<string, LineRow[]>();
  for (const row of rows) {
    const parent = row.parentId === null ? undefined : byId.get(row.parentId);
    // Only an earlier line can have been answered, so the parent's thread is known by now.
    const root = (parent && begins.get(parent.id)) ?? row.id;
    begins.set(row.id, root);
    const thread = threads.get(root);
    if (thread) thread.push(row);
    else threads.set(root, [row]);
  }
  return threads;
}

function lineOf(
  row: LineRow,
  byId: ReadonlyMap<string, LineRow>,
  reply: boolean,
): Omit<Line, 'clock'> {
  const state = row.hidden !== null ? 'hidden' : row.html === null ? 'removed' : 'said';
  const said = state === 'said';
  const parent = row.parentId === null ? undefined : byId.get(row.parentId);
  return {
    id: row.id,
    number: row.number,
    state,
    name: (said && row.name) || '',
    handle: (said && row.handle) || '',
    html: (said && row.html) || '',
    reason: row.hidden ?? '',
    at: row.at,
    late: row.late,
    edited: said && row.edited,
    reply,
    to: row.parentNumber === null ? null : { number: row.parentNumber, name: parent?.name ?? '' },
  };
}

/** "in answer to Anna (12)". */
export function answeringWords({ to }: Pick<Line, 'to'>): string {
  if (!to) return '';
  return to.name ? `in answer to ${to.name} (${to.number})` : `in answer to ${to.number}`;
}

/** What stands where words were: "removed by the person who wrote it", "hidden by a host: reason". */
export function absentWords({ state, reason }: Pick<Line, 'state' | 'reason'>): string {
  if (state === 'removed') return 'removed by the person who wrote it';
  return state === 'hidden' ? `hidden by a host: ${reason}` : '';
}

/** The whole transcript as plain text; `html` of its lines holds plain text here. */
export function plainTranscript(head: readonly string[], rounds: readonly Round[]): string {
  const parts = rounds.map(({ name, text, lines }) => {
    const title = text ? `${name}: ${text}` : name;
    const body = lines.length > 0 ? lines.map(plainLine) : ['Nobody answered this.'];
    return [title, '-'.repeat(Math.min(72, title.length)), '', ...body].join('\n');
  });
  return `${[...head, ...parts].join('\n\n')}\n`;
}

function plainLine(line: Line): string {
  if (line.state !== 'said') return `${line.number} · ${absentWords(line)}\n`;
  const marks = [line.clock, line.late && 'late', line.edited && 'edited', answeringWords(line)];
  const words = line.html.split('\n').map((row) => (row ? `    ${row}` : ''));
  return `${line.number} · ${line.name} (@${line.handle}) · ${marks.filter(Boolean).join(' · ')}\n${words.join('\n')}\n`;
}
