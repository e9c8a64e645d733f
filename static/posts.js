// @ts-check
// What pages with posts gain where script runs: marks at once, files on the way, keys, and news.

import { keepDraft } from '/post-drafts.js';
import { takeFiles } from '/post-files.js';

/** @param {string} selector @param {ParentNode} [within] */
const all = (selector, within = document) =>
  /** @type {HTMLElement[]} */ ([...within.querySelectorAll(selector)]);
/** @param {string} selector @param {ParentNode} [within] */
const one = (selector, within = document) =>
  /** @type {HTMLElement | null} */ (within.querySelector(selector));

/** @param {string} words */
function say(words) {
  const place = one('[data-posts-said]');
  if (!place) return;
  place.textContent = words;
  clearTimeout(said);
  said = setTimeout(() => (place.textContent = ''), 8000);
}
/** @type {ReturnType<typeof setTimeout> | undefined} */
let said;

/** Sends a form as the page would; resolves to what SvelteKit answers. @param {HTMLFormElement} form @param {FormData} body */
async function send(form, body) {
  const answer = await fetch(form.action, {
    method: 'POST',
    headers: { accept: 'application/json', 'x-sveltekit-action': 'true' },
    body: new URLSearchParams(/** @type {any} */ (body)),
  });
  return /** @type {{ type: string, location?: string, status?: number, data?: string }} */ (
    await answer.json()
  );
}

// ---- Marks: shown at once, taken back when the server says no ----

/** @param {HTMLButtonElement} button @param {boolean} on */
function show(button, on) {
  const before = button.getAttribute('aria-pressed') === 'true';
  button.setAttribute('aria-pressed', String(on));
  button.classList.toggle('act-on', on);
  button.title = (on ? button.dataset.on : button.dataset.off) ?? '';
  const count = one('[data-count]', button);
  if (count && before !== on) {
    const many = Number(count.textContent || 0) + (on ? 1 : -1);
    count.textContent = many > 0 ? String(many) : '';
  }
}

/** @param {HTMLFormElement} form */
async function mark(form) {
  const button = /** @type {HTMLButtonElement} */ (one('button', form));
  const field = /** @type {HTMLInputElement} */ (form.elements.namedItem('on'));
  if (form.dataset.busy) return;
  form.dataset.busy = 'yes';
  const on = field.value === 'yes';
  const body = new FormData(form);
  show(button, on);
  try {
    const { type } = await send(form, body);
    if (type !== 'redirect') throw new Error(type);
    field.value = on ? 'no' : 'yes';
  } catch {
    show(button, !on);
    say('That did not work, and nothing was changed. Please try again.');
  } finally {
    delete form.dataset.busy;
  }
}

document.addEventListener('submit', (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (form.matches('form[data-mark]')) {
    event.preventDefault();
    void mark(form);
  } else if (form.matches('form[data-composer]')) {
    event.preventDefault();
    void post(form);
  }
});

// ---- Writing: what is not taken stays, and says why ----

/** @param {HTMLFormElement} form */
async function post(form) {
  if (form.dataset.busy) return;
  const said = one('[data-sending]', form);
  const tell = (/** @type {string} */ words) => said && (said.textContent = words);
  if (form.dataset.loading) return tell('A file is still on its way. Wait for it, then send.');
  const chosen = one('[data-chosen-file]', form);
  if (chosen) {
    one('button', chosen)?.focus();
    return tell('You chose something that is not added yet. Add it, or leave it out; then send.');
  }
  form.dataset.busy = 'yes';
  tell('Sending…');
  try {
    const { type, location: goTo, status } = await send(form, new FormData(form));
    if (type === 'redirect' && goTo) {
      const target = new URL(goTo, location.href);
      const same = target.pathname === location.pathname;
      location.assign(target);
      if (same && target.search === location.search) location.reload();
      return;
    }
    // Sent again as a page, the form comes back with what was wrong, and with every word.
    if (type === 'failure' && status !== 401) return form.submit();
    tell(
      status === 401
        ? 'It was not sent; your words are here. Sign in on another page, then send it again.'
        : 'It was not sent: something broke on our side. Your words are here; try again in a minute.',
    );
  } catch {
    tell('It was not sent: there is no way to us just now. Your words are kept on this device.');
  }
  delete form.dataset.busy;
}

