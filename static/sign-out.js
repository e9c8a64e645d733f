// @ts-check
// Signing out leaves nothing of ours on the device, and is sent when that is done. The names are those of enhance.js,
// of the service worker and of the notebook's drawer.

function forgetWords() {
  for (const storage of [localStorage, sessionStorage])
    Object.keys(storage)
      .filter((key) => key.startsWith('draft:') || key === 'kept-for')
      .forEach((key) => storage.removeItem(key));
}

async function forgetPages() {
  if ('caches' in self) await caches.delete('read-pages');
}

/** What lies sealed in notebooks, of whoever uses this device. */
function forgetNotebooks() {
  return new Promise((done) => {
    const going = indexedDB.deleteDatabase('notebook');
    going.onsuccess = going.onerror = going.onblocked = done;
  });
}

for (const found of document.querySelectorAll('form[data-forget]')) {
  const form = /** @type {HTMLFormElement} */ (found);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const all = [forgetWords, forgetPages, forgetNotebooks].map(async (forget) => forget());
    void Promise.allSettled(all).then(() => form.submit());
  });
}
