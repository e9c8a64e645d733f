import { eq } from 'drizzle-orm';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axe, desk, openBrowser, phone } from '../browser.ts';
import { openWorldWithSite, type ServedWorld } from '../site.ts';
import { followPerson } from '#domain/connections/follows.server.ts';
import { person } from '#domain/people/schema.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let world: ServedWorld;
let browser: Browser;
let [anna, ben, cleo]: Viewer[] = [];
beforeAll(async () => {
  world = await openWorldWithSite();
  browser = await openBrowser();
  anna = await world.aPerson({ handle: 'anna', name: 'Anna Kowalczyk-Östergård von Hohenfels' });
  ben = await world.aPerson({ handle: 'ben', name: 'Ben' });
  cleo = await world.aPerson({ handle: 'cleo', name: 'كليو' });
});
afterAll(async () => {
  await browser.close();
  await world.close();
});

const pictures = process.env['PICTURES'];

async function as(reader: BrowserContext, viewer: Viewer | undefined): Promise<Page> {
  if (!viewer) throw new Error('Nobody is there.');
  const [name = '', value = ''] = (await world.cookieOf(viewer)).split('=');
  await reader.addCookies([{ name, value, url: world.origin }]);
  return reader.newPage();
}

async function isGood(page: Page, name: string): Promise<void> {
  expect({ at: page.url(), found: await axe(page) }).toEqual({ at: page.url(), found: [] });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(wide).toBeLessThanOrEqual(0);
  if (pictures) await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
}

const said = (page: Page) => page.getByRole('status').filter({ hasText: /\S/ }).last().innerText();

test('without script on a phone, somebody follows, notes, mutes and blocks, and takes each back', async () => {
  const page = await as(await phone(browser, { script: false }), ben);
  await page.goto(`${world.origin}/@anna`);
  await page.getByRole('button', { name: 'Follow', exact: true }).click();
  expect(await said(page)).toContain('You follow Anna');
  await page.getByText('How I follow').click();
  await page.getByLabel('With a word for each post').check();
  await page.getByRole('button', { name: 'Save' }).click();
  expect(await said(page)).toContain('how you follow');
  await page.getByText('Write a note for myself').click();
  await page.getByLabel(/Your note about/).fill('Met at the station.');
  await page.getByRole('button', { name: 'Keep my note' }).click();
  expect(await page.getByLabel(/Your note about/).inputValue()).toBe('Met at the station.');
  await page.getByText('Mute or block').click();
  await page.getByLabel(/^Mute/).selectOption('For a day');
  await page.getByRole('button', { name: 'Mute', exact: true }).click();
  expect(await said(page)).toContain('hear nothing');
  await page.goto(`${world.origin}/settings/connections`);
  await page.getByRole('button', { name: /^Hear/ }).click();
  expect(await page.getByText('You have muted nobody').isVisible()).toBe(true);
  await page.goto(`${world.origin}/@anna`);
  await page.getByText('Mute or block').click();
  await page.getByRole('button', { name: /^Block/ }).click();
  expect(await page.getByText('You have blocked Anna').isVisible()).toBe(true);
  const hers = await as(await phone(browser, { script: false }), anna);
  expect((await hers.goto(`${world.origin}/@ben`))?.status()).toBe(404);
  expect((await hers.goto(`${world.origin}/@ben/followers`))?.status()).toBe(404);
  await page.getByRole('button', { name: 'Take the block back' }).click();
  expect(await said(page)).toContain('You see Anna');
  expect((await hers.goto(`${world.origin}/@ben`))?.status()).toBe(200);
});

test('somebody who asks first is answered by keyboard, and every page is good on a phone and in the dark', async () => {
  if (!anna || !ben || !cleo) throw new Error('Nobody is there.');
  const { db } = world.services;
  await db.update(person).set({ locked: true }).where(eq(person.id, anna.personId));
  await followPerson(world.as(cleo), anna.personId);
  const hers = await as(await phone(browser), anna);
  await hers.goto(`${world.origin}/@anna`);
  await isGood(hers, 'own');
  await hers.getByRole('link', { name: 'One person asks to follow you' }).press('Enter');
  await isGood(hers, 'requests');
  await hers.getByRole('button', { name: /^Yes, let/ }).press('Enter');
  await hers.getByText('follows you now').waitFor();
  await hers.goto(`${world.origin}/@anna/followers`);
  expect(await hers.getByRole('link', { name: 'كليو' }).isVisible()).toBe(true);
  await isGood(hers, 'followers');
  const his = await as(await desk(browser, { dark: true }), ben);
  await his.goto(`${world.origin}/@anna/following`);
  expect(await his.getByText('keeps this to themselves').isVisible()).toBe(true);
  await isGood(his, 'hidden');
  await his.goto(`${world.origin}/@anna`);
  await isGood(his, 'ask');
  await his.getByRole('button', { name: 'Ask to follow' }).press('Enter');
  await his.getByText('You follow them once they say yes').waitFor();
  await his.goto(`${world.origin}/@cleo`);
  await his.getByText('Mute or block').click();
  await isGood(his, 'keep-away');
  await his.getByRole('button', { name: /^Block/ }).press('Enter');
  await his.getByText('You have blocked').waitFor();
  await isGood(his, 'blocked');
  await his.goto(`${world.origin}/settings/connections`);
  await his.getByLabel('Block a server').fill('https://');
  await his.keyboard.press('Enter');
  await his.getByRole('alert').waitFor();
  await his.getByLabel('Block a server').fill('loud.example');
  await his.keyboard.press('Enter');
  await his.getByText('loud.example').waitFor();
  await isGood(his, 'connections');
});
