import { goTo, inSight, keepPlace } from './reading-place.ts';
import {
  applyChange,
  withLines,
  type ChatChange,
  type ChatLine,
  type ChatView,
} from '#domain/club/chat-view.ts';

/** How new lines come: at once, gathered, or not until asked. */
export type Pace = 'live' | 'calm' | 'paused';

const calmMs = 10_000;
const sayMs = 10_000;

/** The chat on one reader's screen: what is shown, what waits, and the line to the server. */
export class ChatRoom {
  view: ChatView = $state.raw() as ChatView;
  pace: Pace = $state('live');
  /** New lines that wait for a slower reader. */
  waiting: readonly ChatLine[] = $state.raw([]);
  /** New lines that are shown and have not been seen yet. */
  unseen: readonly number[] = $state.raw([]);
  /** Read out, and never more often than every ten seconds. */
  said = $state('');
  connected = $state(true);
  gone = $state(false);
  /** The server's time, so that a phone's wrong clock does not matter. */
  now: number = $state(0);
  readonly #skew: number;
  readonly #handle: string | undefined;
  #revision: number;
  #stream: EventSource | undefined;
  #timers: ReturnType<typeof setTimeout>[] = [];
  #again: ReturnType<typeof setTimeout> | undefined;
  #unsaid = 0;

  /** `now` is the server's time when it made the page. */
  constructor(view: ChatView, { now, handle }: { now: string; handle: string | undefined }) {
    this.view = view;
    this.#revision = view.head.revision;
    this.#handle = handle;
    this.now = Date.parse(now);
    this.#skew = this.now - Date.now();
  }

  /** How many new lines the reader has not seen. */
  get fresh(): number {
    return this.waiting.length + this.unseen.length;
  }

  /** Listens until the returned function is called. */
  open(): () => void {
    this.#listen();
    const back = () => this.#listen();
    const away = () => this.#hangUp();
    addEventListener('online', back);
    addEventListener('offline', away);
    const seen = () => this.#look();
    addEventListener('scroll', seen, { passive: true });
    this.#timers = [
      setInterval(() => (this.now = Date.now() + this.#skew), 5_000),
      setInterval(() => this.#sayNew(), sayMs),
      setInterval(() => this.pace === 'calm' && void this.showWaiting(), calmMs),
    ];
    return () => {
      removeEventListener('online', back);
      removeEventListener('offline', away);
      removeEventListener('scroll', seen);
      for (const timer of this.#timers) clearInterval(timer);
      this.#hangUp();
    };
  }

  setPace(pace: Pace): void {
    this.pace = pace;
    if (pace === 'live') void this.showWaiting();
  }

  /** Puts what waits where it belongs. */
  async showWaiting(): Promise<void> {
    const lines = this.waiting;
    if (lines.length === 0) return;
    this.waiting = [];
    await keepPlace(() => (this.view = withLines(this.view, lines)));
    this.#notice(lines);
  }

  /** Shows what waits and goes to the first line that was not seen yet. */
  async goToNew(): Promise<void> {
    await this.showWaiting();
    const first = Math.min(...this.unseen);
    if (!Number.isFinite(first)) return;
    goTo(first);
    this.#look();
  }

  #listen(): void {
    this.#hangUp();
    if (this.gone) return;
    const stream = new EventSource(`/live/chat/${this.view.place.monthId}?since=${this.#revision}`);
    this.#stream = stream;
    stream.onopen = () => (this.connected = true);
    stream.onmessage = ({ data }) => void this.#hear(JSON.parse(String(data)) as ChatChange);
    stream.addEventListener('gone', () => {
      this.gone = true;
      this.#hangUp();
    });
    stream.onerror = () => {
      this.connected = false;
      // A refusal (too many at once) ends the stream for good: come back later, not all together.
      if (stream.readyState === EventSource.CLOSED && !this.gone)
        this.#again = setTimeout(() => this.#listen(), 3_000 + Math.random() * 9_000);
    };
  }

  #hangUp(): void {
    clearTimeout(this.#again);
    this.#stream?.close();
    this.#stream = undefined;
    if (!navigator.onLine) this.connected = false;
  }

  async #hear(change: ChatChange): Promise<void> {
    this.#revision = Math.max(this.#revision, change.head.revision);
    const last = this.view.lines.at(-1)?.number ?? 0;
    const isNew = ({ number }: ChatLine) => number > last || this.#waits(number);
    const fresh = change.whole ? [] : change.lines.filter(isNew);
    const now = fresh.filter((line) => this.pace === 'live' || this.#isOwn(line));
    const later = fresh.filter((line) => !now.includes(line));
    // Edits and deletions are honoured at once, whatever the pace.
    const lines = change.lines.filter((line) => !later.includes(line));
    this.#wait(later, lines);
    await keepPlace(() => (this.view = applyChange(this.view, { ...change, lines })));
    this.#notice(now);
  }

  #waits(number: number): boolean {
    return this.waiting.some((line) => line.number === number);
  }

  /** What waits is replaced by its newest version, and is gone from there when it is shown. */
  #wait(later: readonly ChatLine[], shown: readonly ChatLine[]): void {
    const known = [...later, ...shown];
    const rest = this.waiting.filter(({ number }) => known.every((line) => line.number !== number));
    this.waiting = [...rest, ...later].sort((a, b) => a.number - b.number);
  }

  #isOwn({ author }: ChatLine): boolean {
    return author !== null && author.handle === this.#handle;
  }

  /** Lines that came while the reader looked elsewhere. */
  #notice(lines: readonly ChatLine[]): void {
    const others = lines.filter((line) => !this.#isOwn(line) && line.gone === null);
    this.#unsaid += others.length;
    if (others.length === 0) return;
    this.unseen = [...this.unseen, ...others.map(({ number }) => number)];
    this.#look();
  }

  /** What came into sight has been seen. */
  #look(): void {
    if (this.unseen.length === 0) return;
    const left = this.unseen.filter((number) => {
      const line = document.getElementById(`answer-${number}`);
      return line !== null && !inSight(line);
    });
    if (left.length < this.unseen.length) this.unseen = left;
  }

  #sayNew(): void {
    const count = this.#unsaid;
    this.#unsaid = 0;
    if (count > 0) this.said = count === 1 ? 'One new answer.' : `${count} new answers.`;
  }
}
