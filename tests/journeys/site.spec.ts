import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axe, openBrowser, phone } from '../browser.ts';
import { openWorldWithSite, type ServedWorld } from '../site.ts';

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

test('the first page opens on a phone', async () => {
  const reader = await phone(browser);
  const page = await reader.newPage();
  await page.goto(world.origin);
  expect(await page.getByRole('heading', { level: 1 }).isVisible()).toBe(true);
  await reader.close();
});

test('a language that is none takes no help away', async () => {
  const reader = await phone(browser);
  await reader.addInitScript(() =>
    Object.defineProperty(navigator, 'languages', { value: ['en-US@posix', 'en-US'] }),
  );
  const page = await reader.newPage();
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  await page.goto(world.origin);
  await page.evaluate(() => navigator.serviceWorker.ready);
  expect(faults).toEqual([]);
  await reader.close();
});

test('axe sees a picture without words', async () => {
  const reader = await phone(browser);
  const page = await reader.newPage();
  await page.setContent(
    '<html lang="en"><title>A</title><main><h1>A</h1><img src="a.png"></main></html>',
  );
  expect((await axe(page)).map(({ rule }) => rule)).toEqual(['image-alt']);
  await reader.close();
});
