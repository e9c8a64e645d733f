// @ts-check
// Passkeys: what the page asks goes to the browser, and its answer goes back by the page's own form.
// A form with `data-passkey` stays hidden where there is no script, or the browser knows no passkeys.

const minute = 60_000;
/** The page's question counts for five minutes. */
const fresh = 4 * minute;

/** @param {string} text base64url */
const toBytes = (text) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (sign) =>
    sign.charCodeAt(0),
  );

/** @param {ArrayBuffer | null | undefined} bytes */
const toText = (bytes) =>
  bytes &&
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

/** @param {string} json options as the server writes them */
function readOptions(json) {
  const own = JSON.parse(json);
  const named = (/** @type {{ id: string }[]} */ list = []) =>
    list.map((one) => ({ ...one, id: toBytes(one.id) }));
  return {
    ...own,
    challenge: toBytes(own.challenge),
    ...(own.user && { user: { ...own.user, id: toBytes(own.user.id) } }),
    allowCredentials: named(own.allowCredentials),
    excludeCredentials: named(own.excludeCredentials),
  };
}

/** @param {any} credential what the browser brings, as the server reads it */
function writeAnswer({ id, rawId, type, response }) {
  return JSON.stringify({
    ...{ id, type, rawId: toText(rawId), clientExtensionResults: {} },
    response: {
      clientDataJSON: toText(response.clientDataJSON),
      attestationObject: toText(response.attestationObject),
      transports: response.getTransports?.(),
      authenticatorData: toText(response.authenticatorData),
      signature: toText(response.signature),
      userHandle: toText(response.userHandle),
    },
  });
}

let asked = Date.now();
/** A browser answers one question at a time: the next one takes the last one back. */
let waiting = new AbortController();

/** A page that has been open for long asks anew, without being loaded anew. */
async function askAnew() {
  const page = await fetch(location.href, { headers: { accept: 'text/html' } });
  const html = new DOMParser().parseFromString(await page.text(), 'text/html');
  for (const form of forms) {
    const same = html.querySelector(`[data-passkey="${form.dataset.passkey}"]`);
    if (!(same instanceof HTMLElement)) return location.reload();
    form.dataset.options = same.dataset.options;
  }
  asked = Date.now();
}

/** @param {HTMLFormElement} form @param {CredentialMediationRequirement} [mediation] */
async function ask(form, mediation) {
  waiting.abort();
  waiting = new AbortController();
  const { signal } = waiting;
  if (Date.now() - asked > fresh) await askAnew();
  const publicKey = readOptions(form.dataset.options ?? '');
  const credential =
    form.dataset.passkey === 'add'
      ? await navigator.credentials.create({ publicKey, signal })
      : await navigator.credentials.get({ publicKey, signal, ...(mediation && { mediation }) });
  const answer = form.elements.namedItem('answer');
  if (!credential || !(answer instanceof HTMLInputElement)) return;
  answer.value = writeAnswer(credential);
  form.submit();
}

/** @param {HTMLFormElement} form @param {unknown} fault */
function say(form, fault) {
  const name = fault instanceof DOMException ? fault.name : '';
  if (name === 'AbortError') return;
  const says = { NotAllowedError: 'cancelled', InvalidStateError: 'known' }[name] ?? 'failed';
  for (const words of form.querySelectorAll('[data-passkey-says]'))
    if (words instanceof HTMLElement) words.hidden = words.dataset.passkeySays !== says;
}

/** Passkeys among what the browser offers to fill in, where a field asks for it. */
async function offer() {
  const form = forms.find(({ dataset }) => dataset.passkey === 'show');
  if (!form || !document.querySelector('input[autocomplete~="webauthn"]')) return;
  if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
  setTimeout(offer, fresh + minute / 2);
  // Whoever does not choose one has done nothing wrong.
  await ask(form, 'conditional').catch(() => undefined);
}

const forms = /** @type {HTMLFormElement[]} */ ([...document.querySelectorAll('[data-passkey]')]);
if ('PublicKeyCredential' in window && navigator.credentials) {
  for (const form of forms) {
    form.hidden = false;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      ask(form).catch((fault) => say(form, fault));
    });
  }
  void offer();
}
for (const words of document.querySelectorAll('[data-without-passkeys]'))
  if (words instanceof HTMLElement) words.hidden = 'PublicKeyCredential' in window;
