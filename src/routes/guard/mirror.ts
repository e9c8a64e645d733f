/** Where something is to be underlined. */
export interface Underline {
  from: number;
  to: number;
}

/** Everything that decides where a letter stands. */
const copied = [
  'font',
  'letterSpacing',
  'wordSpacing',
  'tabSize',
  'textIndent',
  'textTransform',
  'padding',
  'borderWidth',
] as const;

/**
 * Underlines in a text area: the same words once more, unseen, laid over it letter by letter; only the lines under
 * some of them show. The area stays the browser's own, and no key, finger or reader ever meets the copy.
 */
export class Mirror {
  readonly #area: HTMLTextAreaElement;
  readonly #copy = document.createElement('div');

  constructor(area: HTMLTextAreaElement) {
    this.#area = area;
    this.#copy.className = 'guard-mirror';
    this.#copy.dir = 'auto';
    this.#copy.setAttribute('aria-hidden', 'true');
    this.#copy.hidden = true;
    area.after(this.#copy);
    area.addEventListener('scroll', () => this.#follow(), { passive: true });
    new ResizeObserver(() => this.#lay()).observe(area);
  }

  /** Underlines these places and no others; they stand in order and apart. */
  draw(text: string, places: readonly Underline[]): void {
    this.#copy.hidden = places.length === 0;
    if (places.length === 0) return this.#copy.replaceChildren();
    const parts: (string | HTMLElement)[] = [];
    let at = 0;
    for (const { from, to } of places) {
      const mark = document.createElement('mark');
      mark.textContent = text.slice(from, to);
      parts.push(text.slice(at, from), mark);
      at = to;
    }
    // A line's end at the end of a text takes a line in the area as well.
    this.#copy.replaceChildren(...parts, text.slice(at), '\u200b');
    this.#lay();
  }

  /** Lays the copy over the inside of the area, without its scroll bar. */
  #lay(): void {
    if (this.#copy.hidden) return;
    const area = this.#area;
    const look = getComputedStyle(area);
    for (const name of copied) this.#copy.style[name] = look[name];
    const [left, right] = [parseFloat(look.borderLeftWidth), parseFloat(look.borderRightWidth)];
    this.#copy.style.width = `${area.clientWidth + left + right}px`;
    this.#copy.style.height = `${area.offsetHeight}px`;
    this.#copy.style.top = `${area.offsetTop}px`;
    this.#copy.style.left = `${area.offsetLeft + area.clientLeft - left}px`;
    this.#follow();
  }

  #follow(): void {
    this.#copy.scrollTop = this.#area.scrollTop;
  }
}
