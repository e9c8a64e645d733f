/**
 * What pages gain where script runs: a link with `data-sheet` opens its page as a sheet over this one, and a
 * moment advises by itself. Everything heavy is fetched when somebody reaches for such a link, not before.
 */
const live = () => import('./moment-live.svelte.ts');

const asked = new Map<string, Promise<HTMLElement | undefined>>();
/** What has come, so that a sheet is whole when it opens. */
const here = new Map<string, HTMLElement>();

/** Fetches the page of a link, and all it needs, once. */
function prepare(href: string): Promise<HTMLElement | undefined> {
  const known = asked.get(href);
  if (known) return known;
  const made = fetchSheet(href).catch(() => undefined);
  asked.set(href, made);
  return made;
}

async function fetchSheet(href: string): Promise<HTMLElement | undefined> {
  const script = live();
  const answer = await fetch(href, { credentials: 'same-origin' });
  if (!answer.ok || answer.redirected) return undefined;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const content = page.querySelector<HTMLElement>('[data-sheet-content]');
  if (!content) return undefined;
  const links = page.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]');
  const moment = content.querySelector<HTMLElement>('[data-moment]');
  await Promise.all([
    dress([...links].map((link) => link.getAttribute('href') ?? '')),
    moment && script.then(({ fetchRules }) => fetchRules(moment)),
  ]);
  here.set(href, content);
  return content;
}

async function open(link: HTMLAnchorElement): Promise<void> {
  const sheet = drawSheet(link.textContent.trim());
  const ready = here.get(link.href);
  if (ready) fill(sheet, ready);
  sheet.showModal();
  if (!ready) {
    const found = await prepare(link.href);
    if (!found) return void location.assign(link.href);
    fill(sheet, found);
  }
  sheet.querySelector<HTMLElement>('h1')?.focus();
  const moment = sheet.querySelector<HTMLElement>('[data-moment]');
  if (moment) await (await live()).makeLive(moment);
}

/** Lays a fresh copy of a page into the sheet: what was answered in another is not in it. */
function fill(sheet: HTMLDialogElement, page: HTMLElement): void {
  const content = document.importNode(page, true);
  const title = content.querySelector('h1');
  if (title) {
    title.id = 'sheet-title';
    title.tabIndex = -1;
  }
  sheet.querySelector('.sheet-inside')?.replaceChildren(content);
}

/** The sheet before its page has come: it says what it will be. */
function drawSheet(label: string): HTMLDialogElement {
  const sheet = document.createElement('dialog');
  sheet.className = 'sheet';
  sheet.setAttribute('aria-labelledby', 'sheet-title');
  const close = document.createElement('button');
  close.className = 'button button-plain';
  close.textContent = 'Close';
  const top = document.createElement('form');
  top.method = 'dialog';
  top.className = 'sheet-top';
  top.append(close);
  const inside = document.createElement('div');
  inside.className = 'sheet-inside';
  const title = document.createElement('p');
  title.id = 'sheet-title';
  title.textContent = label;
  inside.append(title);
  sheet.append(top, inside);
  sheet.addEventListener('click', (event) => {
    const at = event.target instanceof Element ? event.target : null;
    if (at === sheet || at?.closest('[data-close-sheet]')) {
      event.preventDefault();
      sheet.close();
    }
  });
  // Nothing of an answer stays behind, also not in the page.
  sheet.addEventListener('close', () => sheet.remove());
  document.body.append(sheet);
  return sheet;
}

/** Adds the styles that the other page has and this one has not, and waits for them. */
async function dress(styles: readonly string[]): Promise<void> {
  const worn = [...document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]')];
  const known = new Set(worn.map(({ href }) => href));
  const missing = styles
    .map((style) => new URL(style, location.href).href)
    .filter((style) => !known.has(style));
  await Promise.all(
    missing.map((href) => {
      const link = document.createElement('link');
      link.rel = 'stylesheet';
      link.href = href;
      const put = new Promise((done) =>
        ['load', 'error'].map((on) => link.addEventListener(on, done)),
      );
      document.head.append(link);
      return put;
    }),
  );
}

const linkAt = ({ target }: Event) =>
  target instanceof Element ? target.closest<HTMLAnchorElement>('a[data-sheet]') : null;

for (const reach of ['pointerover', 'pointerdown', 'focusin'])
  document.addEventListener(reach, (event) => {
    const link = linkAt(event);
    if (link) void prepare(link.href);
  });

document.addEventListener('click', (event) => {
  const link = linkAt(event);
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  void open(link);
});

for (const moment of document.querySelectorAll<HTMLElement>('[data-moment]'))
  void live().then(({ makeLive }) => makeLive(moment));
