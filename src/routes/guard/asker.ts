import type { About, Finding } from '#domain/guard/finding.ts';
import type { Asked, Said } from './worker.ts';

/** How long the worker may think about a text, in milliseconds. */
const budget = 1500;

/** What comes of asking: a finding, that it took too long, or nothing when something newer was asked. */
export type Answer = Finding | 'late' | undefined;

interface Question extends Asked {
  answer: (answer: Answer) => void;
}

/**
 * Asks the worker about texts, one at a time. The last text wins: what waits is let go of when something newer is
 * asked. One that thinks too long is ended, and the next question goes to a fresh one. The page never waits.
 */
export class Asker {
  #worker: Worker | undefined;
  #ready = false;
  #number = 0;
  #asked: Question | undefined;
  #waiting: Question | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Fetches the rules, before anything is written. */
  prepare(): void {
    this.#worker ??= this.#begin();
  }

  /** What is to be said of a text. */
  ask(text: string, about: About): Promise<Answer> {
    return new Promise((answer) => {
      this.#waiting?.answer(undefined);
      this.#waiting = { number: (this.#number += 1), text, about, answer };
      this.prepare();
      this.#next();
    });
  }

  #begin(): Worker {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<Said>) => this.#hear(data));
    // A script that did not come, or broke: whoever writes on asks again, and then it is fetched anew.
    worker.addEventListener('error', () => {
      this.#waiting?.answer('late');
      this.#waiting = undefined;
      this.#end();
    });
    return worker;
  }

  #hear(said: Said): void {
    if ('ready' in said) this.#ready = true;
    else this.#settle(said.finding);
    this.#next();
  }

  #settle(answer: Answer): void {
    clearTimeout(this.#timer);
    this.#asked?.answer(answer);
    this.#asked = undefined;
  }

  /** Hands over what waits, when the worker is there and has nothing else to do. */
  #next(): void {
    if (!this.#ready || this.#asked || !this.#waiting) return;
    const { number, text, about } = (this.#asked = this.#waiting);
    this.#waiting = undefined;
    this.#worker?.postMessage({ number, text, about } satisfies Asked);
    this.#timer = setTimeout(() => this.#end(), budget);
  }

  #end(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#ready = false;
    this.#settle('late');
    if (this.#waiting) this.#worker = this.#begin();
  }
}
