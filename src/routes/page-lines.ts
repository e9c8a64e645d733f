const notebook = () => import('./notebook-lines.ts');

/** Lets the lines of a page that look into the reader's notebook begin; their script is fetched only where one is. */
export function wakeLines(within: ParentNode): void {
  for (const line of within.querySelectorAll<HTMLElement>('[data-place-hint]'))
    void notebook().then(({ fillHint }) => fillHint(line));
  for (const part of within.querySelectorAll<HTMLElement>('[data-notebook-here]'))
    void notebook().then(({ sayHere }) => sayHere(part));
}
