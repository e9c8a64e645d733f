import { tick } from 'svelte';

/**
 * Changes the page without moving what is being read: the box one writes in while it is in sight,
 * else the first line in sight, stays where it is on the screen. Done by hand for browsers that do
 * not anchor; the page switches off the anchoring of those that do.
 */
export async function keepPlace(change: () => void): Promise<void> {
  const anchor = findAnchor();
  const before = anchor?.getBoundingClientRect().top ?? 0;
  change();
  await tick();
  if (!anchor?.isConnected) return;
  const moved = anchor.getBoundingClientRect().top - before;
  if (moved !== 0) scrollBy({ top: moved, behavior: 'instant' });
}

function findAnchor(): Element | undefined {
  if (scrollY === 0) return undefined;
  const box = document.getElementById('write');
  if (box && inSight(box)) return box;
  return [...document.querySelectorAll('[data-line]')].find(inSight);
}

/** Whether a part of it can be seen above the bar. */
export function inSight(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < innerHeight - 72;
}

/** Brings a line into sight and the keyboard to it. */
export function goTo(number: number): void {
  const line = document.getElementById(`answer-${number}`);
  line?.scrollIntoView({ block: 'start' });
  line?.focus({ preventScroll: true });
}
