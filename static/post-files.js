// @ts-check
// Pictures, a film or a sound of what is being written.

/** @param {string} selector @param {ParentNode} [within] */
const all = (selector, within = document) =>
  /** @type {HTMLElement[]} */ ([...within.querySelectorAll(selector)]);
/** @param {string} selector @param {ParentNode} [within] */
const one = (selector, within = document) =>
  /** @type {HTMLElement | null} */ (within.querySelector(selector));

/** Files that are chosen, pasted or dropped are looked at first; then they go to the server. @param {HTMLElement} form */
export function takeFiles(form) {
  const place = one('[data-files]', form);
  const add = place && one('[data-add-file]', place);
  const input = /** @type {HTMLInputElement | null} */ (add && one('input[type=file]', add));
  if (!place || !add || !input) return;
  const look = lookFirst(form, place);
  add.hidden = false;
  input.addEventListener('change', () => {
    void look([...(input.files ?? [])]);
    input.value = '';
  });
  form.addEventListener('paste', (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    void look(files);
  });
  form.addEventListener('dragover', (event) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  });
  form.addEventListener('drop', (event) => {
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    void look(files);
  });
  for (const file of all('[data-file]', place)) mayGo(file);
}

/** @param {HTMLElement} place @param {string} words */
function tell(place, words) {
  const said = one('[data-file-said]', place);
  if (said) said.textContent = words;
}

/**
 * What was chosen waits on this device until its writer has looked at it, and perhaps covered something. The script
 * for that comes with the first file.
 * @param {HTMLElement} form @param {HTMLElement} place
 */
function lookFirst(form, place) {
  /** @type {Promise<{ take(files: File[]): Promise<void> }> | undefined} */
  let looking;
  const send = (/** @type {File} */ file) => bring(form, place, file);
  return async (/** @type {File[]} */ files) => {
    tell(place, '');
    form.dataset.opened = '';
    try {
      looking ??= import('/_app/chosen.js').then((chosen) =>
        chosen.lookFirst(one('[data-chosen]', place), { send }),
      );
      await (await looking).take(files);
    } catch {
      looking = undefined;
      tell(
        place,
        'Nothing was added: there is no way to us just now. Choose it again when you are online.',
      );
    }
  };
}

/** Sends a file to the server; why it did not arrive. @param {HTMLElement} form @param {HTMLElement} place @param {File} file */
async function bring(form, place, file) {
  if (all('[data-file]', one('[data-file-list]', place) ?? place).length >= 4)
    return 'A post holds up to four files.';
  form.dataset.loading = 'yes';
  try {
    const body = new FormData();
    body.append('file', file);
    const answer = await fetch('/uploads/post', {
      method: 'POST',
      headers: { accept: 'application/json' },
      body,
    });
    const kept = await answer.json();
    if (kept.error) return kept.error;
    lay(place, kept)?.focus();
    changed(place);
    tell(place, 'It is here. Please say in a sentence what is to be seen or heard.');
  } catch {
    return 'It did not arrive. Try it again when you are online.';
  } finally {
    delete form.dataset.loading;
  }
}

/**
 * Lays a file that the server has into the form.
 * @param {HTMLElement} place @param {{ id: string, url: string, previewUrl: string | null, alt?: string }} kept
 */
export function lay(place, { id, url, previewUrl, alt = '' }) {
  const form = /** @type {HTMLTemplateElement | null} */ (one('template[data-file-form]', place));
  const item = /** @type {HTMLElement | null | undefined} */ (
    form?.content.firstElementChild?.cloneNode(true)
  );
  if (!item) return undefined;
  item.dataset.file = id;
  item.dataset.src = url;
  /** @type {HTMLInputElement} */ (one('input[name=media]', item)).value = id;
  const picture = /** @type {HTMLImageElement} */ (one('[data-preview]', item));
  picture.hidden = !previewUrl;
  if (previewUrl) picture.src = previewUrl;
  const words = /** @type {HTMLTextAreaElement} */ (one('textarea', item));
  words.id = words.name = `alt-${id}`;
  words.value = alt;
  one('label', item)?.setAttribute('for', words.id);
  one('[data-file-list]', place)?.append(item);
  mayGo(item);
  return words;
}

/** Tells whoever keeps the form that its files are others now. @param {Element | null} place */
function changed(place) {
  place?.dispatchEvent(new Event('change', { bubbles: true }));
}

/** @param {HTMLElement} item */
function mayGo(item) {
  const button = one('[data-remove-file]', item);
  if (!button) return;
  button.hidden = false;
  button.addEventListener('click', () => {
    const add = one('input[type=file]', item.closest('[data-files]') ?? document);
    const place = item.closest('[data-files]');
    item.remove();
    changed(place);
    add?.focus();
  });
}
