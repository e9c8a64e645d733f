// @ts-check
// Everything of a draft but its words: those `enhance.js` keeps. It stays on this device until it was sent.

import { lay } from '/post-files.js';

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Control */
/** @typedef {{ id: string, url: string, previewUrl: string | null, alt: string }} KeptFile */

const viewer = /** @type {HTMLElement | null} */ (document.querySelector('[data-viewer]'))?.dataset
  .viewer;

/** The parts of a form that a person chooses or fills in, its words and its files left out. @param {HTMLFormElement} form */
function controlsOf(form) {
  const found = /** @type {Control[]} */ ([
    ...form.querySelectorAll('input[name]:not([type=hidden]), select[name]'),
  ]);
  return found.filter((control) => !control.closest('[data-files]'));
}

/** @param {Control} control */
const valueOf = (control) =>
  'checked' in control && control.type === 'checkbox' ? control.checked : control.value;

/** @param {HTMLFormElement} form @returns {KeptFile[]} */
function filesOf(form) {
  const items = /** @type {HTMLElement[]} */ ([...form.querySelectorAll('[data-file]')]);
  return items.map((item) => {
    const picture = /** @type {HTMLImageElement | null} */ (item.querySelector('[data-preview]'));
    const words = item.querySelector('textarea');
    return {
      id: item.dataset.file ?? '',
      url: item.dataset.src ?? '',
      previewUrl: picture && !picture.hidden ? picture.getAttribute('src') : null,
      alt: words?.value ?? '',
    };
  });
}

/** Keeps a form's choices and files while somebody writes, and brings them back. @param {HTMLElement} composer */
export function keepDraft(composer) {
  const form = /** @type {HTMLFormElement} */ (composer);
  const area = /** @type {HTMLTextAreaElement | null} */ (
    form.querySelector('textarea[data-keep]')
  );
  if (!area) return;
  const key = `draft:${viewer ?? ''}:${area.dataset.keep}:form`;
  const asBegun = JSON.stringify(controlsOf(form).map(valueOf));
  // What came back from the server, or is changed there, says itself what it is.
  const refused = form.querySelector('[data-failed]')?.childElementCount;
  if (!refused && area.defaultValue === '') bringBack(form, key);
  const keep = () => {
    const said = { choices: controlsOf(form).map((one) => [one.name, valueOf(one)]) };
    const files = filesOf(form);
    const untouched =
      files.length === 0 && JSON.stringify(controlsOf(form).map(valueOf)) === asBegun;
    try {
      if (untouched) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify({ ...said, files }));
    } catch {
      // The words' own note says that this device keeps nothing.
    }
  };
  form.addEventListener('input', keep);
  form.addEventListener('change', keep);
}

/** @param {HTMLFormElement} form @param {string} key */
function bringBack(form, key) {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? 'null');
    if (!kept) return;
    choose(form, kept.choices);
    void bringFiles(form, kept.files);
  } catch {
    // What cannot be read is as if it was never kept.
  }
}

/** @param {HTMLFormElement} form @param {[string, string | boolean][]} choices */
function choose(form, choices) {
  // An address that says who reads it means it.
  const asked = new URL(location.href).searchParams.has('audience') ? 'readers' : '';
  const left = choices.filter(([name]) => name !== asked);
  for (const control of controlsOf(form)) {
    const at = left.findIndex(([name]) => name === control.name);
    const [[, value] = ['', '']] = at < 0 ? [] : left.splice(at, 1);
    if (at < 0 || value === valueOf(control)) continue;
    if (typeof value === 'boolean') /** @type {HTMLInputElement} */ (control).checked = value;
    else if (!('options' in control) || [...control.options].some((one) => one.value === value))
      control.value = value;
    control.closest('details')?.setAttribute('open', '');
  }
}

/** @param {HTMLFormElement} form @param {KeptFile[]} files */
async function bringFiles(form, files) {
  const place = /** @type {HTMLElement | null} */ (form.querySelector('[data-files]'));
  if (!place) return;
  let gone = 0;
  for (const file of files) {
    if (form.querySelector(`[data-file="${CSS.escape(file.id)}"]`)) continue;
    const answer = await fetch(file.url, { method: 'HEAD' }).catch(() => undefined);
    // Without a connection nobody knows; the server looks again when it is sent.
    if (answer && !answer.ok) gone += 1;
    else lay(place, file);
  }
  if (gone === 0) return;
  const said = place.querySelector('[data-file-said]');
  if (said)
    said.textContent =
      gone === 1
        ? 'A file that you had added is gone: what is not posted is kept for a day. All else is still here. You can add it again.'
        : `${gone} files that you had added are gone: what is not posted is kept for a day. All else is still here. You can add them again.`;
  form.dispatchEvent(new Event('change'));
}
