import { freshKey, keepOnShelf, readShelf } from '../../device-shelf.ts';
import { failureOf, postForm } from '../../post-form.ts';

/** A message on its way. It is kept on the device until the server has it. */
export interface Letter {
  key: string;
  text: string;
  /** Why it waits for its writer; absent while it is tried again by itself. */
  says?: string;
}

const retryMs = 10_000;

function areLetters(value: unknown): value is Letter[] {
  const isLetter = (one: unknown) =>
    typeof one === 'object' &&
    one !== null &&
    ['key', 'text'].every((part) => typeof (one as Record<string, unknown>)[part] === 'string');
  return Array.isArray(value) && value.every(isLetter);
}

const isText = (value: unknown): value is string => typeof value === 'string';

/**
 * What somebody writes in a conversation: kept on the device while they write, and after they send it until
 * the server has it, with a key that makes twice the same as once.
 */
export class Outbox {
  text = $state('');
  letters: readonly Letter[] = $state.raw([]);
  /** Nobody was reached; what waits goes by itself. */
  offline = $state(false);
  /** The device keeps nothing: say so before they leave. */
  unkept = $state(false);
  readonly #draft: string;
  readonly #box: string;
  readonly #sent: () => Promise<void>;
  #sending = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    { id, handle, text }: { id: string; handle: string; text: string },
    sent: () => Promise<void>,
  ) {
    // What begins with draft: is taken from the device when its owner signs out.
    this.#draft = `draft:${handle}:message-${id}`;
    this.#box = `draft:${handle}:message-outbox-${id}`;
    this.text = text;
    this.#sent = sent;
  }

  /** Takes up what was left on this device, and sends what waits, until the returned function is called. */
  open(): () => void {
    this.text ||= readShelf(this.#draft, isText) ?? '';
    this.letters = readShelf(this.#box, areLetters) ?? [];
    const back = () => void this.#sendAll();
    addEventListener('online', back);
    back();
    return () => {
      removeEventListener('online', back);
      clearTimeout(this.#timer);
    };
  }

  keepDraft(): void {
    this.unkept = !keepOnShelf(this.#draft, this.text);
  }

  send(): void {
    if (!this.text.trim()) return;
    this.#keep([...this.letters, { key: freshKey(), text: this.text }]);
    this.text = '';
    this.keepDraft();
    void this.#sendAll();
  }

  tryAgain({ key, text }: Letter): void {
    this.#keep(this.letters.map((one) => (one.key === key ? { key, text } : one)));
    void this.#sendAll();
  }

  /** Takes a message out of the outbox and back into the box. */
  takeBack({ key, text }: Letter): void {
    this.#keep(this.letters.filter((one) => one.key !== key));
    this.text = this.text.trim() ? `${text}\n\n${this.text}` : text;
    this.keepDraft();
  }

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
  async #sendOne({ key, text }: Letter): Promise<boolean> {
    try {
      const { type, data } = await postForm('send', { key, text });
      this.offline = false;
      if (type === 'redirect') {
        await this.#sent();
        this.#keep(this.letters.filter((one) => one.key !== key));
        return true;
      }
      const says = wordsOf(failureOf(data));
      this.#keep(this.letters.map((one) => (one.key === key ? { key, text, says } : one)));
      return true;
    } catch {
      this.offline = true;
      this.#timer = setTimeout(() => void this.#sendAll(), retryMs);
      return false;
    }
  }

  #keep(letters: readonly Letter[]): void {
    this.letters = letters;
    if (!keepOnShelf(this.#box, letters)) this.unkept = true;
  }
}

function wordsOf(failure: unknown): string {
  const known = typeof failure === 'object' && failure !== null && 'says' in failure;
  return known ? String(failure.says) : 'Something broke on our side. Please try again.';
}
