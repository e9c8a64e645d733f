import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axe, desk, openBrowser, phone } from '../browser.ts';
import { deliveries, befriended } from '../makers/friends.ts';
import { openWorldWithSite, type ServedWorld } from '../site.ts';
import { introduce } from '#domain/connections/introductions.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

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

async function as(reader: BrowserContext, viewer: Viewer): Promise<Page> {
  const [name = '', value = ''] = (await world.cookieOf(viewer)).split('=');
  await reader.addCookies([{ name, value, url: world.origin }]);
  return reader.newPage();
}

/** The page that a reader without script is on, looked at as with script: what looks is one itself. */
async function isGoodWithScript(page: Page, viewer: Viewer, name: string): Promise<void> {
  const reader = await phone(browser);
  const beside = await as(reader, viewer);
  await beside.goto(page.url());
  await isGood(beside, name);
  await reader.close();
}

async function isGood(page: Page, name: string): Promise<void> {
  expect({ at: page.url(), found: await axe(page) }).toEqual({ at: page.url(), found: [] });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(wide).toBeLessThanOrEqual(0);
  if (pictures) await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
}

const said = (page: Page) => page.getByRole('status').filter({ hasText: /\S/ }).last().innerText();

test('without script on a phone: a patient asks, the radiographer says yes, they plan to meet, and one ends it quietly', async () => {
  const pat = await world.aPerson({ handle: 'pat', name: 'Pat', roles: ['patient'] });
  const rad = await world.aPerson({
    handle: 'rad',
    name: 'Rosalind Featherstonehaugh-Cholmondeley',
  });
  const hers = await as(await phone(browser, { script: false }), pat);
  await hers.goto(`${world.origin}/@rad`);
  await hers.getByRole('link', { name: /^Ask Rosalind/ }).click();
  await isGoodWithScript(hers, pat, 'friends-ask');
  await hers.getByLabel('A kind word').fill('We spoke in the club about masks.');
  await hers.getByRole('button', { name: 'Send' }).click();
  expect(await said(hers)).toContain('sent');
  await isGoodWithScript(hers, pat, 'friends-sent');
  await deliveries(world);
  const theirs = await as(await phone(browser, { script: false }), rad);
  await theirs.goto(`${world.origin}/notifications`);
  await theirs.getByRole('link', { name: 'Look who it is' }).click();
  expect(await theirs.getByText('about masks').isVisible()).toBe(true);
  await isGoodWithScript(theirs, rad, 'friends-asked');
  await theirs.getByRole('button', { name: /^Not now/ }).click();
  await theirs.getByRole('link', { name: 'Your tray' }).click();
  await isGoodWithScript(theirs, rad, 'friends-tray');
  await theirs.getByRole('button', { name: /^Out of the tray/ }).click();
  await theirs.getByRole('button', { name: /^Yes, be friends/ }).click();
  expect(await said(theirs)).toContain('You are friends now');
  await theirs.getByRole('link', { name: /^Contact, meeting/ }).click();
  await theirs.getByLabel(/^What Pat may know/).fill('Signal: rosalind.77');
  await theirs.getByRole('button', { name: 'Keep it' }).click();
  await theirs.getByLabel('Day').fill('2026-12-12');
  await theirs.getByLabel('Time', { exact: true }).fill('15:30');
  await theirs.getByLabel('Whose clock').fill('Europe/London');
  await theirs.getByLabel('Where').fill('The café beside the library');
  await theirs.getByRole('button', { name: 'Propose it' }).click();
  expect(await said(theirs)).toContain('told');
  await hers.goto(`${world.origin}/@rad/friend`);
  expect(await hers.getByText('rosalind.77').isVisible()).toBe(true);
  await hers.getByRole('button', { name: 'Yes, let us meet' }).click();
  expect(await hers.getByText('You both said yes.').isVisible()).toBe(true);
  await isGoodWithScript(hers, pat, 'friends-between');
  await hers.getByText('End this friendship').click();
  await hers.getByRole('button', { name: 'End it quietly' }).click();
  expect(await said(hers)).toContain('no friends any more');
  expect((await theirs.goto(`${world.origin}/@pat/friend`))?.status()).toBe(404);
  await theirs.goto(`${world.origin}/notifications`);
  expect(await theirs.getByText('you are friends now').count()).toBe(0);
});

test('a friend introduces two, on a wide dark screen; and somebody says which requests are held', async () => {
  const [ivy, one, two] = [
    await world.aPerson({ handle: 'ivy', name: 'Ivy' }),
    await world.aPerson({ handle: 'one', name: 'كليو' }),
    await world.aPerson({ handle: 'two', name: 'Two' }),
  ];
  await befriended(world, ivy, one);
  await befriended(world, ivy, two);
  const page = await as(await desk(browser, { dark: true }), ivy);
  await page.goto(`${world.origin}/friends`);
  await page.getByRole('link', { name: 'Introduce two friends' }).click();
  await isGood(page, 'friends-introduce');
  await page.getByLabel('This friend').selectOption(one.personId);
  await page.getByLabel('and this one').selectOption(two.personId);
  await page.getByRole('button', { name: 'Introduce them' }).click();
  expect(await said(page)).toContain('introduced');
  await isGood(page, 'friends-introduced');
  await deliveries(world);
  const theirs = await as(await phone(browser), two);
  await theirs.goto(`${world.origin}/friends`);
  await theirs.getByRole('button', { name: /^Yes, be friends/ }).click();
  expect(await said(theirs)).toContain('You said yes');
  await isGood(theirs, 'friends-said-yes');
  await theirs.goto(`${world.origin}/settings/requests`);
  await theirs.getByLabel('Patient').check();
  await theirs.getByLabel(/whose page names$/).fill('St. Mary’s\nLeeds');
  await theirs.getByLabel('I am under eighteen').check();
  await theirs.getByRole('button', { name: 'Save my choice' }).click();
  expect(await said(theirs)).toContain('saved');
  expect(await theirs.getByLabel(/whose page names$/).inputValue()).toContain('Leeds');
  await isGood(theirs, 'friends-held');
  expect('refused' in (await introduce(world.as(ivy), { ids: [one.personId, two.personId] }))).toBe(
    true,
  );
});
