import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axe, openBrowser, phone, type Reader } from '../browser.ts';
import { aChat, answered, type Chat } from '../makers/chat.ts';
import { openWorldWithSite, type ServedWorld } from '../site.ts';
import { sayHere } from '#domain/club/presence.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let world: ServedWorld;
let browser: Browser;
const contexts: BrowserContext[] = [];
beforeAll(async () => {
  world = await openWorldWithSite({ now: '2026-11-22T12:06:00Z' });
  browser = await openBrowser();
});
afterAll(async () => {
  for (const context of contexts) await context.close();
  await browser.close();
  await world.close();
});

const consoleOf = ({ slug, date }: Chat) => `/${slug}/${date}/console`;

async function open(path: string, viewer: Viewer, reader: Reader = {}): Promise<Page> {
  const context = await phone(browser, reader);
  contexts.push(context);
  const [name = '', value = ''] = (await world.cookieOf(viewer)).split('=', 2);
  await context.addCookies([{ name, value, url: world.origin }]);
  const page = await context.newPage();
  await page.goto(`${world.origin}${path}`);
  return page;
}

async function publicText({ slug, date }: Chat): Promise<string> {
  return (await fetch(`${world.origin}/${slug}/${date}/transcript`)).text();
}

test('whoever does not host finds nothing, whether the month is there or not', async () => {
  const chat = await aChat(world);
  const cookie = await world.cookieOf(await world.aPatient());
  const ask = async (path: string, headers: Record<string, string>) => {
    const response = await fetch(`${world.origin}${path}`, { headers });
    const text = (await response.text()).replaceAll(/[\w-]*club[\w-]*|\b[0-9a-f]{8}\b/g, '');
    return { status: response.status, length: text.length };
  };
  const nowhere = consoleOf({ ...chat, slug: chat.slug.replace('club', 'cl0b') });
  for (const headers of [{}, { cookie }]) {
    const here = await ask(consoleOf(chat), headers);
    expect(here.status).toBe(404);
    expect(await ask(nowhere, headers)).toEqual(here);
  }
  const pressed = await fetch(`${world.origin}${consoleOf(chat)}?/ask`, {
    method: 'POST',
    headers: { cookie, origin: world.origin, 'content-type': 'application/x-www-form-urlencoded' },
    body: `id=${chat.questionIds[2]}`,
  });
  expect(pressed.status).toBe(404);
});

test('first-timers and those whom nobody has answered come first', async () => {
  const chat = await aChat(world);
  const [anna, ben] = [await world.aPerson({ name: 'Anna' }), await world.aPerson({ name: 'Ben' })];
  const first = await answered(world.as(anna), chat, 'Is it cold?');
  await answered(world.as(ben), chat, 'It is.', { parentId: first.id });
  await sayHere(world.as(await world.aPerson({ name: 'Silent Sam' })), chat.monthId);
  const page = await open(consoleOf(chat), chat.host);
  const waiting = await page.locator('section', { has: page.locator('#waiting') }).textContent();
  expect(waiting).toContain('Ben');
  expect(waiting).toContain('first time');
  expect(waiting).not.toContain('Anna');
  const way = page.getByRole('link', { name: 'Answer line 2' });
  expect(await way.getAttribute('href')).toBe(`/${chat.slug}/${chat.date}/chat?reply=2#write`);
  const people = await page.locator('section', { has: page.locator('#here') }).textContent();
  expect(people).toContain('Silent Sam');
});

