import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axe, desk, openBrowser, phone, type Reader } from '../browser.ts';
import { written } from '../makers/writing.ts';
import { openWorldWithSite, type ServedWorld } from '../site.ts';
import { followPerson } from '#domain/connections/follows.server.ts';
import { inTransaction, type Viewer } from '#platform/ctx.server.ts';
import { announce } from '#platform/events.server.ts';

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

const pictures = process.env['PICTURES'];

async function isGood(page: Page, what: string): Promise<void> {
  expect({ what, found: await axe(page) }).toEqual({ what, found: [] });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(wide, what).toBeLessThanOrEqual(0);
  if (pictures) await page.screenshot({ path: `${pictures}/${what}.png`, fullPage: true });
}

async function pageOf(who: Viewer, reader: Reader = {}, wide = false): Promise<Page> {
  const context = await (wide ? desk : phone)(browser, reader);
  const [name = '', value = ''] = (await world.cookieOf(who)).split('=');
  await context.addCookies([{ name, value, url: world.origin }]);
  return context.newPage();
}

test('somebody reads on a phone what happened, and answers whoever asks, without script', async () => {
  const ann = await world.aPerson({ name: 'Ann' });
  const empty = await pageOf(ann);
  await empty.goto(`${world.origin}/notifications`);
  await empty.getByText('Nothing new').waitFor();
  await isGood(empty, 'news-empty');

  await world.services.pool.query('update person set locked = true where id = $1', [ann.personId]);
  const asker = await world.aPerson({ name: 'Asker Who Has a Very Long Name Indeed, Truly' });
  const stranger = await world.aPerson({ name: 'Stranger' });
  const friend = await world.aPerson({ name: 'Friend' });
  await followPerson(world.as(asker), ann.personId);
  await written(world, stranger, `A secret, @${ann.handle}`, { visibility: 'direct' });
  const post = await written(world, ann, 'My scan was fine. I could hear the birds again.');
  for (const who of [friend, asker, stranger])
    await inTransaction(world.as(null), (tx) =>
      announce(tx, 'favourited', { postId: post, personId: who.personId }),
    );
  await followPerson(world.as(ann), friend.personId);
  for (const text of ['Are you there?', 'I made soup.'])
    await written(world, friend, `${text} @${ann.handle}`, { visibility: 'direct' });
  for (let at = 0; at < 22; at += 1)
    await written(world, friend, `Letter ${at} for @${ann.handle}`);

  await empty.reload();
  await isGood(empty, 'news');
  await (await pageOf(ann, { dark: true }, true)).goto(`${world.origin}/notifications`);
  const page = await pageOf(ann, { script: false });
  await page.goto(`${world.origin}/`);
  await page.getByRole('link', { name: 'News' }).click();
  expect(await page.getByText('A secret').count()).toBe(0);
  await page.getByRole('button', { name: /^Accept: Asker/ }).click();
  await page.getByText('That is settled.').waitFor();
  expect(await page.getByText('Are you there?').count()).toBe(0);
  expect(await page.getByText('I made soup.').count()).toBe(1);
  await page.getByRole('link', { name: 'Older' }).click();
  await page.getByText('and 2 others').waitFor();
  expect(await page.getByText('My scan was fine').count()).toBe(1);
  expect(await page.getByText('A secret').count()).toBe(0);
  await page.getByRole('link', { name: 'Messages' }).click();
  await page.getByRole('link', { name: 'Requests: one' }).waitFor();
  await page.goto(`${world.origin}/notifications`);
  await page.getByRole('link', { name: 'I made soup.' }).click();
  await page.waitForURL(/\/messages\/\d+/);
  await page.goto(`${world.origin}/notifications`);
  expect(await page.getByText('I made soup.').count()).toBe(0);
});

test('somebody makes it quiet for a while, and ends it again', async () => {
  const ann = await world.aPerson({ name: 'Ann' });
  const page = await pageOf(ann);
  await page.goto(`${world.origin}/settings`);
  await page.getByRole('link', { name: 'What you are told' }).click();
  await isGood(page, 'told');
  await page.getByLabel('Shall it be quiet?').selectOption({ label: 'For a week' });
  await page.getByLabel('People you do not follow').selectOption({ label: 'Never tell me' });
  await page.getByLabel('Messages to my devices').check();
  await page.getByRole('button', { name: 'Save my choice' }).click();
  await page.waitForURL(/saved/);
  await page.getByText('It is quiet until').waitFor();
  await isGood(page, 'told-quiet');
  expect(await page.getByLabel('People you do not follow').inputValue()).toBe('drop');
  expect(await page.getByLabel('Messages to my devices').isChecked()).toBe(true);
  await page.getByLabel('Shall it be quiet?').selectOption({ label: 'End it now' });
  await page.getByRole('button', { name: 'Save my choice' }).click();
  await page.waitForURL(/saved/);
  expect(await page.getByText('It is quiet until').count()).toBe(0);
});
