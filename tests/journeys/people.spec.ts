import { HtmlValidate } from 'html-validate';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axe, desk, openBrowser, phone } from '../browser.ts';
import { openWorldWithSite, type ServedWorld } from '../site.ts';
import { newSetupLink } from '#domain/people/setup.server.ts';

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

/** The link in the newest letter to this address, once the job has sent it. */
async function linkFor(email: string, count = 1): Promise<string> {
  const letters = () => world.letters.filter(({ to }) => to === email);
  await expect.poll(() => letters().length).toBeGreaterThanOrEqual(count);
  return /http\S+token=\S+/.exec(letters().at(-1)?.text ?? '')?.[0] ?? '';
}

/** Types into what the keyboard reaches, one field after the other, and presses Enter. */
async function byKeyboard(page: Page, first: string, words: string[]): Promise<void> {
  await page.getByLabel(first).focus();
  for (const [place, text] of words.entries()) {
    if (place > 0) await page.keyboard.press('Tab');
    await page.keyboard.type(text);
  }
  await page.keyboard.press('Enter');
}

async function isGood(page: Page): Promise<void> {
  expect({ at: page.url(), found: await axe(page) }).toEqual({ at: page.url(), found: [] });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(wide).toBeLessThanOrEqual(0);
  if (pictures) {
    const { width = 0 } = page.viewportSize() ?? {};
    const name = new URL(page.url()).pathname.replace(/\W+/g, '-').slice(0, 24);
    await page.screenshot({ path: `${pictures}/${width}${name}.png`, fullPage: true });
  }
}

test('somebody joins on a phone by keyboard, gets a page, signs out and in again', async () => {
  const reader = await phone(browser);
  const page = await reader.newPage();
  await page.goto(`${world.origin}/sign-up?next=%2Fabout%3Ffrom%3Dchat`);
  await isGood(page);
  await byKeyboard(page, 'Your e-mail address', ['nia@example.org', 'short']);
  expect(await page.getByRole('alert').innerText()).toContain('at least 10 characters');
  expect(await page.getByLabel('Your e-mail address').inputValue()).toBe('nia@example.org');
  await isGood(page);
  await byKeyboard(page, 'A password', [password]);
  await page.waitForURL(/\/sign-up\/letter/);
  await isGood(page);

  await page.goto(await linkFor('nia@example.org'));
  await isGood(page);
  await page.getByRole('button', { name: 'Yes, it was me' }).press('Enter');
  await page.waitForURL(/\/welcome/);
  expect(await page.getByLabel('Your time zone').inputValue()).toBe('Europe/London');
  await isGood(page);
  await byKeyboard(page, 'Your handle', ['adm1n', 'Night Owl']);
  expect(await page.getByRole('alert').innerText()).toContain('sounds like the people who run');
  await page.getByLabel('Your handle').fill('night_owl');
  await page.getByText('More about you').click();
  await page.getByLabel('Patient').press('Space');
  await page.getByLabel('Yes, they may stay').press('Space');
  await page.getByLabel('I am 16 or older').press('Space');
  await page.getByRole('button', { name: 'That is me' }).press('Enter');
  await page.waitForURL(`${world.origin}/about?from=chat`);
  await isGood(page);

  await page.goto(`${world.origin}/@night_owl`);
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Night Owl');
  expect(await page.getByText('Patient', { exact: true }).isVisible()).toBe(true);
  await isGood(page);
  await page.goto(`${world.origin}/settings`);
  await isGood(page);
  await page.getByRole('link', { name: 'Your page' }).click();
  await isGood(page);
  await page.getByLabel('About you').fill('I read at night.');
  await page.getByRole('button', { name: 'Save my page' }).press('Enter');
  await page.waitForURL(/profile\?saved/);
  await isGood(page);

  await page.goto(`${world.origin}/sign-out`);
  await isGood(page);
  const left = page.waitForResponse((answer) => answer.request().method() === 'POST');
  await page.getByRole('button', { name: 'Sign out' }).press('Enter');
  expect((await (await left).allHeaders())['clear-site-data']).toBe('"cache", "storage"');
  await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
  await isGood(page);
  expect((await reader.cookies()).map(({ name }) => name)).toEqual(['device']);

  await page.goto(`${world.origin}/sign-in?next=%2F%40night_owl`);
  await isGood(page);
  await byKeyboard(page, 'Your e-mail address', ['nia@example.org', 'not my password']);
  expect(await page.getByRole('alert').innerText()).toContain('is not right');
  await byKeyboard(page, 'Your password', [password]);
  await page.waitForURL(`${world.origin}/@night_owl`);
  expect(await page.getByText('I read at night.').isVisible()).toBe(true);
  await reader.close();
});

