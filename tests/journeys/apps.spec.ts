import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HtmlValidate } from 'html-validate';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axe, desk, openBrowser, phone, type Reader } from '../browser.ts';
import { anApp, pkce } from '../makers/app.ts';
import { openWorldWithSite, type ServedWorld } from '../site.ts';
import { outOfBand } from '#domain/apps/redirect-rules.ts';
import { createPerson } from '#domain/people/persons.server.ts';

let world: ServedWorld;
let browser: Browser;
let client: Server;
let clientOrigin: string;
const password = 'four plain words here';
const pictures = process.env['PICTURES'];

beforeAll(async () => {
  world = await openWorldWithSite();
  browser = await openBrowser();
  client = createServer((req, res) => {
    res.setHeader('content-type', 'text/html; charset=utf-8');
    res.end(req.url?.startsWith('/onwards') ? '' : clientPage);
  }).listen(0, '127.0.0.1');
  await new Promise((done) => client.once('listening', done));
  clientOrigin = `http://127.0.0.1:${(client.address() as AddressInfo).port}`;
  const person = { handle: 'nia', name: 'Nia Owl', email: 'nia@example.org', password };
  const made = await createPerson(world.as(null), person);
  if ('refused' in made) throw new Error(JSON.stringify(made));
});
afterAll(async () => {
  client.close();
  await browser.close();
  await world.close();
});

/** An app on the web, as small as one can be: it comes, asks in a window of its own, fetches, reads. */
const clientPage = `<!doctype html><html lang="en"><title>Small client</title><pre id="out"></pre><script>
const out = (value) => (document.getElementById('out').textContent = JSON.stringify(value));
const base64url = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\\+/g, '-').replace(/\\//g, '_').replace(/=/g, '');
const here = location.origin + location.pathname;
const code = new URLSearchParams(location.search).get('code');
if (code && opener && !opener.closed) { opener.postMessage(code, location.origin); close(); }
async function connect(server) {
  const known = await (await fetch(server + '/.well-known/oauth-authorization-server')).json();
  const registration = new URLSearchParams({ client_name: 'Small client', redirect_uris: here, scopes: 'read write follow push', website: here });
  const app = await (await fetch(known.app_registration_endpoint, { method: 'POST', body: registration })).json();
  const verifier = base64url(crypto.getRandomValues(new Uint8Array(32)));
  const challenge = base64url(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier)));
  const query = new URLSearchParams({ client_id: app.client_id, redirect_uri: here, response_type: 'code', scope: 'read write follow push', code_challenge: challenge, code_challenge_method: 'S256' });
  const popup = window.open(known.authorization_endpoint + '?' + query, 'auth', 'popup,width=400,height=700');
  const looking = setInterval(() => popup.closed && out('the window counts as closed'), 50);
  addEventListener('message', async ({ data }) => {
    clearInterval(looking);
    const body = { grant_type: 'authorization_code', client_id: app.client_id, client_secret: app.client_secret, redirect_uri: here, code: data, code_verifier: verifier };
    const token = await (await fetch(known.token_endpoint, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })).json();
    const me = await (await fetch(server + '/api/v1/accounts/verify_credentials', { headers: { authorization: 'Bearer ' + token.access_token } })).json();
    const revoked = await fetch(known.revocation_endpoint, { method: 'POST', keepalive: true, body: new URLSearchParams({ client_id: app.client_id, client_secret: app.client_secret, token: token.access_token }) });
    const after = await fetch(server + '/api/v1/accounts/verify_credentials', { headers: { authorization: 'Bearer ' + token.access_token } });
    out({ acct: me.acct, scope: token.scope, revoked: revoked.status, after: after.status });
  });
}
</script>`;

async function isGood(page: Page, name: string): Promise<void> {
  if (pictures) {
    const { width = 0 } = page.viewportSize() ?? {};
    const dark = await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
    const file = `${pictures}/${name}-${width}${dark ? '-dark' : ''}.png`;
    await page.screenshot({ path: file, fullPage: true });
  }
  expect({ name, found: await axe(page) }).toEqual({ name, found: [] });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(wide, name).toBeLessThanOrEqual(0);
}

