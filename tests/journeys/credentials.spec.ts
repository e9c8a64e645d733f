import { HtmlValidate } from 'html-validate';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axe, desk, openBrowser, phone, type Reader } from '../browser.ts';
import {
  staffPage,
  startInstitutionPeer,
  type InstitutionPeer,
} from '../doubles/institution-peer.ts';
import { openWorldWithSite, type ServedWorld } from '../site.ts';
import { tendCredentials } from '#domain/people/credential-clock.server.ts';
import { changeRoles } from '#domain/people/person-roles.server.ts';
import { sayWork } from '#domain/people/work.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let world: ServedWorld;
let browser: Browser;
let peer: InstitutionPeer;
beforeAll(async () => {
  peer = await startInstitutionPeer();
  world = await openWorldWithSite({ env: { POCKETFRIENDS_PEERS: peer.host } });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await world.close();
  await peer.close();
});

const day = 86_400_000;
const pictures = process.env['PICTURES'];

/** Somebody's browser, signed in. */
async function signedIn(
  viewer: Viewer,
  room: (browser: Browser, reader?: Reader) => Promise<BrowserContext>,
  reader: Reader = {},
): Promise<Page> {
  const context = await room(browser, reader);
  const [name = '', value = ''] = (await world.cookieOf(viewer)).split('=');
  await context.addCookies([{ name, value, url: world.origin }]);
  return context.newPage();
}

let shot = 0;
async function isGood(page: Page, name = ''): Promise<void> {
  expect({ at: page.url(), found: await axe(page) }).toEqual({ at: page.url(), found: [] });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(wide).toBeLessThanOrEqual(0);
  if (!pictures) return;
  const { width = 0 } = page.viewportSize() ?? {};
  const path = new URL(page.url()).pathname.replace(/\W+/g, '-').slice(0, 40);
  shot += 1;
  const file = `${pictures}/${String(shot).padStart(2, '0')}-${width}${path}${name}.png`;
  await page.screenshot({ path: file, fullPage: true });
}

async function lettersTo(email: string, least: number): Promise<string[]> {
  const found = () => world.letters.filter(({ to }) => to === email).map(({ text }) => text);
  await expect.poll(() => found().length).toBeGreaterThanOrEqual(least);
  return found();
}

