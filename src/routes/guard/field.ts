import './guard.css';
import { aboutAuthor, around } from './around.ts';
import { Asker } from './asker.ts';
import { Mirror } from './mirror.ts';
import { Panel } from './panel.ts';
import type { Span } from '#domain/guard/finding.ts';
import { changeFor, movedSpans } from '#domain/guard/rewrite.ts';

/** How long a pause while writing is before we look, in milliseconds. */
const pause = 350;

const asker = new Asker();

/**
 * A text area with the guard at its side. It underlines, says why, and offers something vaguer; it never holds,
 * changes or sends anything by itself. What was looked at says so to the server (`looked`), which then need not
 * look again and write a note.
 */
export class GuardedField {
  readonly #area: HTMLTextAreaElement;
  readonly #mirror: Mirror;
  readonly #panel: Panel;
  readonly #looked = document.createElement('input');
  /** What was found, each with its place in the list below the field. */
  #spans: readonly (Span & { at: number })[] = [];
  #text = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Where the keyboard goes once the next answer has come. */
  #goOn: number | undefined;

  constructor(area: HTMLTextAreaElement) {
    this.#area = area;
    asker.prepare();
    void aboutAuthor();
    this.#panel = new Panel(area.dataset['guard'] || 'Post anyway', {
      show: (at) => this.#select(at),
      soften: (at) => this.#soften(at),
      send: () => area.form?.requestSubmit(),
    });
    this.#looked.type = 'hidden';
    this.#looked.name = 'looked';
    const kept = area.parentElement?.querySelector('output');
    (kept ?? area).after(this.#panel.root, this.#looked);
    if (area.parentElement) area.parentElement.dataset['guarded'] = '';
    this.#mirror = new Mirror(area);
    area.addEventListener('input', () => this.#written());
    area.addEventListener('focus', () => this.heed());
    // A page may empty the field once it is sent.
    area.form?.addEventListener('submit', () => setTimeout(() => this.heed()));
  }

  /** Looks at once, unless it has looked at these words already. */
  heed(): void {
    if (this.#area.value !== this.#text) this.#written(0);
  }

  #written(after = pause): void {
    const text = this.#area.value;
    this.#looked.value = '';
    this.#spans = movedSpans(this.#spans, this.#text, text);
    this.#text = text;
    this.#mirror.draw(text, this.#spans);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#look(), after);
  }

  async #look(): Promise<void> {
    const text = this.#area.value;
    const finding = await asker.ask(text, await around(this.#area));
    if (!finding || text !== this.#area.value) return;
    if (finding === 'late') return this.#panel.tooLong();
    this.#spans = finding.spans.map((span, at) => ({ ...span, at }));
    this.#looked.value = 'yes';
    this.#mirror.draw(text, this.#spans);
    this.#panel.show(text, finding);
    this.#describe();
    if (this.#goOn !== undefined) (this.#panel.softener(this.#goOn) ?? this.#area).focus();
    this.#goOn = undefined;
  }

  /** The question is one of the things that are read out with the field. */
  #describe(): void {
    const ids = (this.#area.getAttribute('aria-describedby') ?? '').split(' ').filter(Boolean);
    if (!ids.includes(this.#panel.id))
      this.#area.setAttribute('aria-describedby', [...ids, this.#panel.id].join(' '));
  }

  #select(at: number): void {
    const span = this.#spans.find((one) => one.at === at);
    if (!span) return;
    this.#area.focus();
    this.#area.setSelectionRange(span.from, span.to);
  }

  /** As if it had been typed, so that it can be taken back like everything that is typed. */
  #soften(at: number): void {
    const span = this.#spans.find((one) => one.at === at);
    if (!span || this.#text !== this.#area.value) return;
    if (this.#panel.root.contains(document.activeElement)) this.#goOn = at;
    const { from, to, words } = changeFor(this.#text, span);
    this.#area.focus();
    this.#area.setSelectionRange(from, to);
    const typed = document.execCommand(words ? 'insertText' : 'delete', false, words);
    if (!typed) {
      this.#area.setRangeText(words, from, to, 'end');
      this.#area.dispatchEvent(new Event('input', { bubbles: true }));
    }
    this.#written(0);
  }
}
