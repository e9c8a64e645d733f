import { readFile } from 'node:fs/promises';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axe, desk, openBrowser, phone } from '../browser.ts';
import { bendDrawer, drawerOf, listenTo } from '../makers/notebook.ts';
import { openWorldWithSite, type ServedWorld } from '../site.ts';
import { changeProfile } from '#domain/people/profile.server.ts';
import { signOut } from '#domain/people/sign-in.server.ts';
import { sayWork } from '#domain/people/work.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let world: ServedWorld;
let browser: Browser;
let [pat, ben, tess]: Viewer[] = [];
const contexts: BrowserContext[] = [];
const canary = 'Quillfeather Clinic';

beforeAll(async () => {
  world = await openWorldWithSite();
  browser = await openBrowser();
  pat = await world.aPerson({ handle: 'pat_nb', name: 'Pat', roles: ['patient'] });
  ben = await world.aPerson({ handle: 'ben_nb', name: 'Ben' });
  tess = await world.aPerson({
    handle: 'tess_nb',
    name: 'Tess Lindqvist',
    roles: ['professional'],
  });
  await sayWork(world.as(tess), { profession: 'radiationTherapist', jurisdiction: 'UK' });
  const bio = `I plan treatments at ${canary}, in Leeds.`;
  const words = { name: 'Tess Lindqvist', pronouns: '', bio, languages: [], zone: 'UTC' };
  await changeProfile(world.as(tess), words);
});
afterAll(async () => {
  for (const context of contexts) await context.close();
  await browser.close();
  await world.close();
});

const pictures = process.env['PICTURES'];

async function hold(made: Promise<BrowserContext>): Promise<BrowserContext> {
  const context = await made;
  contexts.push(context);
  return context;
}

/** Signs somebody in on a device, and gives back the cookie that does it. */
async function signIn(context: BrowserContext, who: Viewer | undefined): Promise<string> {
  if (!who) throw new Error('Nobody is there.');
  const cookie = await world.cookieOf(who);
  const [name = '', value = ''] = cookie.split(/=(.*)/s);
  await context.addCookies([{ name, value, url: world.origin }]);
  return cookie;
}

async function openNotebook(context: BrowserContext, path = '/notebook'): Promise<Page> {
  const page = await context.newPage();
  await page.goto(world.origin + path);
  await page.getByText('How it is kept').waitFor();
  await page.getByText('Opening your notebook').waitFor({ state: 'detached' });
  return page;
}

/** Notes a place, and waits until it stands in the list. */
async function note(page: Page, place: string, since = ''): Promise<void> {
  await page.getByLabel('I am treated at').fill(place);
  await page.getByLabel('Since').fill(since);
  await page.getByRole('button', { name: 'Keep it on this device' }).click();
  await places(page).filter({ hasText: place }).first().waitFor();
}

const places = (page: Page) => page.getByRole('list', { name: 'Places' }).getByRole('listitem');

/** Looks at a page by the rules, and keeps its picture. */
async function isGood(page: Page, name: string): Promise<void> {
  expect({ at: page.url(), found: await axe(page) }).toEqual({ at: page.url(), found: [] });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(wide).toBeLessThanOrEqual(0);
  if (pictures) await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
}

/** Saves a file by this button, and reads it. */
async function saved(page: Page, button = 'Save as a file'): Promise<string> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ]);
  return readFile(await file.path(), 'utf8');
}

