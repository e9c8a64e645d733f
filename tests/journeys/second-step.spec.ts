import { HtmlValidate } from 'html-validate';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axe, desk, openBrowser, phone } from '../browser.ts';
import { totpCode } from '../makers/totp.ts';
import { openWorldWithSite, type ServedWorld } from '../site.ts';
import { createPerson } from '#domain/people/persons.server.ts';

let world: ServedWorld;
let browser: Browser;
beforeAll(async () => {
  world = await openWorldWithSite();
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await world.close();
});

const password = 'four plain words here';
const pictures = process.env['PICTURES'];
const validator = new HtmlValidate({ extends: ['html-validate:standard'] });
let drawn = 0;

/** The newest letter to an address that holds these words. */
async function letterTo(email: string, words: string): Promise<string> {
  const found = () =>
    world.letters.findLast(({ to, text }) => to === email && text.includes(words))?.text;
  await expect.poll(found).toBeDefined();
  return found() ?? '';
}
const linkIn = (letter: string) => /http\S+(?:token|code)=\S+/.exec(letter)?.[0] ?? '';

async function isGood(page: Page): Promise<void> {
  expect({ at: page.url(), found: await axe(page) }).toEqual({ at: page.url(), found: [] });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(wide).toBeLessThanOrEqual(0);
  const { results } = await validator.validateString(await page.content());
  const faults = results.flatMap(({ messages }) => messages.map(({ message }) => message));
  expect({ at: page.url(), faults }).toEqual({ at: page.url(), faults: [] });
  if (pictures) {
    const { width = 0 } = page.viewportSize() ?? {};
    const name = new URL(page.url()).pathname.replace(/\W+/g, '-').slice(0, 40);
    drawn += 1;
    const file = `${String(drawn).padStart(2, '0')}${name}-${width}.png`;
    await page.screenshot({ path: `${pictures}/${file}`, fullPage: true });
  }
}

async function aMember(handle: string): Promise<string> {
  const email = `${handle}@example.org`;
  const made = await createPerson(world.as(null), { handle, email, password });
  if ('refused' in made) throw new Error(made.refused);
  return email;
}

/** Gives address and password on the sign-in page. */
async function firstStep(page: Page, email: string, given = password, next = '/about') {
  await page.goto(`${world.origin}/sign-in?next=${encodeURIComponent(next)}`);
  await page.getByLabel('Your e-mail address').fill(email);
  await page.getByLabel('Your password').fill(given);
  await page.getByRole('button', { name: 'Sign in', exact: true }).press('Enter');
}

async function giveCode(page: Page, code: string): Promise<void> {
  await page.getByLabel('Six digits from your app').fill(code);
  await page.keyboard.press('Enter');
}

/** The app on the phone, a minute later: a code counts once. */
function nextCode(secret: string): string {
  world.clock.turnBy(60_000);
  return totpCode(secret, world.clock.now());
}

/** Sets a second step up, from the list of ways in to the ten codes. */
async function setUp(page: Page, email: string): Promise<{ secret: string; codes: string[] }> {
  await firstStep(page, email, password, '/settings/ways-in');
  await page.getByRole('link', { name: 'A second step' }).click();
  await isGood(page);
  await page.getByRole('button', { name: 'Set it up' }).press('Enter');
  await page.getByText('No camera? Type this instead').click();
  await isGood(page);
  const secret = await page.locator('#secret').innerText();
  expect(secret).toMatch(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/);
  await giveCode(page, '000000');
  await page.getByRole('alert').filter({ hasText: 'not the code that the app shows' }).waitFor();
  await isGood(page);
  await giveCode(page, nextCode(secret));
  await page.getByRole('heading', { name: 'Keep these ten codes' }).waitFor();
  await isGood(page);
  const codes = (await page.locator('#recovery-codes').innerText()).trim().split(/\s+/);
  expect(new Set(codes).size).toBe(10);
  return { secret, codes };
}

const clean = (reader: BrowserContext) => reader.clearCookies();

