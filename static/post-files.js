// @ts-check
// Pictures, a film or a sound of what is being written.

/** @param {string} selector @param {ParentNode} [within] */
const all = (selector, within = document) =>
  /** @type {HTMLElement[]} */ ([...within.querySelectorAll(selector)]);
/** @param {string} selector @param {ParentNode} [within] */
const one = (selector, within = document) =>
  /** @type {HTMLElement | null} */ (within.querySelector(selector));

/** Files that are chosen, pasted or dropped go to the server at once. @param {HTMLElement} form */
export function takeFiles(form) {
  const place = one('[data-files]', form);
  const add = place && one('[data-add-file]', place);
  const input = /** @type {HTMLInputElement | null} */ (add && one('input[type=file]', add));
  if (!place || !add || !input) return;
  add.hidden = false;
  input.addEventListener('change', () => {
    void addAll(form, place, [...(input.files ?? [])]);
    input.value = '';
  });
  form.addEventListener('paste', (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    void addAll(form, place, files);
  });
  form.addEventListener('dragover', (event) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  });
  form.addEventListener('drop', (event) => {
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    void addAll(form, place, files);
  });
  for (const file of all('[data-file]', place)) mayGo(file);
}

/** @param {HTMLElement} form @param {HTMLElement} place @param {File[]} files */
async function addAll(form, place, files) {
  const said = one('[data-file-said]', place);
  const tell = (/** @type {string} */ words) => said && (said.textContent = words);
  form.dataset.loading = 'yes';
  for (const file of files) {
    if (all('[data-file]', one('[data-file-list]', place) ?? place).length >= 4) {
      tell('A post holds up to four files.');
      break;
    }
    tell(`Bringing ${file.name}…`);
    try {
      const body = new FormData();
      body.append('file', file);
      const answer = await fetch('/uploads/post', {
        method: 'POST',
        headers: { accept: 'application/json' },
        body,
      });
      const kept = await answer.json();
      if (kept.error) tell(kept.error);
      else {
        lay(place, kept)?.focus();
        changed(place);
        tell('It is here. Please say in a sentence what is to be seen or heard.');
      }
    } catch {
      tell(`${file.name} did not arrive. Try it again when you are online.`);
    }
  }
  delete form.dataset.loading;
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