async function signIn(page: Page): Promise<void> {
  await page.getByLabel('Your e-mail address').fill('nia@example.org');
  await page.getByLabel('Your password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Somebody who is signed in, on a phone or at a desk. */
async function nia(
  open: (browser: Browser, reader?: Reader) => Promise<BrowserContext>,
  reader?: Reader,
): Promise<Page> {
  const page = await (await open(browser, reader)).newPage();
  await page.goto(`${world.origin}/sign-in`);
  await signIn(page);
  await page.waitForURL(`${world.origin}/`);
  return page;
}

const query = (fields: Record<string, string>) => new URLSearchParams(fields).toString();

function linkOf(app: { clientId: string }, redirect: string, more: Record<string, string> = {}) {
  const asked = { client_id: app.clientId, redirect_uri: redirect, response_type: 'code' };
  return `${world.origin}/oauth/authorize?${query({ ...asked, scope: 'read write', ...more })}`;
}

/** Presses yes, and gives where the browser is sent, and what it says against that. */
async function yes(page: Page): Promise<{ location: string; against: string[] }> {
  const against: string[] = [];
  page.on('console', (line) => {
    if (/form-action|Content Security/i.test(line.text())) against.push(line.text());
  });
  const answered = page.waitForResponse(
    (answer) => answer.request().method() === 'POST' && answer.url().includes('/oauth/authorize'),
  );
  await page.getByRole('button', { name: 'Yes, let it in' }).click();
  const { location = '' } = await (await answered).allHeaders();
  return { location, against };
}

async function tokenFor(
  app: { clientId: string; secret: string },
  redirect: string,
  code: string,
  verifier?: string,
): Promise<string> {
  const answer = await fetch(`${world.origin}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: app.clientId,
      client_secret: app.secret,
      redirect_uri: redirect,
      code,
      ...(verifier && { code_verifier: verifier }),
    }),
  });
  expect(answer.status).toBe(200);
  return (await answer.json()).access_token;
}

async function whoIs(token: string): Promise<string> {
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(`${world.origin}/api/v1/accounts/verify_credentials`, { headers });
  return (await answer.json()).acct;
}

test('an app on the web asks in a small window, where somebody signs in first', async () => {
  const reader = await desk(browser);
  const page = await reader.newPage();
  await page.goto(`${clientOrigin}/app`);
  const opened = page.waitForEvent('popup');
  await page.evaluate(`connect(${JSON.stringify(world.origin)})`);
  const popup = await opened;
  await signIn(popup);
  await popup.getByRole('button', { name: 'Yes, let it in' }).click();
  await expect
    .poll(() => page.locator('#out').innerText())
    .toBe(
      JSON.stringify({ acct: 'nia', scope: 'read write follow push', revoked: 200, after: 401 }),
    );
  expect(popup.isClosed()).toBe(true);
  await reader.close();
});

test('an app with an https address gets its code, on a phone without script, after signing in', async () => {
  const redirect = 'https://client.example/callback';
  const app = await anApp(world, { redirectUris: [redirect], website: 'https://client.example' });
  const { verifier, challenge } = pkce();
  const bound = { code_challenge: challenge, code_challenge_method: 'S256', state: 'back & forth' };
  const reader = await phone(browser, { script: false });
  const page = await reader.newPage();
  await page.goto(linkOf(app, redirect, bound));
  await signIn(page);
  await page.getByRole('heading', { name: 'May “Tusky” act for you?' }).waitFor();
  const sent = page.waitForRequest((request) => request.url().startsWith(redirect));
  const { location, against } = await yes(page);
  const arrived = new URL((await sent).url());
  expect(arrived.href).toBe(location);
  expect(arrived.searchParams.get('state')).toBe('back & forth');
  expect(against).toEqual([]);
  const code = arrived.searchParams.get('code') ?? '';
  expect(await whoIs(await tokenFor(app, redirect, code, verifier))).toBe('nia');
  await reader.close();
});

test('the browser follows the answer from the app’s address to one more', async () => {
  const relay = createServer((req, res) => {
    res.writeHead(302, { location: `${clientOrigin}/onwards${req.url?.slice(3)}` }).end();
  }).listen(0, '127.0.0.1');
  await new Promise((done) => relay.once('listening', done));
  const redirect = `http://localhost:${(relay.address() as AddressInfo).port}/cb`;
  const app = await anApp(world, { redirectUris: [redirect] });
  const page = await nia(desk);
  await page.goto(linkOf(app, redirect));
  const { against } = await yes(page);
  await page.waitForURL((url) => url.pathname === '/onwards' && url.searchParams.has('code'));
  expect(against).toEqual([]);
  relay.close();
  await page.context().close();
});

test('a phone app gets its code by the scheme that it owns', async () => {
  for (const redirect of ['tusky://oauth', 'com.example.app:/callback']) {
    const app = await anApp(world, { redirectUris: [redirect], name: 'Ice Cubes' });
    const page = await nia(phone);
    await page.goto(linkOf(app, redirect));
    await page.getByText('a program on this device').waitFor();
    const { location, against } = await yes(page);
    expect(location.startsWith(`${redirect}?code=`)).toBe(true);
    expect(against, 'what the content policy says against it').toEqual([]);
    const code = new URLSearchParams(location.split('?')[1]).get('code') ?? '';
    expect(await whoIs(await tokenFor(app, redirect, code))).toBe('nia');
    await page.context().close();
  }
});

test('an app without an address gets a code that is copied by hand; a no gives it nothing', async () => {
  const app = await anApp(world, { name: 'Toot for the terminal' });
  const page = await nia(phone);
  await page.goto(linkOf(app, outOfBand));
  await isGood(page, 'ask-copy');
  await page.getByRole('button', { name: 'No, give it nothing' }).click();
  await page.getByRole('heading', { name: 'Nothing was given' }).waitFor();
  await isGood(page, 'no');
  await page.goto(linkOf(app, outOfBand));
  await page.getByRole('button', { name: 'Yes, let it in' }).press('Enter');
  await page.getByRole('heading', { name: 'Here is your code' }).waitFor();
  await isGood(page, 'code');
  expect(page.url()).not.toContain('code=');
  const code = await page.locator('#code').innerText();
  expect(await whoIs(await tokenFor(app, outOfBand, code))).toBe('nia');
  await page.context().close();
});

test('people see which apps act for them, and take it back, by day and by lamp', async () => {
  const redirect = 'https://client.example/callback';
  const words = { redirectUris: [redirect, outOfBand], website: 'https://client.example' };
  const app = await anApp(world, {
    ...words,
    name: 'Pocket Friends Security',
    scopes: 'read write',
  });
  for (const [open, reader] of [
    [phone, {}],
    [desk, { dark: true }],
  ] as const) {
    const page = await nia(open, reader);
    await page.goto(linkOf(app, redirect));
    await isGood(page, 'ask');
    await page.goto(linkOf(app, redirect, { scope: 'read:statuses read:lists write:media' }));
    await isGood(page, 'ask-some');
    await page.goto(linkOf({ clientId: 'gone' }, redirect));
    await isGood(page, 'unknown');
    await page.goto(linkOf(app, redirect, { scope: 'push' }));
    await isGood(page, 'wrong-scope');
    await page.goto(linkOf(app, outOfBand));
    await page.getByRole('button', { name: 'Yes, let it in' }).click();
    const code = await page.locator('#code').innerText();
    const token = await tokenFor(app, outOfBand, code);
    expect(await whoIs(token)).toBe('nia');
    await page.goto(`${world.origin}/settings/apps`);
    await isGood(page, 'apps');
    const html = await (await page.request.get(page.url())).text();
    const asks = await (await page.request.get(linkOf(app, redirect))).text();
    for (const text of [html, asks]) expect(await faultsIn(text)).toEqual([]);
    const article = page.getByRole('article', { name: 'Pocket Friends Security' });
    await article.getByRole('button', { name: 'Take it back' }).press('Enter');
    await page.getByText('Taken back.').waitFor();
    expect(await article.count()).toBe(0);
    expect(await whoIs(token)).toBeUndefined();
    await page.context().close();
  }
  const empty = await phone(browser);
  await empty.addCookies([cookieFor(await world.cookieOf(await world.aPatient()))]);
  const page = await empty.newPage();
  await page.goto(`${world.origin}/settings/apps`);
  await isGood(page, 'apps-none');
  await empty.close();
});

test('somebody else can answer in the same window', async () => {
  const app = await anApp(world);
  const page = await nia(phone);
  await page.goto(linkOf(app, outOfBand, { force_login: 'true' }));
  await page.getByRole('button', { name: 'I am somebody else' }).click();
  await page.waitForURL(/\/sign-in\?next=/);
  await signIn(page);
  await page.getByRole('heading', { name: 'May “Tusky” act for you?' }).waitFor();
  await page.context().close();
});

function cookieFor(header: string) {
  const [name = '', value = ''] = header.split('=');
  return { name, value, url: world.origin };
}

async function faultsIn(html: string): Promise<string[]> {
  const validator = new HtmlValidate({ extends: ['html-validate:standard'] });
  const { results } = await validator.validateString(html);
  return results.flatMap(({ messages }) =>
    messages.map(({ message, line }) => `${line} ${message}`),
  );
}
