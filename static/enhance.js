// @ts-check
// What pages gain where script runs. Every page reads and answers without it.

const root = document.documentElement;
/**
 * The page's language as the reader's own country writes it: 26 November, or November 26. A browser may name one that
 * is none (`en-US@posix`).
 */
const language =
  navigator.languages.find(
    (own) =>
      own.split('-')[0] === root.lang && own !== 'en' && tryTo(() => void new Intl.Locale(own)),
  ) ?? (root.lang === 'en' ? 'en-GB' : root.lang || 'en-GB');

/** @param {string} selector @param {ParentNode} [within] */
const all = (selector, within = document) =>
  /** @type {HTMLElement[]} */ ([...within.querySelectorAll(selector)]);

// ---- Times in the reader's own zone ----

/** @type {Record<string, Intl.DateTimeFormatOptions>} */
const shapes = {
  day: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  clock: { hour: 'numeric', minute: '2-digit', timeZoneName: 'short' },
  'day-clock': {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
  },
};
/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();
const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
/** @type {[Intl.RelativeTimeFormatUnit, number][]} */
const units = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** @param {number} at milliseconds */
function fromNow(at) {
  const seconds = (at - Date.now()) / 1000;
  for (const [unit, size] of units)
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  return relative.format(0, 'minute');
}

/** @param {string} shape */
function formatOf(shape) {
  let format = formats.get(shape);
  if (!format) formats.set(shape, (format = new Intl.DateTimeFormat(language, shapes[shape])));
  return format;
}

/** @param {ParentNode} [within] */
function sayTimes(within) {
  for (const time of all('time[data-reader]', within)) {
    const at = Date.parse(time.getAttribute('datetime') ?? '');
    const shape = time.dataset.reader ?? '';
    if (Number.isNaN(at)) continue;
    const moves = shape === 'ago' || shape === 'until';
    if (!moves && !shapes[shape]) continue;
    // What has begun is on now, however long ago: the server says the same.
    const begun = shape === 'until' && at <= Date.now();
    const words = begun ? 'now' : moves ? fromNow(at) : formatOf(shape).format(at);
    if (time.textContent === words) continue;
    if (!time.title)
      time.title = moves ? formatOf('day-clock').format(at) : time.textContent.trim();
    time.textContent = words;
  }
  for (const zone of all('[data-own-zone]', within))
    zone.textContent = Intl.DateTimeFormat().resolvedOptions().timeZone.replaceAll('_', ' ');
}

// ---- Drafts: what is being written stays on this device, under the writer's name ----

const viewer = /** @type {HTMLElement | null} */ (document.querySelector('[data-viewer]'))?.dataset
  .viewer;
/** @param {string} key */
const shelf = (key) => `draft:${viewer ?? ''}:${key}`;

/** @param {() => void} work storage may be full, or forbidden */
function tryTo(work) {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}

/** A draft goes only when it was sent from here and the server says that it arrived. */
function clearSentDraft() {
  const here = new URL(location.href);
  const key = here.searchParams.get('sent');
  if (!key) return;
  tryTo(() => {
    // Beside the words stands what `post-drafts.js` keeps of the form.
    if (sessionStorage.getItem(shelf(key)))
      for (const kept of [key, `${key}:form`]) localStorage.removeItem(shelf(kept));
    sessionStorage.removeItem(shelf(key));
  });
  here.searchParams.delete('sent');
  history.replaceState(history.state, '', here);
}

function keepDrafts() {
  for (const found of all('textarea[data-keep]')) {
    const area = /** @type {HTMLTextAreaElement} */ (found);
    const key = shelf(area.dataset.keep ?? area.name);
    const note = area.parentElement?.querySelector('output');
    let unkept = false;
    tryTo(() => {
      const kept = localStorage.getItem(key);
      if (!kept || area.value) return;
      area.value = kept;
      if (note) note.textContent = 'This is what you had written before.';
    });
    area.addEventListener('input', () => {
      unkept = !tryTo(() =>
        area.value ? localStorage.setItem(key, area.value) : localStorage.removeItem(key),
      );
      if (note)
        note.textContent = unkept
          ? 'This device cannot keep your draft. Please send it before you leave.'
          : area.value && 'Kept on this device.';
    });
    area.form?.addEventListener('submit', () => {
      unkept = false;
      tryTo(() => sessionStorage.setItem(key, 'sent'));
    });
    addEventListener('beforeunload', (event) => unkept && event.preventDefault());
  }
}

// ---- A device that others may hold ----

/** Whose pages and drafts are on this device: their handle, or nothing when nobody was signed in last. */
const keptFor = 'kept-for';
const lastReader = () => localStorage.getItem(keptFor) ?? '';

