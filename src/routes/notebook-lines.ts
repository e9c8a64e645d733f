import { ownNotebook, viewerHere } from './own-notebook.ts';
import type { Entry } from '#domain/notebook/entries.ts';
import { countEntriesOf } from '#domain/notebook/notebook.ts';
import { careNamedIn, hintWords } from '#domain/notebook/place-hint.ts';

/**
 * Says whether the public words of a page name a place in the reader's notebook. It is worked out here; the same is
 * asked of the server whatever lies in the notebook, and whatever these words are.
 */
export async function fillHint(line: HTMLElement): Promise<void> {
  const words = JSON.parse(line.dataset['placeHint'] ?? '[]') as string[];
  const care = careNamedIn(words, await readEntries());
  if (care) line.textContent = hintWords(care);
  // It was looked at: it says what it has to say, or nothing.
  line.removeAttribute('data-place-hint');
}

async function readEntries(): Promise<Entry[]> {
  const notebook = await ownNotebook();
  if ('refused' in notebook) return [];
  const { kept } = await notebook.read();
  return kept.map(({ entry }) => entry);
}

/** Says before signing out what of the reader's lies on this device, and shows the words about it. */
export async function sayHere(part: HTMLElement): Promise<void> {
  const count = await countEntriesOf(viewerHere());
  if (count === 0) return;
  const number = part.querySelector('[data-count]');
  if (number) number.textContent = String(count);
  part.hidden = false;
}
