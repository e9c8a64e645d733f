import type { About, Finding } from '#domain/guard/finding.ts';
import { look } from '#domain/guard/look.ts';

/** What the page asks the worker: the number is given back with the answer. */
export interface Asked {
  number: number;
  text: string;
  about: About;
}

/** What the worker says: that it has read its rules, and then an answer to each question. */
export type Said = { ready: true } | { number: number; finding: Finding };

/** What was asked last about the author, so that the posts around are read once. */
let last: { said: string; about: About } | undefined;

addEventListener('message', ({ data }: MessageEvent<Asked>) => {
  const said = JSON.stringify(data.about);
  if (last?.said !== said) last = { said, about: data.about };
  tell({ number: data.number, finding: look(data.text, last.about) });
});
tell({ ready: true });

function tell(said: Said): void {
  postMessage(said);
}
