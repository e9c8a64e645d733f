import type { MonthState } from './month-state.ts';

/**
 * What a chat looks like to everybody: public data only, the same for all readers, so that a change
 * is encoded once however many read. Moments are ISO 8601.
 */
export interface ChatView {
  place: ChatPlace;
  head: ChatHead;
  questions: ChatQuestion[];
  /** A window of lines, by number. */
  lines: ChatLine[];
  /** There are lines before the window. */
  older: boolean;
}

/** Where the chat is. */
export interface ChatPlace {
  monthId: string;
  date: string;
  theme: string;
  club: { slug: string; name: string; hashtag: string };
}

/** What holds for the whole chat at one revision. */
export interface ChatHead {
  /** Grows by one with every change of lines or questions; readers resume from it. */
  revision: number;
  state: MonthState;
  /** The live hours: one, or two for the other side of the world. */
  hours: { starts: string; ends: string }[];
  /** The moment of minute 0: of the hour under way, else of the next, else of the last. */
  clock: string | null;
  /** The last moment of late answers. */
  tailEnds: string | null;
  /** Seconds between two answers of one person; 0 is off. */
  slowSeconds: number;
  /** Who studies the chat and why; empty when nobody does. */
  studyNotice: string;
  /** How many people are here: who answered, and who said so. */
  people: number;
  /** The number of the last line, removed ones included. */
  lastNumber: number;
}

/** A round of the chat. `held` waits for a host; what is `skipped` is never asked. */
export interface ChatQuestion {
  id: string;
  kind: 'opening' | 'question' | 'closing';
  number: number | null;
  position: number;
  text: string;
  /** Minute of the live hour at which it is asked. */
  minute: number;
  state: 'waiting' | 'held' | 'asked' | 'skipped';
  asked: string | null;
}

/** A line of the chat. It keeps its number when what it said is gone. */
export interface ChatLine {
  id: string;
  number: number;
  questionId: string | null;
  /** The line that it answers. Its writer's name is looked up there, so that it goes when they go. */
  parentNumber: number | null;
  author: { handle: string; name: string; avatar: string | null } | null;
  /** Null when it is gone. */
  html: string | null;
  /** `removed` by the person who wrote it; `hidden` by a host, who says why. */
  gone: 'removed' | 'hidden' | null;
  reason: string | null;
  published: string;
  edited: string | null;
  /** Written after the live hours. */
  late: boolean;
}

/** What a reader at an earlier revision needs to be up to date. Applying it twice changes nothing. */
export interface ChatChange {
  head: ChatHead;
  /** All of them, when any may have changed. */
  questions?: ChatQuestion[];
  lines: ChatLine[];
  /** The reader was too far behind: forget the lines and begin with these. */
  whole?: true;
}

/** What one person needs to know of themselves beside the view. */
export interface ChatViewer {
  here: boolean;
  /** Their words are kept out of the study of this chat. */
  optedOut: boolean;
  /** They have agreed to research at all, so that they can be let into this study. */
  mayBeStudied: boolean;
  hosts: boolean;
}

/** How many lines a page shows at first; older ones by page. */
export const linesAPage = 200;

/** The newest version of each line, by number, and the newest head. A change may come late or twice. */
export function applyChange(view: ChatView, change: ChatChange): ChatView {
  if (change.head.revision < view.head.revision) return view;
  const questions = change.questions ?? view.questions;
  if (change.whole) {
    const older = (change.lines[0]?.number ?? 1) > 1;
    return { ...view, head: change.head, questions, lines: change.lines, older };
  }
  return withLines({ ...view, head: change.head, questions }, change.lines);
}

/** The view with these versions of lines in it. */
export function withLines(view: ChatView, fresh: readonly ChatLine[]): ChatView {
  if (fresh.length === 0) return view;
  const first = view.older ? (view.lines[0]?.number ?? 0) : 0;
  const lines = new Map(view.lines.map((line) => [line.number, line]));
  // A line before the window stays outside of it: it is read afresh with its page.
  for (const line of fresh) if (line.number >= first) lines.set(line.number, line);
  const sorted = [...lines.values()].sort((a, b) => a.number - b.number);
  return { ...view, lines: sorted };
}

/** The question that is being talked about: the one asked last. */
export function currentQuestion(questions: readonly ChatQuestion[]): ChatQuestion | undefined {
  return questions
    .filter(({ state }) => state === 'asked')
    .sort(byAsked)
    .at(-1);
}

/** The next question and when it is asked, in milliseconds; nothing while a host holds it. */
export function nextQuestion(
  { clock }: ChatHead,
  questions: readonly ChatQuestion[],
): { question: ChatQuestion; at: number } | undefined {
  const [question] = questions.filter(({ state }) => state === 'waiting' || state === 'held');
  if (!question || question.state === 'held' || !clock) return undefined;
  return { question, at: Date.parse(clock) + question.minute * 60_000 };
}

function byAsked(a: ChatQuestion, b: ChatQuestion): number {
  return Date.parse(a.asked ?? '') - Date.parse(b.asked ?? '') || a.position - b.position;
}
