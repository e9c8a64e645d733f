/**
 * What pages gain where script runs: a link with `data-sheet` opens its page as a sheet over this one, and a
 * moment advises by itself. A sheet is made ready before it is asked for: while its link stands in sight and the
 * device has nothing else to do, or else when somebody reaches for it.
 */
import { wakeLines } from './page-lines.ts';
import { drawSheet, fillSheet } from './sheet-drawn.ts';
import { fetchPage } from './sheet-page.ts';

const live = () => import('./moment-live.svelte.ts');

/** A page that was asked for, and the sheet that was made of it. */
interface Coming {
  asked: number;
  page: Promise<HTMLElement | undefined>;
  sheet?: HTMLDialogElement | undefined;
  /** Its sheet is open: none is made to wait. */
  opened?: boolean;
}

const coming = new Map<string, Coming>();
/** After that something may have happened between two people: the page is asked for anew. */
const freshMs = 60_000;

/** While a finger rests on a link, and until its sheet is painted, a slow phone is given nothing else to do. */
let calm = Promise.resolve();
let settle = () => {};
const restMs = 300;

function beCalm(): void {
  calm = new Promise((done) => {
    settle = done;
    setTimeout(done, restMs);
  });
}

/** Fetches the page of a link and makes its sheet, once in a while. */
function prepare(link: HTMLAnchorElement): Coming {
  const { href } = link;
  const known = coming.get(href);
  if (known && performance.now() - known.asked < freshMs) return known;
  const made: Coming = {
    asked: performance.now(),
    page: fetchPage(href, () => calm).catch(() => undefined),
  };
  coming.set(href, made);
  void made.page.then((page) => makeReady(made, link, page));
  return made;
}

/** A whole sheet that waits outside the page: what was answered in an earlier one is not in it. */
async function makeReady(made: Coming, link: HTMLAnchorElement, page: HTMLElement | undefined) {
  if (!page || made.opened) return;
  const sheet = drawSheet(link.textContent.trim());
  const moment = fillSheet(sheet, page);
  wakeLines(sheet);
  if (moment) await (await live()).makeLive(moment);
  made.sheet = sheet;
}

async function open(link: HTMLAnchorElement): Promise<void> {
  const made = prepare(link);
  const sheet = made.sheet ?? drawSheet(link.textContent.trim());
  made.sheet = undefined;
  made.opened = true;
  // Nothing of an answer stays behind, also not in the page.
  sheet.addEventListener('close', () => {
    sheet.remove();
    made.opened = false;
    void made.page.then((page) => makeReady(made, link, page));
  });
  document.body.append(sheet);
  await standUp(sheet);
  settle();
  if (sheet.dataset['whole']) return;
  const page = await made.page;
  if (!page) return void location.assign(link.href);
  const moment = fillSheet(sheet, page);
  wakeLines(sheet);
  sheet.querySelector<HTMLElement>('h1')?.focus();
  if (moment) await (await live()).makeLive(moment);
}

/**
 * Shows a sheet, and once it is painted makes it the one thing that can be reached. For that a browser looks at every
 * element of the page again, which on a long page takes a slow phone longer than all the rest.
 */
async function standUp(sheet: HTMLDialogElement): Promise<void> {
  sheet.open = true;
  await new Promise<void>((painted) => requestAnimationFrame(() => setTimeout(painted)));
  if (!sheet.open) return;
  sheet.open = false;
  sheet.showModal();
  sheet.querySelector<HTMLElement>('h1')?.focus();
}

const linkAt = ({ target }: Event) =>
  target instanceof Element ? target.closest<HTMLAnchorElement>('a[data-sheet]') : null;

for (const reach of ['pointerover', 'pointerdown', 'touchstart', 'focusin'])
  document.addEventListener(
    reach,
    (event) => {
      const link = linkAt(event);
      if (!link) return;
      if (reach === 'pointerdown') beCalm();
      prepare(link);
    },
    { passive: true },
  );

document.addEventListener('click', (event) => {
  const link = linkAt(event);
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  void open(link);
});

/** How many sheets of a page are made ready because they could be asked for; a list of requests is long. */
const mostReady = 3;

function prepareWhatIsInSight(): void {
  const connection = (navigator as { connection?: { saveData?: boolean } }).connection;
  if (connection?.saveData) return;
  const idle = 'requestIdleCallback' in window ? requestIdleCallback : setTimeout;
  const sight = new IntersectionObserver((seen) => {
    for (const { isIntersecting, target } of seen) {
      if (!isIntersecting || coming.size >= mostReady) continue;
      sight.unobserve(target);
      idle(() => void prepare(target as HTMLAnchorElement));
    }
  });
  for (const link of document.querySelectorAll('a[data-sheet]')) sight.observe(link);
}

prepareWhatIsInSight();
wakeLines(document);
for (const moment of document.querySelectorAll<HTMLElement>('[data-moment]'))
  void live().then(({ makeLive }) => makeLive(moment));