test('a radiographer says what they are and has it checked, on a phone', async () => {
  const nia = await world.aPerson({
    handle: 'nia',
    name: 'Nia Night Owl',
    roles: ['professional'],
  });
  const keeper = await world.aPerson({ handle: 'keeper', operator: true });
  const page = await signedIn(nia, phone);
  await page.goto(`${world.origin}/settings/work`);
  await isGood(page);
  await page.getByRole('button', { name: 'Save what I am' }).press('Enter');
  expect(await page.getByRole('alert').innerText()).toContain('Choose what you are.');
  await isGood(page, '-faults');
  await page.getByLabel('I am a').selectOption('radiographer');
  await page.getByLabel('Where').selectOption('UK');
  await page.getByRole('button', { name: 'Save what I am' }).press('Enter');
  await page.waitForURL(/done=said/);

  await page.getByRole('link', { name: 'An address at work' }).click();
  await isGood(page);
  await page.getByLabel('Your e-mail address at work').fill('nia@gmail.com');
  await page.getByRole('button', { name: 'Send me a code' }).press('Enter');
  expect(await page.getByRole('alert').innerText()).toContain('Anybody can get an address there');
  expect(await page.getByLabel('Your e-mail address at work').inputValue()).toBe('nia@gmail.com');
  await isGood(page, '-free');
  await page.getByLabel('Your e-mail address at work').fill('n.owl@hospital.example');
  await page.getByRole('button', { name: 'Send me a code' }).press('Enter');
  await page.getByLabel('The code in the letter').fill('1');
  await page.getByRole('button', { name: 'That is the code' }).press('Enter');
  expect(await page.getByRole('alert').innerText()).toContain('This is not the code');
  await isGood(page, '-code');
  const [letter = ''] = await lettersTo('n.owl@hospital.example', 1);
  await page.getByLabel('The code in the letter').fill(/\d{4} \d{4}/.exec(letter)?.[0] ?? '');
  await page.getByRole('button', { name: 'That is the code' }).press('Enter');
  await page.waitForURL(/done=address/);

  peer.put('/team', { body: '<h1>Our team</h1>' });
  await page.getByRole('link', { name: 'A page at work' }).click();
  await isGood(page);
  const address = page.getByLabel('Address of the page at work');
  await address.fill('https://linktr.ee/nia');
  await page.getByRole('button', { name: 'Look at the page' }).press('Enter');
  expect(await page.getByRole('alert').innerText()).toContain('Anybody can get a page there');
  await address.fill(`http://${peer.host}/team`);
  await page.getByRole('button', { name: 'Look at the page' }).press('Enter');
  await page.waitForURL(/looked/);
  await isGood(page, '-waiting');
  const looked = async (heading: string) =>
    expect
      .poll(async () => {
        await page.goto(`${world.origin}/settings/work/page?looked`);
        return page.getByRole('status').first().innerText();
      })
      .toContain(heading);
  await looked('We found no link');
  await isGood(page, '-none');
  peer.put('/team', staffPage(`${world.origin}/@nia`));
  await page.getByRole('button', { name: 'Look at the page' }).press('Enter');
  await looked('The link is there');
  await isGood(page, '-found');

  await page.goto(`${world.origin}/settings/work/register`);
  await isGood(page);
  await page.getByLabel('The number of your entry').fill('RA12345');
  await page.getByRole('button', { name: 'Ask to be looked up' }).press('Enter');
  expect(await page.getByRole('alert').innerText()).toContain('Write the name that stands');
  expect(await page.getByLabel('The number of your entry').inputValue()).toBe('RA12345');
  await isGood(page, '-faults');
  await page.getByLabel('Your name as it stands there').fill('Niamh Legal');
  await page.getByRole('button', { name: 'Ask to be looked up' }).press('Enter');
  await page.waitForURL(/done=asked/);
  expect(await page.content()).not.toMatch(/RA12345|Niamh Legal/);
  await isGood(page, '-asked');

  const desktop = await signedIn(keeper, desk);
  await desktop.goto(`${world.origin}/operator/credentials`);
  expect(await desktop.getByText('RA12345').isVisible()).toBe(true);
  await isGood(desktop);
  await desktop.getByRole('button', { name: 'Answer @nia' }).click();
  expect(await desktop.getByRole('alert').innerText()).toContain('Choose what you found');
  await isGood(desktop, '-faults');
  await desktop.getByLabel('Yes, an entry fits').check();
  await desktop.getByRole('button', { name: 'Answer @nia' }).click();
  await desktop.waitForURL(/done=yes/);
  expect(await desktop.content()).not.toMatch(/RA12345|Niamh Legal/);
  await isGood(desktop, '-answered');
  expect((await lettersTo('nia@example.org', 1))[0]).toContain('It fits');

  await page.goto(`${world.origin}/@nia`);
  for (const sentence of [
    'Says: “I am a radiographer in the United Kingdom.”',
    'On 22 November 2026 this person answered a letter to an address at hospital.example.',
    'A page of 127.0.0.1 linked to this profile on 22 November 2026.',
    'A moderator of Pocket Friends looked at the public register of the HCPC on 22 November 2026 and found an entry that fits.',
  ])
    expect(await page.getByText(sentence).isVisible()).toBe(true);
  await isGood(page);
  await page.getByRole('link', { name: 'What was checked, and what that means' }).click();
  await isGood(page);
  for (const path of ['/@nia', '/@nia/credentials']) {
    await desktop.goto(world.origin + path);
    await isGood(desktop);
  }
  const wide = await signedIn(nia, desk, { dark: true });
  await wide.goto(`${world.origin}/settings/work`);
  await isGood(wide);
  for (const open of [page, desktop, wide]) await open.context().close();
});

test('a check ends by the clock, and says so to whoever comes by, by lamp light', async () => {
  const visitor = await (await phone(browser, { dark: true })).newPage();
  await visitor.goto(`${world.origin}/@nia/credentials`);
  expect(await visitor.getByRole('heading', { name: 'What counts now' }).isVisible()).toBe(true);
  expect(await visitor.getByText('Counts until 22 November 2027').count()).toBe(2);
  const before = world.clock.now();
  world.clock.turnBy(46 * day);
  await visitor.goto(`${world.origin}/@nia/credentials`);
  await visitor.getByText('Not since 6 January 2027.').waitFor();
  await isGood(visitor);
  world.clock.turnBy(330 * day);
  await tendCredentials(world.services, {});
  await visitor.goto(`${world.origin}/@nia/credentials`);
  expect(await visitor.getByText('Nothing was checked, or it does not count').isVisible()).toBe(
    true,
  );
  await isGood(visitor, '-ended');
  await visitor.goto(`${world.origin}/@nia`);
  expect(await visitor.getByText('found an entry that fits').count()).toBe(0);
  world.clock.turnTo(before);
  await visitor.context().close();
});

