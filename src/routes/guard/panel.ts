import type { Finding, Span } from '#domain/guard/finding.ts';
import { lookedFor, question, whys } from '#domain/guard/words.ts';

/** What somebody can do with what was found. */
export interface Hands {
  /** Moves to the words. */
  show: (at: number) => void;
  /** Puts something vaguer in their place. */
  soften: (at: number) => void;
  /** Sends it as it is. */
  send: () => void;
}

const mostShown = 12;
let count = 0;

/** Under a text area: what was found, why, and what can be done. It stands in nobody's way. */
export class Panel {
  readonly root = made('section', 'guard');
  /** Names what the area is described by. */
  readonly id = `guard-${(count += 1)}`;
  readonly #question = made('p', 'guard-question');
  readonly #list = made('ul', 'guard-list');
  readonly #anyway = made('p');
  readonly #quiet = made('p', 'guard-quiet');
  readonly #status = made('p', 'visually-hidden');
  readonly #hands: Hands;

  constructor(sendLabel: string, hands: Hands) {
    this.#hands = hands;
    this.root.hidden = true;
    this.root.setAttribute('aria-label', 'What may tell who it is');
    this.#question.id = this.id;
    this.#list.setAttribute('aria-label', 'Words that may tell who it is');
    this.#status.setAttribute('role', 'status');
    this.#anyway.append(button('button button-plain', sendLabel, hands.send));
    const parts = [this.#question, this.#list, this.#anyway, this.#quiet, this.#status];
    this.root.append(...parts);
    // A finger on a button leaves the caret, and the keys of a phone, where they are.
    this.root.addEventListener('mousedown', (event) => event.preventDefault());
  }

  /** Shows a finding in a text; nothing of it while there is nothing to look at. */
  show(text: string, { spans, looked, language }: Finding): void {
    const words = spans.map(({ from, to }) => text.slice(from, to));
    this.root.hidden = text.trim() === '';
    this.#fill(spans, words);
    this.#quiet.textContent = lookedFor(looked, language !== 'other');
  }

  /** Says that a text was too much to look at. */
  tooLong(): void {
    this.root.hidden = false;
    this.#fill([], []);
    this.#quiet.textContent =
      'This took too long to look at, so we did not. You can post it as it is.';
  }

  /** The button that makes the finding at this place, or the last one, vaguer. */
  softener(at: number): HTMLElement | null {
    const all = this.#list.querySelectorAll<HTMLElement>('.guard-soften');
    return all[Math.min(at, all.length - 1)] ?? null;
  }

  #fill(spans: readonly Span[], words: readonly string[]): void {
    const asked = question(words);
    const lines = spans
      .slice(0, mostShown)
      .map((span, at) => this.#line(span, words[at] ?? '', at));
    // Whoever stands on a button with the keyboard stays there while nothing changes.
    if (lines.map(saidOf).join() !== [...this.#list.children].map(saidOf).join())
      this.#list.replaceChildren(...lines);
    for (const part of [this.#question, this.#list, this.#anyway]) part.hidden = asked === '';
    this.#question.textContent = asked;
    this.#say(spans.length);
  }

  /** Read out when it is something else than before, never at a key. */
  #say(many: number): void {
    const words =
      many === 0
        ? ''
        : `${many === 1 ? 'One thing' : `${many} things`} in it may tell who it is. See below the field.`;
    if (this.#status.textContent !== words) this.#status.textContent = words;
  }

  #line(span: Span, words: string, at: number): HTMLLIElement {
    const line = made('li');
    const show = button('guard-words', `“${words}”`, () => this.#hands.show(at));
    show.title = 'Show me where';
    show.dir = 'auto';
    const soften = button('button button-quiet guard-soften', 'Make it vaguer', () =>
      this.#hands.soften(at),
    );
    soften.setAttribute('aria-label', `Make it vaguer: ${words}`);
    const why = made('p', 'guard-why', whys[span.why]);
    const instead = span.vaguer ? `“${span.vaguer}” instead` : 'Leaves it out';
    const act = made('p', 'guard-act');
    act.append(soften, made('span', 'guard-instead', instead));
    line.append(show, why, act);
    return line;
  }
}

function saidOf({ textContent }: Element): string {
  return textContent;
}

function button(className: string, label: string, act: () => void): HTMLButtonElement {
  const one = made('button', className, label);
  one.type = 'button';
  one.addEventListener('click', act);
  return one;
}

function made<N extends keyof HTMLElementTagNameMap>(
  name: N,
  className = '',
  text = '',
): HTMLElementTagNameMap[N] {
  const element = document.createElement(name);
  element.className = className;
  element.textContent = text;
  return element;
}