test('with script off a host asks a question, hides a line with a reason and shows it again', async () => {
  const chat = await aChat(world);
  const anna = await world.aPerson({ name: 'Anna' });
  await answered(world.as(anna), chat, 'Ward 7, bed 2.');
  const page = await open(consoleOf(chat), chat.host, { script: false });

  await page.getByRole('button', { name: 'Hold: Question 2' }).click();
  expect(await page.getByText('held', { exact: true }).isVisible()).toBe(true);
  await page.getByRole('button', { name: 'Ask now: Question 2' }).click();
  expect(await page.getByText('The question is asked.').isVisible()).toBe(true);
  expect(await publicText(chat)).toContain('What does the paper say about matter 2?');
  // Question 3 is the next one now, so its buttons stand open.
  await page.getByRole('button', { name: 'Later: Question 3' }).click();
  await page.getByText('Change Question 3').waitFor();
  const order = await page.locator('section', { has: page.locator('#questions') }).textContent();
  expect(order?.indexOf('Question 4')).toBeLessThan(order?.indexOf('Question 3') ?? 0);

  await page.getByText('Hide 1', { exact: true }).click();
  await page.locator('#reason-1').fill('It may say who a patient is.');
  await page.getByRole('button', { name: 'Hide line 1' }).click();
  expect(await publicText(chat)).toContain('hidden by a host: It may say who a patient is.');
  expect(await publicText(chat)).not.toContain('Ward 7');
  await page.getByRole('button', { name: 'Show line 1 again' }).click();
  expect(await publicText(chat)).toContain('Ward 7');
});

test('with script off a host adds a question, leaves a note, sets the pace and closes the chat', async () => {
  const chat = await aChat(world);
  const page = await open(consoleOf(chat), chat.host, { script: false });
  await page.getByText('Add a question').click();
  await page.getByLabel('Question', { exact: true }).fill('And what do you do at night?');
  await page.getByRole('button', { name: 'Add the question' }).click();
  expect(await page.getByText('And what do you do at night?').isVisible()).toBe(true);
  await page.getByLabel('A note').fill('I take the newcomers.');
  await page.getByRole('button', { name: 'Leave the note' }).click();
  expect(await page.getByText('I take the newcomers.').isVisible()).toBe(true);
  await page.getByLabel('How often one person may answer').selectOption('30');
  await page.getByRole('button', { name: 'Set the pace' }).click();
  expect(await page.getByLabel('How often one person may answer').inputValue()).toBe('30');
  await page.getByText('Close the chat', { exact: true }).click();
  await page.getByRole('button', { name: 'Close the chat now' }).click();
  expect(await page.getByText('The chat is closed.').isVisible()).toBe(true);
});

test('a refused form says what was wrong and keeps what was typed', async () => {
  const chat = await aChat(world);
  const page = await open(consoleOf(chat), chat.host, { script: false });
  await page.getByText('Hide a line by its number').click();
  await page.getByLabel('Number of the line').fill('99');
  await page.getByLabel('Why').fill('Advertising');
  await page.getByRole('button', { name: 'Hide this line' }).click();
  expect(await page.getByText('There is no such line').first().isVisible()).toBe(true);
  expect(await page.getByLabel('Why').inputValue()).toBe('Advertising');
});

test('the console looks again by itself when somebody writes, not while the host is typing', async () => {
  const chat = await aChat(world);
  const page = await open(consoleOf(chat), chat.host);
  await page.waitForLoadState('networkidle').catch(() => undefined);
  const anna = await world.aPerson({ name: 'Anna' });
  await page.getByLabel('A note').fill('Half a thou');
  await answered(world.as(anna), chat, 'Is anybody there?');
  await page.getByLabel('A note').blur();
  await page.locator('#waiting ~ ul').getByText('Anna').waitFor();
  expect(await page.getByLabel('A note').inputValue()).toBe('Half a thou');
});

test.each([false, true])('axe finds nothing on the console at 360 px (dark: %s)', async (dark) => {
  const chat = await aChat(world);
  const anna = await world.aPerson({ name: 'Anna' });
  await answered(world.as(anna), chat, 'Is anybody there?');
  const page = await open(consoleOf(chat), chat.host, { dark });
  expect(await axe(page)).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  const low = await page.evaluate(`[...document.querySelectorAll('main button, main summary')]
    .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 44).map((one) => one.textContent)`);
  expect(low).toEqual([]);
});