test('somebody sets a second step up on a phone, and signs in with it, with paper and by letter', async () => {
  const reader = await phone(browser);
  const page = await reader.newPage();
  const email = await aMember('night_nurse');
  const { secret, codes } = await setUp(page, email);
  await page.getByRole('link', { name: 'I have kept them' }).press('Enter');
  await page.getByText('10 of 10 are left').waitFor();
  await isGood(page);

  await clean(reader);
  await firstStep(page, email);
  await page.waitForURL(/\/sign-in\/second-step\?next=%2Fabout/);
  await isGood(page);
  await giveCode(page, '123456');
  await page.getByRole('alert').filter({ hasText: 'not the code' }).waitFor();
  await isGood(page);
  await giveCode(page, nextCode(secret));
  await page.waitForURL(`${world.origin}/about`);

  await clean(reader);
  await firstStep(page, email);
  await giveCode(page, codes[3] ?? '');
  await page.waitForURL(/second-step\?paper/);
  await page.getByText('9 are left').waitFor();
  await isGood(page);
  await page.getByRole('link', { name: 'Go on' }).press('Enter');
  await page.waitForURL(`${world.origin}/about`);

  await clean(reader);
  await page.goto(`${world.origin}/sign-in?next=%2Fabout`);
  await page.getByRole('link', { name: 'Send me a link and a code' }).click();
  await isGood(page);
  await page.getByLabel('Your e-mail address').fill(email);
  await page.getByRole('button', { name: 'Send me the code' }).press('Enter');
  await page.waitForURL(/letter\?sent/);
  await isGood(page);
  const letter = await letterTo(email, 'This is the code');
  await page.getByLabel('The code from the letter').fill('aaaa aaaa');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').filter({ hasText: 'not the code' }).waitFor();
  await isGood(page);
  // In another browser the link says where to go.
  const elsewhere = await (await desk(browser)).newPage();
  await elsewhere.goto(linkIn(letter));
  expect(await elsewhere.getByRole('heading', { level: 1 }).innerText()).toContain(
    'where you asked',
  );
  await isGood(elsewhere);
  await elsewhere.context().close();
  await page.goto(linkIn(letter));
  await isGood(page);
  await page.getByRole('button', { name: 'Sign in' }).press('Enter');
  await page.waitForURL(/\/sign-in\/second-step/);
  await giveCode(page, nextCode(secret));
  await page.waitForURL(`${world.origin}/about`);
  await reader.close();
}, 180_000);

test('a lost second step takes a day, and its owner stops it when it was not them', async () => {
  const reader = await phone(browser, { dark: true });
  const page = await reader.newPage();
  const email = await aMember('rain_reader');
  const { secret } = await setUp(page, email);
  await clean(reader);
  await firstStep(page, email);
  await page.getByRole('link', { name: 'I have lost the app and the codes' }).click();
  await isGood(page);
  await page.getByRole('button', { name: 'Switch it off in a day' }).press('Enter');
  await page.getByRole('heading', { name: 'Now it takes a day' }).waitFor();
  await isGood(page);
  await page.goto(linkIn(await letterTo(email, 'stop it here')));
  await isGood(page);
  await page.getByRole('button', { name: 'Keep my second step' }).press('Enter');
  await page.getByRole('heading', { name: 'Your second step stays' }).waitFor();
  await isGood(page);

  await firstStep(page, email, password, '/settings/ways-in/second-step');
  await page.getByRole('link', { name: 'I have lost the app and the codes' }).click();
  await page.getByRole('button', { name: 'Switch it off in a day' }).press('Enter');
  const owner = await (await desk(browser)).newPage();
  await owner.context().addCookies(await cookiesOf(email));
  await owner.goto(`${world.origin}/settings/ways-in/second-step`);
  await isGood(owner);
  await owner.getByRole('button', { name: 'Stop it' }).press('Enter');
  await owner.getByText('Your second step stays').waitFor();
  await owner.getByRole('button', { name: 'Make ten new codes' }).press('Enter');
  await owner.getByRole('heading', { name: 'Keep these ten codes' }).waitFor();
  await isGood(owner);
  await owner.goto(`${world.origin}/settings/ways-in/second-step`);
  await owner.getByRole('button', { name: 'Switch the second step off' }).press('Enter');
  await owner.getByText('Your second step is off').waitFor();
  await isGood(owner);
  expect(secret).not.toBe('');
  await owner.context().close();
  await reader.close();
}, 180_000);

