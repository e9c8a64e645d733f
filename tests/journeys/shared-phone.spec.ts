import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, phone } from '../browser.ts';
import { openWorldWithSite, type ServedWorld } from '../site.ts';
import { signOut } from '#domain/people/sign-in.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let world: ServedWorld;
let browser: Browser;
const contexts: BrowserContext[] = [];
beforeAll(async () => {
  world = await openWorldWithSite();
  browser = await openBrowser();
});
afterAll(async () => {
  for (const context of contexts) await context.close();
  await browser.close();
  await world.close();
});

/** A phone that several people use, with our worker at work. */
async function aPhone(): Promise<Page> {
  const context = await phone(browser);
  contexts.push(context);
  const page = await context.newPage();
  await page.goto(world.origin + '/about');
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  return page;
}

/** Signs somebody in here, and gives back the cookie that does it. */
async function signIn(page: Page, who: Viewer): Promise<string> {
  const cookie = await world.cookieOf(who);
  const [name = '', value = ''] = cookie.split(/=(.*)/s);
  await page.context().addCookies([{ name, value, url: world.origin }]);
  return cookie;
}

/** Reads a few pages and leaves a text half-written. */
async function readAndWrite(page: Page, who: Viewer, words: string): Promise<void> {
  for (const path of [`/@${who.handle}`, '/about', '/settings/profile', '/write-post'])
    await page.goto(world.origin + path);
  await page.locator('textarea[data-keep]').fill(words);
  await expect.poll(() => onDevice(page)).toContain(words);
}

/** Everything that a page can find on the device, in one text. */
function onDevice(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const found: unknown[] = [{ ...localStorage }, { ...sessionStorage }, document.cookie];
    for (const { name } of await indexedDB.databases()) found.push(name);
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        const kept = await cache.match(request);
        // Our own script and dress name nobody; what is read is read whole.
        if (kept?.headers.get('content-type')?.includes('html'))
          found.push(request.url, await kept.text());
      }
    }
    return JSON.stringify(found);
  });
}

/** Every page that the back button leads to, and what the phone shows of these without a connection. */
async function backAndOffline(page: Page, paths: readonly string[]): Promise<string> {
  const shown: string[] = [];
  for (let n = 0; n < 5; n += 1) {
    await page.goBack({ waitUntil: 'load' });
    shown.push(await page.content());
  }
  // Signing out takes the worker off the device as well; the next page brings it again.
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.context().setOffline(true);
  for (const path of paths) {
    await page.goto(world.origin + path);
    shown.push(await page.content());
  }
  await page.context().setOffline(false);
  await page.goto(`${world.origin}/about`);
  return shown.join('\n');
}

test('PRV-28: after signing out nothing is left: not back, not offline, not on the device', async () => {
  const anna = await world.aPerson({ handle: 'anna_prv', name: 'Anna Prv' });
  const page = await aPhone();
  await signIn(page, anna);
  await readAndWrite(page, anna, 'Half a thought of Anna');
  // Control: while she is here, her page is on the device.
  expect(await onDevice(page)).toMatch(/data-viewer=\\"anna_prv/);
  await page.goto(`${world.origin}/sign-out`);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
  expect(await onDevice(page)).not.toMatch(/anna_prv|Half a thought/i);
  const paths = ['/settings/profile', '/write-post', '/about', '/'];
  // Back leads to her public page as well, as everybody sees it.
  expect(await backAndOffline(page, paths)).not.toMatch(/data-viewer="anna_prv|Half a thought/i);
  expect(await onDevice(page)).not.toMatch(/data-viewer=\\"anna_prv|Half a thought/i);

  const ben = await world.aPerson({ handle: 'ben_prv', name: 'Ben Prv' });
  await signIn(page, ben);
  await page.goto(`${world.origin}/write-post`);
  expect(await page.locator('textarea[data-keep]').inputValue()).toBe('');
  await expect.poll(() => onDevice(page)).not.toMatch(/anna_prv|Half a thought/i);
  expect(await page.content()).not.toMatch(/anna_prv|Half a thought/i);
});

test('PRV-28: a sign-out waits until the device has forgotten, whatever the server says to it', async () => {
  const dora = await world.aPerson({ handle: 'dora_prv' });
  const page = await aPhone();
  await signIn(page, dora);
  await readAndWrite(page, dora, 'Half a thought of Dora');
  await page.goto(`${world.origin}/sign-out`);
  // What the page itself leaves: the request of its form never arrives, nor does a word of the server.
  const lost = page.waitForEvent('requestfailed', (request) => request.method() === 'POST');
  await page.route('**/sign-out', (route) => route.abort());
  await page.getByRole('button', { name: 'Sign out' }).click();
  await lost;
  await page.unroute('**/sign-out');
  await page.goto(`${world.origin}/offline.html`);
  expect(await onDevice(page)).not.toMatch(/dora_prv|Half a thought/i);
});

test('PRV-28: a session that ends by itself loses nobody a text, and shows it to nobody else', async () => {
  const cleo = await world.aPerson({ handle: 'cleo_prv', name: 'Cleo Prv' });
  const emil = await world.aPerson({ handle: 'emil_prv', name: 'Emil Prv' });
  const page = await aPhone();
  const area = page.locator('textarea[data-keep]');
  const end = (cookie: string) => signOut(world.as(null), cookie);
  const cookie = await signIn(page, cleo);
  await readAndWrite(page, cleo, 'Half a thought of Cleo');
  await end(cookie);

  // Nobody is signed in: her pages are gone, and no page shows what waits for her.
  await page.goto(`${world.origin}/about`);
  await expect.poll(() => onDevice(page)).not.toMatch(/data-viewer=\\"cleo_prv/);
  const paths = ['/@cleo_prv', '/write-post', '/about'];
  expect(await backAndOffline(page, paths)).not.toMatch(/data-viewer="cleo_prv|Half a thought/);
  const again = await signIn(page, cleo);
  await page.goto(`${world.origin}/write-post`);
  await expect.poll(() => area.inputValue()).toBe('Half a thought of Cleo');
  await end(again);

  const emils = await signIn(page, emil);
  await page.goto(`${world.origin}/write-post`);
  expect(await area.inputValue()).toBe('');
  await expect.poll(() => onDevice(page)).not.toMatch(/cleo_prv|Half a thought/);
  await end(emils);
  await signIn(page, cleo);
  await page.goto(`${world.origin}/write-post`);
  expect(await area.inputValue()).toBe('');
});
