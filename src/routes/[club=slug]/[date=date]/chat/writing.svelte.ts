import { areLetters, sendLetter, type Letter } from './outbox.ts';
import { freshKey, keepOnShelf, readShelf } from '../../../device-shelf.ts';
import type { ChatLine } from '#domain/club/chat-view.ts';

/** What is being answered: a line with its question, or a question alone. */
export interface Aim {
  questionId: string;
  replyTo: ChatLine | undefined;
}

const retryMs = 15_000;

/**
 * What somebody writes: kept on the device while they write, put into an outbox when they send it, and
 * sent from there until the server has it, with a key that makes twice the same as once.
 */
export class Writing {
  text = $state('');
  replyTo: ChatLine | undefined = $state.raw();
  questionId = $state('');
  outbox: readonly Letter[] = $state.raw([]);
  offline = $state(false);
  /** Why what waits is tried again later; empty when it is simply on its way. */
  why = $state('');
  /** The number of the last line that arrived. */
  arrived: number | undefined = $state();
  /** The device keeps nothing: say so before they leave. */
  unkept = $state(false);
  readonly #draft: string;
  readonly #box: string;
  #sending = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    { monthId, handle }: { monthId: string; handle: string },
    aim: Aim & { text: string },
  ) {
    // What begins with draft: is taken from the device when its owner signs out.
    this.#draft = `draft:${handle}:chat-${monthId}`;
    this.#box = `draft:${handle}:chat-outbox-${monthId}`;
    this.text = aim.text;
    this.replyTo = aim.replyTo;
    this.questionId = aim.questionId;
  }

  /** Takes up what was left on this device, and sends what waits, until the returned function is called. */
  open(): () => void {
    const isText = (value: unknown): value is string => typeof value === 'string';
    this.text ||= readShelf(this.#draft, isText) ?? '';
    this.outbox = readShelf(this.#box, areLetters) ?? [];
    this.offline = !navigator.onLine;
    const back = () => {
      this.offline = false;
      void this.sendAll();
    };
    const away = () => void (this.offline = true);
    addEventListener('online', back);
    addEventListener('offline', away);
    void this.sendAll();
    return () => {
      removeEventListener('online', back);
      removeEventListener('offline', away);
      clearTimeout(this.#timer);
    };
  }

  keepDraft(): void {
    this.unkept = !keepOnShelf(this.#draft, this.text);
  }

  /** Puts what was written into the outbox, and empties the box. */
  send(): void {
    if (!this.text.trim()) return;
    const letter: Letter = {
      key: freshKey(),
      text: this.text,
      questionId: this.questionId,
      parentId: this.replyTo?.id ?? '',
    };
    this.#keep([...this.outbox, letter]);
    this.text = '';
    this.replyTo = undefined;
    this.keepDraft();
    void this.sendAll();
  }

  /** Sends what waits, the oldest first. */
  async sendAll(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#sending) return;
    this.#sending = true;
    try {
      let next = this.outbox.find(({ says }) => !says);
      while (next) {
        await this.#sendOne(next);
        next = this.#timer === undefined ? this.outbox.find(({ says }) => !says) : undefined;
      }
    } finally {
      this.#sending = false;
    }
  }

  async #sendOne(letter: Letter): Promise<void> {
    this.#timer = undefined;
    try {
      const sent = await sendLetter(letter);
      this.offline = false;
      this.why = '';
      if ('number' in sent) {
        this.arrived = sent.number;
        this.#keep(this.outbox.filter(({ key }) => key !== letter.key));
      } else if ('later' in sent) {
        this.why = sent.says;
        this.#tryIn(sent.later * 1000);
      } else this.#set({ ...letter, says: sent.says });
    } catch {
      // Nobody was reached: it is kept, and goes by itself.
      this.offline = true;
      this.#tryIn(retryMs);
    }
  }

  #tryIn(ms: number): void {
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.sendAll();
    }, ms);
  }

  tryAgain(letter: Letter): void {
    const { key, text, questionId, parentId } = letter;
    this.#set({ key, text, questionId, parentId });
    void this.sendAll();
  }

  /** Takes an answer out of the outbox and back into the box. */
  takeBack(letter: Letter): void {
    this.#keep(this.outbox.filter(({ key }) => key !== letter.key));
    this.text = this.text.trim() ? `${letter.text}\n\n${this.text}` : letter.text;
    this.keepDraft();
  }

  #set(letter: Letter): void {
    this.#keep(this.outbox.map((one) => (one.key === letter.key ? letter : one)));
  }

  #keep(outbox: readonly Letter[]): void {
    this.outbox = outbox;
    if (!keepOnShelf(this.#box, outbox)) this.unkept = true;
  }
}