/** A session of somebody who signed in at home. */
async function cookiesOf(email: string) {
  const handle = email.split('@')[0] ?? '';
  const { rows } = await world.services.pool.query<{ id: string }>(
    'select id::text from person where handle = $1',
    [handle],
  );
  const personId = rows[0]?.id ?? '';
  const viewer = { personId, handle, name: handle, operator: false, zone: 'UTC' };
  const [name = '', value = ''] = (await world.cookieOf(viewer)).split('=');
  return [{ name, value, url: world.origin }];
}

test('a lost password is replaced, a weak one refused, and every way in is shown afterwards', async () => {
  const reader = await phone(browser, { script: false });
  const page = await reader.newPage();
  const email = await aMember('moss_owl');
  await page.goto(`${world.origin}/sign-in/forgot`);
  await page.getByLabel('Your e-mail address').fill(email);
  await page.getByRole('button', { name: 'Send me the link' }).click();
  await page.goto(linkIn(await letterTo(email, 'asked for a new password')));
  await page.getByLabel('Your new password').fill('moss_owl_2026');
  await page.getByRole('button', { name: 'Set the new password' }).click();
  await page.getByRole('alert').filter({ hasText: 'close to your name' }).waitFor();
  await page.getByLabel('Your new password').fill('quite other words');
  await page.getByRole('button', { name: 'Set the new password' }).click();
  await page.getByLabel('Your e-mail address').fill(email);
  await page.getByLabel('Your password').fill('quite other words');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL(`${world.origin}/settings/ways-in`);
  expect(await page.getByRole('link', { name: 'Passkeys' }).isVisible()).toBe(true);
  await reader.close();
});

test('an address moves by letter, the password changes, and the old address can undo the move', async () => {
  const reader = await desk(browser);
  const page = await reader.newPage();
  const email = await aMember('harbour');
  await firstStep(page, email, password, '/settings/ways-in/password');
  await page.waitForURL(/ways-in\/password/);
  await isGood(page);
  await page.getByLabel('Your password of until now').fill('not my password');
  await page.getByLabel('Your new password').fill('quite other words');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').filter({ hasText: 'not your password of until now' }).waitFor();
  await isGood(page);
  await page.getByLabel('Your password of until now').fill(password);
  await page.getByLabel('Your new password').fill('quite other words');
  await page.keyboard.press('Enter');
  await page.getByText('Your new password is set').waitFor();
  await isGood(page);

  await page.goto(`${world.origin}/settings/address`);
  await isGood(page);
  await page.getByLabel('Your new e-mail address').fill('harbour@elsewhere.example');
  await page.keyboard.press('Enter');
  await page.getByText('We sent a letter to the new address').waitFor();
  await isGood(page);
  await page.goto(linkIn(await letterTo('harbour@elsewhere.example', 'from now on')));
  await isGood(page);
  await page.getByRole('button', { name: 'Yes, use it' }).press('Enter');
  await page.getByText('Your address is changed').waitFor();
  await isGood(page);

  await page.goto(linkIn(await letterTo(email, 'undo it here')));
  await isGood(page);
  await page.getByRole('button', { name: 'Undo the change' }).press('Enter');
  await page.waitForURL(/new-password/);
  await isGood(page);
  await page.getByLabel('Your new password').fill('third other words');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/sign-in\?changed/);
  await firstStep(page, email, 'third other words');
  await page.waitForURL(`${world.origin}/about`);
  await reader.close();
}, 180_000);