/** @param {string} reader whose drafts stay */
function forgetDraftsBut(reader) {
  for (const storage of [localStorage, sessionStorage])
    Object.keys(storage)
      .filter((key) => key.startsWith('draft:') && !key.startsWith(`draft:${reader}:`))
      .forEach((key) => storage.removeItem(key));
}

async function forgetPages() {
  if ('caches' in self) await caches.delete('read-pages');
}

/**
 * A session may end by itself, and the phone go from hand to hand. Read pages go with the one who read them; a
 * half-written text waits for its writer, under their name, and goes when somebody else signs in.
 */
function keepForOneReader() {
  tryTo(() => {
    const reader = viewer ?? '';
    if (lastReader() === reader) return;
    if (viewer) forgetDraftsBut(viewer);
    void forgetPages().catch(() => {});
    localStorage.setItem(keptFor, reader);
  });
  // A page that the browser kept whole was somebody's: it is shown again only to them.
  addEventListener('pageshow', ({ persisted }) =>
    tryTo(() => {
      if (!persisted || lastReader() === (viewer ?? '')) return;
      root.hidden = true;
      location.reload();
    }),
  );
}

// ---- The guard: fetched when somebody begins to write ----

function guardWords() {
  /** @param {unknown} at */
  const look = (at) => {
    if (!(at instanceof HTMLTextAreaElement) || !at.matches('[data-guard]')) return;
    document.removeEventListener('focusin', hear);
    import('/_app/guard.js').catch(() => {});
  };
  /** @param {FocusEvent} event */
  const hear = ({ target }) => look(target);
  document.addEventListener('focusin', hear);
  look(document.activeElement);
}

// ---- Small hands ----

/** @param {ParentNode} [within] */
function offerCopies(within) {
  if (!navigator.clipboard) return;
  for (const button of all('button[data-copy][hidden]', within)) {
    const words = button.querySelector('span') ?? button;
    // Said beside the button: inside it, what is announced would be its name.
    const said = button.nextElementSibling?.closest('[role=status]');
    const before = words.textContent;
    const done = button.dataset.done ?? before;
    const say = (now, aloud) => {
      words.textContent = now;
      if (said) said.textContent = aloud;
    };
    button.hidden = false;
    button.addEventListener('click', async () => {
      const from = document.getElementById(button.dataset.copy ?? '');
      if (!from) return;
      const text = 'value' in from ? String(from.value) : (from.textContent ?? '');
      await navigator.clipboard.writeText(text.trim());
      say(done, done);
      setTimeout(() => say(before, ''), 3000);
    });
  }
}

function offerPrinting() {
  for (const button of all('button[data-print]')) {
    button.hidden = false;
    button.addEventListener('click', () => print());
  }
}

/** In calm mode a picture waits until it is asked for; its words stand there meanwhile. */
function calmPictures() {
  if (!root.hasAttribute('data-look-calm')) return;
  for (const picture of all('main img')) {
    const ask = document.createElement('button');
    ask.type = 'button';
    ask.className = 'button button-quiet';
    ask.textContent = `Show the picture: ${picture.getAttribute('alt') || 'without words'}`;
    ask.addEventListener('click', () => {
      picture.hidden = false;
      ask.remove();
    });
    picture.hidden = true;
    picture.before(ask);
  }
}

/** Where nothing was chosen yet, the device's own zone stands in for UTC. */
function guessZone() {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  for (const found of all('select[data-guess-zone]')) {
    const select = /** @type {HTMLSelectElement} */ (found);
    if ([...select.options].some(({ value }) => value === own)) select.value = own;
  }
}

function sayWhenOffline() {
  /** @param {boolean} offline */
  const say = (offline) => all('[data-offline]').forEach((note) => (note.hidden = !offline));
  addEventListener('online', () => say(false));
  addEventListener('offline', () => say(true));
  say(!navigator.onLine);
  // A phone may believe that it is online when the way to us is not.
  const worker = navigator.serviceWorker;
  worker?.addEventListener('message', (event) => event.data === 'kept' && say(true));
  worker?.startMessages();
  worker?.controller?.postMessage('kept?');
}

keepForOneReader();
clearSentDraft();
sayTimes();
keepDrafts();
offerCopies();
offerPrinting();
calmPictures();
guessZone();
sayWhenOffline();
guardWords();
all('[data-focus]')[0]?.focus();
setInterval(() => sayTimes(), 30_000);
document.addEventListener('pocketfriends:added', (event) => {
  const added = /** @type {Element} */ (event.target);
  sayTimes(added);
  offerCopies(added);
});
if ('serviceWorker' in navigator)
  navigator.serviceWorker.register('/service-worker.js', { type: 'module' }).catch(() => {});
