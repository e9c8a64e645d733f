import { mount, tick } from 'svelte';
import { freshKey } from './device-shelf.ts';
import { ownNotebook } from './own-notebook.ts';
import { answersIn, tell, type Before, type Told } from '#domain/boundaries/moment.ts';
import { loadPacks, type PackRef } from '#domain/boundaries/packs-of.ts';
import GradeLine from '#domain/boundaries/parts/GradeLine.svelte';
import LiveAdvice from '#domain/boundaries/parts/LiveAdvice.svelte';
import { reminderFile } from '#domain/boundaries/reminder.ts';

/** What a page says of a moment to its script; see `Moment.svelte`. */
interface Said extends Before {
  packs: readonly PackRef[];
  kind: string;
  handle: string;
  address: string;
}

const saidIn = (root: HTMLElement) => JSON.parse(root.dataset['moment'] ?? '{}') as Said;

/**
 * Slanted letters stand in some advice and not in other: they are fetched with the rules, so that nobody sees by
 * a request what was answered.
 */
const slanted = () => document.fonts.load('italic 1em "Atkinson Hyperlegible Next Variable"');

/** The room for a reflection. The notebook opens with the moment: by nothing that is asked later is it seen what is kept. */
async function reflectionFor({ side }: Said) {
  if (side !== 'professional') return undefined;
  void ownNotebook();
  return (await import('./Reflection.svelte')).default;
}

/**
 * Lets a moment advise by itself: each answer changes the advice on the page, and nothing is sent. What stands in
 * `[data-act]`, around it or beside it, goes away where the advice leads away from sending. It may be called before
 * the moment stands in the page.
 */
export async function makeLive(root: HTMLElement): Promise<void> {
  const form = root.querySelector<HTMLFormElement>('[data-questions]');
  const target = root.querySelector<HTMLElement>('[data-told]');
  if (!form || !target || form.dataset['live']) return;
  const said = saidIn(root);
  void slanted();
  const [packs, Reflection] = await Promise.all([loadPacks(said.packs), reflectionFor(said)]);
  const shown = $state({
    told: undefined as Told | undefined,
    handle: said.handle,
    kind: said.kind,
    remind: (months: number) => giveReminder(said.address, months),
    Reflection,
  });
  const line = root.querySelector<HTMLElement>('[data-grade]');
  if (line) mount(GradeLine, { target: line, props: shown });
  target.replaceChildren();
  mount(LiveAdvice, { target, props: shown });
  const look = () => {
    shown.told = tell(packs, said, answersIn(new FormData(form)));
    showQuestions(form, shown.told);
    showActs(shown.told);
    void tick().then(() =>
      target.dispatchEvent(new CustomEvent('pocketfriends:added', { bubbles: true })),
    );
  };
  form.addEventListener('input', look);
  form.addEventListener('submit', (event) => event.preventDefault());
  look();
}

/** The second and third question come once the first is answered; what belongs to care, where there was some. */
function showQuestions(form: HTMLFormElement, told: Told | undefined): void {
  const [before, never] = [form.dataset['live'], told?.facts.care === 'never'];
  const now = told ? (never ? 'never' : 'care') : 'first';
  form.dataset['live'] = now;
  if (now === before) return;
  for (const more of form.querySelectorAll('details'))
    more.open = now === 'care' && more.dataset['more'] === 'true';
}

function showActs(told: Told | undefined): void {
  for (const act of document.querySelectorAll<HTMLElement>('[data-act]'))
    act.hidden = told?.leadsAway ?? false;
  for (const words of document.querySelectorAll<HTMLElement>('[data-all-the-same]')) {
    const notNow = told?.advice.grade === 'notNow';
    words.dataset['usual'] ??= words.textContent;
    words.textContent = (notNow ? words.dataset['allTheSame'] : words.dataset['usual']) ?? '';
    words.classList.toggle('button-main', !notNow);
    words.classList.toggle('button-quiet', notNow);
  }
}

function giveReminder(address: string, months: number): void {
  const text = reminderFile({ address, now: new Date(), months, id: freshKey() });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/calendar' }));
  link.download = 'a-note-to-myself.ics';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
