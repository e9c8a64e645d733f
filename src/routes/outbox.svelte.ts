import { failureOf, type Result } from './post-form.ts';
import { freshKey, keepOnShelf, readShelf } from './device-shelf.ts';

/** Something written that is on its way. It is kept on the device until the server has it. */
export interface Letter {
  key: string;
  text: string;
  /** Why it waits for its writer; absent while it is tried again by itself. */
  says?: string | undefined;
  /** `yes` when the guard on this device has looked at it. */
  looked?: string;
}

/** How a try to send went. `later`: nothing was refused, it is tried again after so many seconds. */
export type Sent = 'arrived' | { says: string } | { later: number; says: string };

const retrySeconds = 10;
const broke = { later: 5, says: 'Something broke on our side. We try again.' };
const away = { says: 'You are not signed in any more. Sign in, come back, and send it again.' };

/**
 * What a form's answer says of a letter: `says` and `later` of its failure, as in `Sent`. One that leads to
 * another page leads to where one signs in, and has not taken it.
 */
export function sentBy({ type, location: to, data }: Result): Sent {
  if (type === 'redirect') return to?.startsWith(location.pathname) ? 'arrived' : away;
  const { says, later } = (failureOf(data) ?? {}) as { says?: string; later?: number };
  if (!says) return broke;
  return later ? { later, says } : { says };
}

const isText = (value: unknown): value is string => typeof value === 'string';

/**
 * What somebody writes: kept on the device while they write, put into an outbox when they send it, and
 * sent from there until the server has it, with a key that makes twice the same as once. `post` sends one
 * letter, and throws when nobody is reached.
 */
export class Outbox<L extends Letter = Letter> {
  text = $state('');
  letters: readonly L[] = $state.raw([]);
  /** Nobody was reached; what waits goes by itself. */
  offline = $state(false);
  /** Why what waits is tried again later; empty when it is simply on its way. */
  why = $state('');
  /** The device keeps nothing: say so before they leave. */
  unkept = $state(false);
  /** What the guard beside the box says of its words: `yes` when it has looked at them. */
  looked = () => '';
  readonly #draft: string;
  readonly #box: string;
  readonly #post: (letter: L) => Promise<Sent>;
  #sending = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    { handle, kind, id, text }: { handle: string; kind: string; id: string; text: string },
    post: (letter: L) => Promise<Sent>,
  ) {
    // What begins with draft: is taken from the device when its owner signs out.
    this.#draft = `draft:${handle}:${kind}-${id}`;
    this.#box = `draft:${handle}:${kind}-outbox-${id}`;
    this.text = text;
    this.#post = post;
  }

  /** Takes up what was left on this device, and sends what waits, until the returned function is called. */
  open(): () => void {
    this.text ||= readShelf(this.#draft, isText) ?? '';
    this.letters = readShelf(this.#box, areLetters<L>) ?? [];
    this.offline = !navigator.onLine;
    const back = () => {
      this.offline = false;
      void this.#sendAll();
    };
    const away = () => void (this.offline = true);
    addEventListener('online', back);
    addEventListener('offline', away);
    void this.#sendAll();
    return () => {
      removeEventListener('online', back);
      removeEventListener('offline', away);
      clearTimeout(this.#timer);
    };
  }

  keepDraft(): void {
    this.unkept = !keepOnShelf(this.#draft, this.text);
  }

  /**
   * Puts what was written into the outbox with the rest of its letter, and empties the box. Without a word
   * nothing is sent, unless the rest says something.
   */
  send(rest: Omit<L, keyof Letter>, { wordless = false } = {}): void {
    if (!this.text.trim() && !wordless) return;
    this.#keep([...this.letters, this.#letterOf(rest)]);
    this.text = '';
    this.keepDraft();
    void this.#sendAll();
  }

  #letterOf(rest: Omit<L, keyof Letter>): L {
    return { ...rest, key: freshKey(), text: this.text, looked: this.looked() } as L;
  }

  tryAgain({ key }: L): void {
    this.#mark(key, undefined);
    void this.#sendAll();
  }

  /** Takes a letter out of the outbox and back into the box. */
  takeBack({ key, text }: L): void {
    this.#keep(this.letters.filter((one) => one.key !== key));
    this.text = this.text.trim() ? `${text}\n\n${this.text}` : text;
    this.keepDraft();
  }

  /** Sends what waits, the oldest first. */
  async #sendAll(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#sending) return;
    this.#sending = true;
    try {
      let next = this.letters.find(({ says }) => !says);
      while (next && (await this.#sendOne(next))) next = this.letters.find(({ says }) => !says);
    } finally {
      this.#sending = false;
    }
  }

  /** Whether the next one may be tried. */
  async #sendOne(letter: L): Promise<boolean> {
    try {
      const sent = await this.#post(letter);
      this.offline = false;
      this.why = '';
      if (sent === 'arrived') this.#keep(this.letters.filter(({ key }) => key !== letter.key));
      else if ('later' in sent) return this.#wait(sent.later, sent.says);
      else this.#mark(letter.key, sent.says);
      return true;
    } catch {
      this.offline = true;
      return this.#wait(retrySeconds, this.why);
    }
  }

  #wait(seconds: number, why: string): false {
    this.why = why;
    this.#timer = setTimeout(() => void this.#sendAll(), seconds * 1000);
    return false;
  }

  #mark(key: string, says: string | undefined): void {
    this.#keep(this.letters.map((one) => (one.key === key ? { ...one, says } : one)));
  }

  #keep(letters: readonly L[]): void {
    this.letters = letters;
    if (!keepOnShelf(this.#box, letters)) this.unkept = true;
  }
}

/** Only what every letter has is looked at: the server refuses one whose rest does not fit. */
function areLetters<L extends Letter>(value: unknown): value is L[] {
  const isLetter = (one: Partial<Letter> | null) => isText(one?.key) && isText(one?.text);
  return Array.isArray(value) && value.every(isLetter);
}