test('the same works without script, and a lost password is replaced by letter', async () => {
  const reader = await phone(browser, { script: false });
  const page = await reader.newPage();
  await page.goto(`${world.origin}/sign-up`);
  await page.getByLabel('Your e-mail address').fill('plain@example.org');
  await page.getByLabel('A password').fill(password);
  await page.getByRole('button', { name: 'Send me the letter' }).click();
  await page.goto(await linkFor('plain@example.org'));
  await page.getByRole('button', { name: 'Yes, it was me' }).click();
  await page.getByLabel('Your handle').fill('@Plain_Anna');
  await page.getByLabel('Your name here').fill('Plain Anna');
  await page.getByLabel('No, leave mine out').check();
  await page.getByLabel('I am 16 or older').check();
  await page.getByRole('button', { name: 'That is me' }).click();
  await page.waitForURL(`${world.origin}/@plain_anna?welcome`);
  await page.goto(`${world.origin}/sign-out`);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.goto(`${world.origin}/sign-in/forgot`);
  await page.getByLabel('Your e-mail address').fill('plain@example.org');
  await page.getByRole('button', { name: 'Send me the link' }).click();
  await page.goto(await linkFor('plain@example.org', 2));
  await page.getByLabel('Your new password').fill('quite other words');
  await page.getByRole('button', { name: 'Set the new password' }).click();
  await page.getByLabel('Your e-mail address').fill('plain@example.org');
  await page.getByLabel('Your password').fill('quite other words');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.goto(`${world.origin}/settings`);
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Settings');
  await reader.close();
});

test('opening the link of a letter confirms nothing by itself', async () => {
  const reader = await phone(browser);
  const page = await reader.newPage();
  await page.goto(`${world.origin}/sign-up`);
  await byKeyboard(page, 'Your e-mail address', ['scanned@example.org', password]);
  await page.waitForURL(/letter/);
  const link = await linkFor('scanned@example.org');
  expect((await fetch(link)).status).toBe(200);
  expect((await fetch(link)).status).toBe(200);
  await page.goto(link);
  await page.getByRole('button', { name: 'Yes, it was me' }).click();
  await page.waitForURL(/\/welcome/);
  await reader.close();
});

test('the one who opens the place sets it up once, by lamp light, and looks after it', async () => {
  const link = await newSetupLink(world.services);
  const reader = await desk(browser, { dark: true });
  const page = await reader.newPage();
  await page.goto(link);
  await isGood(page);
  await byKeyboard(page, 'Your e-mail address', ['op@example.org', password, 'keeper', 'Keeper']);
  await page.waitForURL(/\/operator/);
  await isGood(page);
  expect((await fetch(link)).status).toBe(404);
  expect((await fetch(`${world.origin}/operator`)).status).toBe(404);
  await page.goto(`${world.origin}/@keeper`);
  await isGood(page);
  await reader.close();
});

test('anybody can choose how the place looks, and it stays so', async () => {
  const reader = await desk(browser);
  const page = await reader.newPage();
  await page.goto(`${world.origin}/settings/look`);
  await isGood(page);
  await page.getByLabel('Dark').check();
  await page.getByLabel('Larger still').check();
  await page.getByLabel('Calm mode').check();
  await page.getByRole('button', { name: 'Keep it like this' }).click();
  await page.waitForURL(/saved/);
  await isGood(page);
  await page.goto(`${world.origin}/about`);
  expect(await page.locator('html').getAttribute('data-look-theme')).toBe('dark');
  expect(await page.locator('html').getAttribute('data-look-text')).toBe('larger');
  await isGood(page);
  for (const path of ['/sign-in/forgot', '/sign-in/new-password?token=x', '/confirm?token=x']) {
    await page.goto(world.origin + path);
    await isGood(page);
  }
  await reader.close();
});

test('a form that comes from another site is not taken', async () => {
  const body = new URLSearchParams({ email: 'cross@example.org', password });
  const from = (origin: string) =>
    fetch(`${world.origin}/sign-up`, {
      method: 'POST',
      body,
      headers: { origin, accept: 'text/html' },
      redirect: 'manual',
    });
  expect((await from('https://evil.example')).status).toBe(403);
  expect((await from(world.origin)).status).toBe(303);
});

test('the pages are valid HTML as they are sent', async () => {
  const validator = new HtmlValidate({ extends: ['html-validate:standard'] });
  const anna = await world.aPatient();
  const cookie = await world.cookieOf(anna);
  const open = ['/about', '/sign-up', '/sign-up/letter', '/confirm?token=x', '/settings/look'];
  const paths = [
    ...open,
    '/sign-in/forgot',
    '/sign-in/new-password',
    `/@${anna.handle}`,
    '/settings',
    '/sign-out',
  ];
  for (const path of paths) {
    const headers = open.includes(path) ? {} : { cookie };
    const html = await (await fetch(world.origin + path, { headers })).text();
    const { results } = await validator.validateString(html);
    const faults = results.flatMap(({ messages }) =>
      messages.map(({ message, line }) => `${path}:${line} ${message}`),
    );
    expect(faults).toEqual([]);
  }
});