const graphemes = new Intl.Segmenter();
/** @param {string} text */
function lengthOf(text) {
  let many = 0;
  for (const _ of graphemes.segment(text)) many += 1;
  return many;
}

/** @param {HTMLElement} form */
function countLetters(form) {
  const area = /** @type {HTMLTextAreaElement | null} */ (one('textarea[data-write]', form));
  const place = one('[data-left]', form);
  if (!area || !place) return;
  const most = Number(place.dataset.left);
  const count = () => {
    // What is far from the end need not be counted.
    const left = area.value.length < most - 500 ? most : most - lengthOf(area.value);
    place.hidden = left > 500;
    place.textContent = left < 0 ? `${-left} characters too many` : `${left} characters left`;
  };
  area.addEventListener('input', count);
  count();
  area.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) area.form?.requestSubmit();
  });
}

// ---- Keys, off while somebody writes ----

const posts = () => all('[data-posts] [data-post]');

/** @param {number} by */
function move(by) {
  const list = posts();
  const at = list.findIndex((post) => post.contains(document.activeElement));
  const next = at < 0 ? list[by > 0 ? 0 : list.length - 1] : list[at + by];
  if (!next) return;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: 'nearest' });
}

/** @param {string} selector */
function press(selector) {
  const post = document.activeElement?.closest('[data-post]');
  const found = post && one(selector, post);
  if (found) found.click();
}

function write() {
  const area = one('form[data-composer] textarea[data-write]');
  if (!area) return location.assign('/write-post');
  area.focus();
  area.scrollIntoView({ block: 'nearest' });
}

/** @type {Record<string, () => void>} */
const keys = {
  j: () => move(1),
  k: () => move(-1),
  r: () => press('[data-key=reply]'),
  f: () => press('form[data-mark=favourite] button'),
  b: () => press('form[data-mark=boost] button'),
  o: () => press('[data-key=open]'),
  n: write,
  '?': () => /** @type {HTMLDialogElement | null} */ (one('#keys'))?.showModal(),
};

document.addEventListener('keydown', (event) => {
  const at = /** @type {Element} */ (event.target);
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (at.closest('input, textarea, select, [contenteditable], dialog[open]')) return;
  const act = keys[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

// ---- Menus close like menus; links are copied ----

document.addEventListener('click', (event) => {
  const at = /** @type {Element} */ (event.target);
  for (const menu of all('details[data-menu][open]'))
    if (!menu.contains(at)) menu.removeAttribute('open');
});
document.addEventListener('keydown', (event) => {
  const menu = document.activeElement?.closest('details[data-menu][open]');
  if (event.key !== 'Escape' || !menu) return;
  menu.removeAttribute('open');
  one('summary', menu)?.focus();
});
for (const button of navigator.clipboard ? all('[data-copy-link]') : []) {
  button.hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(new URL(button.dataset.copyLink ?? '', location.href).href);
    button.textContent = 'Copied';
    say('The link is copied.');
  });
}

// ---- News at home: a line that says so, and no jumps ----

function hearOfNews() {
  const place = one('[data-fresh]');
  if (!place) return;
  const look = async () => {
    const answer = await fetch(`/home/new?since=${place.dataset.fresh}`).catch(() => undefined);
    const { count = 0 } = answer?.ok ? await answer.json() : {};
    if (count === 0) return;
    const link = document.createElement('a');
    link.className = 'button button-main';
    link.href = '/home';
    link.textContent =
      count >= 20 ? 'Many new posts' : count === 1 ? 'One new post' : `${count} new posts`;
    place.replaceChildren(link);
  };
  const stream = new EventSource('/live/home');
  stream.addEventListener('news', () => void look());
  // What came while the way was lost is looked for when it is back.
  let lost = false;
  stream.addEventListener('error', () => (lost = true));
  stream.addEventListener('open', () => {
    if (lost) void look();
    lost = false;
  });
}

for (const form of all('form[data-composer]')) {
  // Once opened it stays open: closing would move the page away from under the finger.
  form.addEventListener('focusin', () => (form.dataset.opened = ''), { once: true });
  countLetters(form);
  takeFiles(form);
  keepDraft(form);
}
hearOfNews();