test('a patient notes places, reads them again, changes, takes out and saves them; no request and no byte on the device says a word of it', async () => {
  const context = await hold(phone(browser));
  const sent = listenTo(context);
  await signIn(context, pat);
  const page = await openNotebook(context);
  await isGood(page, 'notebook-empty');
  const before = sent.length;
  await note(page, canary, 'Springmarch 2024');
  await note(page, 'Hill House');
  await isGood(page, 'notebook');
  await page.getByRole('button', { name: `Change: ${canary}` }).click();
  await places(page).getByLabel('Until').fill('Junetide');
  await places(page).getByRole('button', { name: 'Keep the change' }).click();
  await page.getByText('until Junetide').waitFor();
  expect(await saved(page)).toBe(
    `# Where I am treated\n\n- Hill House\n- ${canary}: since Springmarch 2024, until Junetide\n`,
  );
  // The file is made on the device; nothing else was asked of anybody.
  expect(sent.slice(before).filter((line) => !line.startsWith('GET blob:'))).toEqual([]);

  await page.reload();
  await page.getByText('until Junetide').waitFor();
  await page.getByRole('button', { name: 'Take out: Hill House' }).click();
  await page.getByRole('button', { name: 'Leave it' }).click();
  expect(await places(page).count()).toBe(2);
  await page.getByRole('button', { name: 'Take out: Hill House' }).click();
  await page.getByRole('button', { name: 'Yes, take it out' }).click();
  await expect.poll(() => places(page).count()).toBe(1);

  const drawer = await drawerOf(page);
  expect(drawer).toContain('sealed');
  expect(drawer).toContain('key false');
  expect(drawer).not.toMatch(/Quillfeather|Springmarch|Junetide|care|place|pat_nb/i);
  for (const line of sent) expect(line).not.toMatch(/Quillfeather|Springmarch|Junetide|Hill/i);

  await page.getByText('Empty my notebook').first().click();
  await page.getByRole('button', { name: 'Empty my notebook' }).click();
  await page.getByText('Nothing is noted on this device').waitFor();
  expect(await drawerOf(page)).not.toContain('sealed');
});