test('somebody takes a check back, and deletes what they said, at a desk without script', async () => {
  const kim = await world.aPerson({ handle: 'kim', roles: ['professional'] });
  await sayWork(world.as(kim), { profession: 'nurse', jurisdiction: 'FR' });
  const page = await signedIn(kim, desk, { script: false });
  await page.goto(`${world.origin}/settings/work/register`);
  expect(await page.getByText('We know no public register').isVisible()).toBe(true);
  await page.goto(`${world.origin}/settings/work/address`);
  await page.getByLabel('Your e-mail address at work').fill('kim@clinic.example');
  await page.getByRole('button', { name: 'Send me a code' }).click();
  const [letter = ''] = await lettersTo('kim@clinic.example', 1);
  await page.getByLabel('The code in the letter').fill(/\d{4} \d{4}/.exec(letter)?.[0] ?? '');
  await page.getByRole('button', { name: 'That is the code' }).click();
  await page.waitForURL(/done=address/);
  await page.getByRole('button', { name: /^Take it back:/ }).click();
  await page.waitForURL(/done=withdrawn/);
  expect(await page.getByText('Nothing yet, and nothing has to be.').isVisible()).toBe(true);
  await page.getByText('Delete what I said of my work').click();
  await page.getByRole('button', { name: 'Delete it and take my checks back' }).click();
  await page.waitForURL(/done=forgotten/);
  await page.context().close();
});

test('whoever is no professional is led to where one says so', async () => {
  const anna = await world.aPatient();
  const page = await signedIn(anna, phone, { dark: true });
  await page.goto(`${world.origin}/settings/work/address`);
  await page.waitForURL(`${world.origin}/settings/work`);
  expect(await page.getByRole('link', { name: 'What brings me here' }).isVisible()).toBe(true);
  await isGood(page);
  await page.context().close();
});

test('a professional whose role one may not see looks like one who is none, byte for byte', async () => {
  const [first, second] = [await world.aRadiographer(), await world.aRadiographer()];
  for (const one of [first, second])
    await sayWork(world.as(one), { profession: 'doctor', jurisdiction: 'UK' });
  await changeRoles(world.as(first), [{ role: 'professional', audience: 'nobody' }]);
  await changeRoles(world.as(second), []);
  const answer = async ({ handle }: { handle: string }, cookie = '') => {
    const response = await fetch(`${world.origin}/@${handle}/credentials`, { headers: { cookie } });
    const text = (await response.text()).replaceAll(handle, 'somebody').replace(/nonce[^>]*/g, '');
    return { status: response.status, text };
  };
  const absent = await answer({ handle: 'nobody_of_that_name' });
  expect(absent.status).toBe(404);
  expect(await answer(first)).toEqual(absent);
  expect(await answer(second)).toEqual(absent);
  const cookie = await world.cookieOf(await world.aPatient());
  expect(await answer(first, cookie)).toEqual(await answer(second, cookie));
  expect((await answer(first, await world.cookieOf(first))).status).toBe(200);
});

test('the desk of register checks is there for operators who have just shown that it is them', async () => {
  const path = `${world.origin}/operator/credentials`;
  const ask = async (viewer?: Viewer) => {
    const cookie = viewer ? await world.cookieOf(viewer) : '';
    return (await fetch(path, { headers: { cookie }, redirect: 'manual' })).status;
  };
  expect(await ask()).toBe(404);
  expect(await ask(await world.aRadiographer())).toBe(404);
  const keeper = await world.aPerson({ operator: true });
  expect(await ask(keeper)).toBe(200);
  const cookie = await world.cookieOf(keeper);
  const before = world.clock.now();
  world.clock.turnBy(11 * 60_000);
  const late = await fetch(path, { headers: { cookie }, redirect: 'manual' });
  expect(late.headers.get('location')).toContain('/settings/prove');
  world.clock.turnTo(before);
});

test('the pages are valid HTML as they are sent', async () => {
  const validator = new HtmlValidate({ extends: ['html-validate:standard'] });
  const nia = await world.aPerson({ roles: ['professional'], operator: true });
  await sayWork(world.as(nia), { profession: 'radiationTherapist', jurisdiction: 'CA-ON' });
  const headers = { cookie: await world.cookieOf(nia) };
  for (const path of [
    '/settings/work',
    '/settings/work/address',
    '/settings/work/page',
    '/settings/work/register',
    `/@${nia.handle}`,
    `/@${nia.handle}/credentials`,
    '/@nia/credentials',
    '/operator/credentials',
  ]) {
    const html = await (await fetch(world.origin + path, { headers })).text();
    const { results } = await validator.validateString(html);
    const faults = results.flatMap(({ messages }) =>
      messages.map(({ message, line }) => `${path}:${line} ${message}`),
    );
    expect(faults).toEqual([]);
  }
});
