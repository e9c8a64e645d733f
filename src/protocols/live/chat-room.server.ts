import type { ChatChange } from '#domain/club/chat-view.ts';
import { eventBytes, type StreamReader } from '#platform/sse.server.ts';

/** Reads what changed since a revision; nothing when the chat is not there for everybody. */
export type ReadChanges = (since: number | undefined) => Promise<ChatChange | undefined>;

/** A change as bytes, and the revision that it brings a reader to. */
interface Encoded {
  revision: number;
  bytes: Buffer;
}

const gatherMs = 200;
const retryMs = 1000;
const mostCatchUps = 100;

/**
 * One chat in one process: its readers, and how far they are. A wake leads to one read of the
 * database and one encoding, written to every reader; wakes that come while it is read, or within
 * 200 ms, are gathered into the next. Changes may overlap: applying one twice changes nothing.
 */
export class ChatRoom {
  readonly #read: ReadChanges;
  readonly #failed: (fault: unknown) => void;
  readonly #readers = new Set<StreamReader>();
  /** What readers who left at a revision are missing; forgotten with the next wake. */
  readonly #catchUps = new Map<number | undefined, Promise<Encoded | undefined>>();
  #revision = -1;
  #head = '';
  #questions = '';
  #joining = 0;
  #wakes = 0;
  #reading = false;
  #again = false;
  #timer: NodeJS.Timeout | undefined;
  #last = 0;

  constructor(read: ReadChanges, failed: (fault: unknown) => void) {
    this.#read = read;
    this.#failed = failed;
  }

  /** Nobody reads, and nobody is about to. */
  get idle(): boolean {
    return this.#readers.size === 0 && this.#joining === 0;
  }

  /** Brings a reader from its revision up to date, and lets it hear what comes. */
  async join(reader: StreamReader, since: number | undefined): Promise<void> {
    this.#joining += 1;
    try {
      let from = since;
      while (reader.open) {
        const wakes = this.#wakes;
        const missed = await this.#catchUp(from);
        if (!missed) return bid(reader);
        reader.write(missed.bytes);
        from = missed.revision;
        // The others are further: once more, for what was told to them meanwhile.
        if (this.#readers.size > 0 && this.#revision > from) continue;
        if (this.#readers.size === 0) this.#revision = from;
        if (reader.open) this.#readers.add(reader);
        // A wake that found nobody to tell must not be lost.
        if (wakes !== this.#wakes) this.wake();
        return;
      }
    } finally {
      this.#joining -= 1;
    }
  }

  leave(reader: StreamReader): void {
    this.#readers.delete(reader);
    if (this.#readers.size > 0) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Something changed: the first time at once, then gathered. */
  wake(): void {
    this.#wakes += 1;
    this.#catchUps.clear();
    if (this.#reading) this.#again = true;
    else if (!this.#timer && this.#readers.size > 0) this.#tellSoon();
  }

  #tellSoon(): void {
    const wait = this.#last + gatherMs - Date.now();
    if (wait <= 0) void this.#tell();
    else this.#tellIn(wait);
  }

  #tellIn(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#tell(), ms);
  }

  async #tell(): Promise<void> {
    this.#timer = undefined;
    this.#reading = true;
    this.#again = false;
    this.#last = Date.now();
    try {
      this.#broadcast(await this.#read(this.#revision < 0 ? undefined : this.#revision));
    } catch (fault) {
      this.#failed(fault);
      this.#tellIn(retryMs);
    }
    this.#reading = false;
    if (this.#again && !this.#timer && this.#readers.size > 0) this.#tellSoon();
  }

  #broadcast(change: ChatChange | undefined): void {
    if (!change) {
      for (const reader of [...this.#readers]) bid(reader);
      return;
    }
    const head = JSON.stringify(change.head);
    const questions = JSON.stringify(change.questions);
    if (head === this.#head && change.lines.length === 0) return;
    const same = questions === this.#questions && !change.whole;
    const { bytes } = encode(same ? { head: change.head, lines: change.lines } : change);
    this.#revision = change.head.revision;
    this.#head = head;
    this.#questions = questions;
    for (const reader of this.#readers) reader.write(bytes);
  }

  /** Many who come back from the same revision at once share one read. */
  #catchUp(since: number | undefined): Promise<Encoded | undefined> {
    const known = this.#catchUps.get(since);
    if (known) return known;
    if (this.#catchUps.size >= mostCatchUps) this.#catchUps.clear();
    const found = this.#read(since).then((change) => change && encode(change));
    this.#catchUps.set(since, found);
    found.catch(() => this.#catchUps.delete(since));
    return found;
  }
}

function encode(change: ChatChange): Encoded {
  const { revision } = change.head;
  return { revision, bytes: eventBytes({ id: String(revision), data: JSON.stringify(change) }) };
}

/** The chat is not there any more, for anybody: say so, so that the page does not come back for ever. */
function bid(reader: StreamReader): void {
  reader.write(eventBytes({ name: 'gone', data: '{}' }));
  reader.end();
}