test('all of it goes by keys alone, and reads by lamp', async () => {
  const context = await hold(desk(browser, { dark: true }));
  await signIn(context, pat);
  const page = await openNotebook(context);
  await page.getByLabel('I am treated at').focus();
  await page.keyboard.type('Meadow Clinic');
  await page.keyboard.press('Enter');
  await places(page).first().waitFor();
  await isGood(page, 'notebook-dark');
  await page.getByRole('button', { name: 'Change: Meadow Clinic' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('End');
  await page.keyboard.type(' North');
  await page.keyboard.press('Enter');
  await page.getByText('Meadow Clinic North').waitFor();
  // The focus is where one was, not lost.
  await expect.poll(() => focused(page)).toContain('Change');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect.poll(() => focused(page)).toContain('Yes, take it out');
  await page.keyboard.press('Enter');
  await page.getByText('Nothing is noted on this device').waitFor();
  expect(await focused(page)).toBe('Taken out.');
});

const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? '');

test('PRV-28: a session that ends by itself leaves only noise, which nobody else can open, and which waits for its owner', async () => {
  const context = await hold(phone(browser));
  const cookie = await signIn(context, pat);
  const page = await openNotebook(context);
  await note(page, canary);
  await signOut(world.as(null), cookie);
  await page.goto(`${world.origin}/notebook`);
  expect(page.url()).toContain('/sign-in');
  const half = () =>
    page.evaluate(async () => {
      const answer = await fetch('/notebook/key');
      return {
        status: answer.status,
        store: answer.headers.get('cache-control'),
        half: await answer.text(),
      };
    });
  expect(await half()).toEqual({ status: 401, store: 'no-store', half: 'null' });
  expect(await drawerOf(page)).toContain('sealed');
  expect(await drawerOf(page)).not.toMatch(/Quillfeather|pat_nb/i);

  const bens = await signIn(context, ben);
  const his = await openNotebook(context);
  await his.getByText('Nothing is noted on this device').waitFor();
  expect(await his.content()).not.toMatch(/Quillfeather|cannot be opened/i);
  await note(his, 'Hill House');
  await his.goto(`${world.origin}/sign-out`);
  await his.getByText('Entries in it: 1.').waitFor();
  await signOut(world.as(null), bens);

  await signIn(context, pat);
  const again = await openNotebook(context);
  await expect.poll(() => places(again).allInnerTexts()).toHaveLength(1);
  expect(await again.content()).toContain(canary);
  expect(await again.content()).not.toContain('Hill House');
});

test('PRV-28: signing out says what stands here, and takes it; an open page in another tab forgets it too', async () => {
  const context = await hold(phone(browser));
  await signIn(context, pat);
  const page = await openNotebook(context);
  await note(page, canary);
  await note(page, 'Hill House');
  const other = await openNotebook(context);
  await page.goto(`${world.origin}/sign-out`);
  await page.getByText('Entries in it: 2.').waitFor();
  await isGood(page, 'sign-out');
  await page.getByRole('link', { name: 'Save or print it first' }).click();
  expect(await saved(page)).toContain(canary);
  await page.goto(`${world.origin}/sign-out`);
  await page.getByText('Entries in it: 2.').waitFor();
  // What the page itself leaves: the request of its form never arrives, nor does a word of the server.
  const lost = page.waitForEvent('requestfailed', (request) => request.method() === 'POST');
  await page.route('**/sign-out', (route) => route.abort());
  await page.getByRole('button', { name: 'Sign out' }).click();
  await lost;
  await page.unroute('**/sign-out');
  await other.getByText('Your notebook is closed').waitFor();
  expect(await other.content()).not.toMatch(/Quillfeather|Hill House/);
  await page.goto(`${world.origin}/offline.html`);
  expect(await drawerOf(page)).not.toContain('sealed');

  // And what the server says, to a page whose script did nothing.
  await page.goto(`${world.origin}/notebook`);
  await note(page, canary);
  await page.goto(`${world.origin}/sign-out`);
  await page.evaluate(() => document.querySelector<HTMLFormElement>('[data-forget]')?.submit());
  await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
  await expect.poll(() => drawerOf(page)).not.toContain('sealed');
});

test('what cannot be opened is said kindly, and can be taken off; the rest still opens', async () => {
  const context = await hold(phone(browser));
  await signIn(context, pat);
  const page = await openNotebook(context);
  await note(page, canary);
  await bendDrawer(page);
  await note(page, 'Hill House');
  await page.reload();
  await page.getByText('One entry cannot be opened').waitFor();
  await isGood(page, 'notebook-unreadable');
  expect(await places(page).count()).toBe(1);
  await page.getByRole('button', { name: 'Take it off this device' }).click();
  await page.getByText('One entry cannot be opened').waitFor({ state: 'detached' });
  expect(await places(page).count()).toBe(1);

  const { secret } = world.services;
  world.services.secret = `${secret} and then another`;
  await page.reload();
  await page.getByText('One entry cannot be opened').waitFor();
  expect(await page.content()).not.toContain('Hill House');
  // The old secret opens it again.
  world.services.secret = secret;
  await page.reload();
  await places(page).filter({ hasText: 'Hill House' }).waitFor();
});

test('two tabs show the same, and neither overwrites unseen what the other has changed', async () => {
  const context = await hold(phone(browser));
  await signIn(context, pat);
  const one = await openNotebook(context);
  await note(one, 'Hill House');
  const other = await openNotebook(context);
  await one.getByRole('button', { name: 'Change: Hill House' }).click();
  await places(one).getByLabel('I am treated at').fill('Hill House East');
  await other.getByRole('button', { name: 'Change: Hill House' }).click();
  await places(other).getByLabel('I am treated at').fill('Hill House West');
  await places(other).getByRole('button', { name: 'Keep the change' }).click();
  await other.getByText('Hill House West').waitFor();
  await places(one).getByRole('button', { name: 'Keep the change' }).click();
  await one.getByText('in another tab').waitFor();
  expect(await places(one).getByLabel('I am treated at').inputValue()).toBe('Hill House East');
  await places(one).getByRole('button', { name: 'Leave it as it was' }).click();
  await one.getByText('Hill House West').waitFor();
  await one.getByRole('button', { name: 'Take out: Hill House West' }).click();
  await one.getByRole('button', { name: 'Yes, take it out' }).click();
  await other.getByText('Nothing is noted on this device').waitFor();
});

test('without script, without storage, without a connection, without room, and without https it says so, and keeps what was typed', async () => {
  const plain = await hold(phone(browser, { script: false }));
  await signIn(plain, pat);
  const bare = await plain.newPage();
  await bare.goto(`${world.origin}/notebook`);
  const needs = bare.locator('main noscript');
  await needs.waitFor();
  expect(await needs.innerText()).toContain('This page needs script');
  expect(await bare.locator('main form').count()).toBe(0);
  if (pictures) await bare.screenshot({ path: `${pictures}/notebook-plain.png` });

  const context = await hold(phone(browser));
  await signIn(context, pat);
  const page = await openNotebook(context);
  const tell = async (words: string, spoil: string) => {
    const spoilt = await context.newPage();
    await spoilt.addInitScript(spoil);
    await spoilt.goto(`${world.origin}/notebook`);
    await spoilt.getByText(words).waitFor();
    await isGood(spoilt, `notebook-${words.slice(0, 12)}`);
    await spoilt.close();
  };
  const refuse = `() => { throw new DOMException('no', 'SecurityError') }`;
  await tell('keep anything on this device', `indexedDB.open = ${refuse}`);
  await tell('without https', `Object.defineProperty(self, 'isSecureContext', { value: false })`);
  await tell('cannot be reached', `self.fetch = () => Promise.reject(new TypeError('away'))`);

  await page.getByLabel('I am treated at').fill('Hill House');
  await page.evaluate(() => {
    const full = new DOMException('full', 'QuotaExceededError');
    IDBObjectStore.prototype.put = function () {
      this.transaction.abort();
      Object.defineProperty(this.transaction, 'error', { value: full });
      return {} as IDBRequest<IDBValidKey>;
    };
  });
  await page.getByRole('button', { name: 'Keep it on this device' }).click();
  await page.getByText('no room left on this device').waitFor();
  expect(await page.getByLabel('I am treated at').inputValue()).toBe('Hill House');
  await isGood(page, 'notebook-full');
});

test('a professional keeps a reflection at the moment: it sends nothing, and knows nothing of the other', async () => {
  const context = await hold(phone(browser));
  await signIn(context, tess);
  const page = await context.newPage();
  // Before anything is answered.
  const asked = page.waitForResponse('**/notebook/key');
  await page.goto(`${world.origin}/@pat_nb`);
  await page.getByRole('link', { name: /^Ask .* to be friends$/ }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel('I care for them now').waitFor();
  await asked;
  const sent = listenTo(context);
  await sheet.getByLabel('It ended one to five years ago').check();
  await sheet.getByText('Keep a reflection').click();
  const words = sheet.getByLabel('What I weighed, and why');
  await words.fill('I asked @pat_nb first.');
  await sheet.getByRole('button', { name: 'Keep it on this device' }).click();
  await sheet.getByText('this record names nobody').waitFor();
  await words.fill('Brambleweight: I waited a year.');
  await isGood(page, 'reflection-at-the-moment');
  await sheet.getByRole('button', { name: 'Keep it on this device' }).click();
  await sheet.getByText('It stands among').waitFor();
  expect(sent).toEqual([]);
  const drawer = await drawerOf(page);
  expect(drawer).toContain('sealed');
  expect(drawer).not.toMatch(/Brambleweight|reflection|pat_nb/i);

  const list = await openNotebook(context, '/notebook/reflections');
  await list.getByText('Brambleweight').waitFor();
  await list.getByText(/rules? that (was|were) shown/).click();
  await isGood(list, 'reflections');
  const text = await saved(list);
  expect(text).toContain('Becoming pocket friends');
  expect(text).toContain('Brambleweight: I waited a year.');
  expect(text).toMatch(/<https:\/\/[^>]+>/);
  // The other is called Pat; no answer about care is in it either.
  expect(text.replace(/patient/gi, '')).not.toMatch(/\bpat\b|pat_nb|one to five years ago/i);
  await list.getByRole('button', { name: /^Change/ }).click();
  await list.getByLabel('What I weighed, and why').fill('Brambleweight: two years.');
  await list.getByRole('button', { name: 'Keep the change' }).click();
  await list.getByText('Brambleweight: two years.').waitFor();

  await list.reload();
  await list.getByText('Brambleweight: two years.').waitFor();
  await list.emulateMedia({ media: 'print' });
  await list.evaluate(() => dispatchEvent(new Event('beforeprint')));
  await list.getByRole('list', { name: 'Reflections' }).getByRole('link').first().waitFor();
  expect(await list.getByRole('button').filter({ visible: true }).count()).toBe(0);
  if (pictures)
    await list.screenshot({ path: `${pictures}/reflections-print.png`, fullPage: true });
  for (const line of sent) expect(line).not.toContain('Brambleweight');
});

test('where no professional is advised, no reflection is offered', async () => {
  const context = await hold(phone(browser));
  await signIn(context, pat);
  const page = await context.newPage();
  await page.goto(`${world.origin}/@tess_nb/befriend`);
  await page.getByLabel('They care for me now').check();
  await page.getByRole('heading', { name: 'For now there is a better way.' }).waitFor();
  expect(await page.getByText('Keep a reflection').count()).toBe(0);
});

/**
 * What a browser sends from now on: address and body of each request, and the headers that go over the line with
 * pages and with what script asks for.
 */
function tap(context: BrowserContext): () => Promise<string[]> {
  const sent: Promise<string>[] = [];
  context.on('request', (request) => {
    const asked = ['document', 'fetch'].includes(request.resourceType());
    const line = [request.method(), request.url(), request.postData() ?? ''].join(' ');
    sent.push(
      asked
        ? request.allHeaders().then((headers) => line + JSON.stringify(headers))
        : Promise.resolve(line),
    );
  });
  return async () => (await Promise.all(sent)).sort();
}

/** Opens a professional's page, the sheet over it, and that page alone; says what the line was and what was sent. */
async function visit(cookie: string, noted: string | null) {
  // When our worker fetches its dress is its own affair, and never the same twice.
  const viewport = { width: 360, height: 740 };
  const context = await hold(browser.newContext({ viewport, serviceWorkers: 'block' }));
  const [name = '', value = ''] = cookie.split(/=(.*)/s);
  await context.addCookies([{ name, value, url: world.origin }]);
  const own = await openNotebook(context);
  if (noted) await note(own, noted);
  await own.close();
  const sent = tap(context);
  const page = await context.newPage();
  const looked = () => page.locator('[data-place-hint]').waitFor({ state: 'detached' });
  await page.goto(`${world.origin}/@tess_nb`);
  await looked();
  const says = await page.locator('main p.hint').innerText();
  await page.getByRole('link', { name: /^Ask .* to be friends$/ }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel('They care for me now').waitFor();
  await looked();
  expect(await sheet.locator('p.hint').innerText()).toBe(says);
  if (pictures) await page.screenshot({ path: `${pictures}/hint-sheet-${noted ?? 'nothing'}.png` });
  await page.goto(`${world.origin}/@tess_nb/befriend`);
  await looked();
  expect(await page.locator('main p.hint').innerText()).toBe(says);
  const lines = await sent();
  await isGood(page, `hint-${noted ?? 'nothing'}`);
  await context.close();
  return { says, sent: lines };
}

test('a place that somebody’s public page names is told to the reader alone: the same requests leave with the note, without, and with another', async () => {
  if (!pat) throw new Error('Nobody is there.');
  const cookie = await world.cookieOf(pat);
  const noted = await visit(cookie, canary.toUpperCase());
  expect(noted.says).toBe(
    `You have noted that you are treated at ${canary.toUpperCase()}; this person’s public profile names it.`,
  );
  expect(noted.sent.filter((line) => line.includes('/notebook/key'))).toHaveLength(2);
  for (const place of [null, 'Hill House']) {
    const other = await visit(cookie, place);
    expect(other.says).toBe('');
    expect(other.sent).toEqual(noted.sent);
  }
});

test('a visitor, and whoever meets nobody of health care, is asked for no key', async () => {
  const context = await hold(phone(browser));
  const sent = listenTo(context);
  const page = await context.newPage();
  await page.goto(`${world.origin}/@tess_nb`);
  await signIn(context, pat);
  await page.goto(`${world.origin}/@ben_nb`);
  await page.goto(`${world.origin}/@pat_nb`);
  await page.getByRole('link', { name: 'My notebook' }).waitFor();
  expect(sent.filter((line) => line.includes('/notebook/'))).toEqual([]);
});
