/** What the keys do, among the lines. */
interface Moves {
  /** `after` is the line after the one in focus, or the first. */
  next(after: HTMLElement | undefined): void;
  reply(number: number): void;
}

/**
 * Single letters work only while the focus is among the lines (WCAG 2.2, 2.1.4), never in a box one
 * writes in, never together with another key.
 */
export function keyMoves({ next, reply }: Moves): (event: KeyboardEvent) => void {
  return (event) => {
    const { target, key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || !(target instanceof HTMLElement)) return;
    if (target.matches('input, textarea, select')) return;
    const line = target.closest<HTMLElement>('[data-line]');
    if (key === 'n') next(lineAfter(line));
    else if (key === 'r' && line) reply(Number(line.dataset['line']));
    else return;
    event.preventDefault();
  };
}

function lineAfter(line: HTMLElement | null): HTMLElement | undefined {
  const all = [...document.querySelectorAll<HTMLElement>('[data-line]')];
  return all[line ? all.indexOf(line) + 1 : 0];
}
