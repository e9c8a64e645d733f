import { HtmlValidate } from 'html-validate';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { axe, desk, openBrowser, phone } from '../browser.ts';
import { startMastodonPeer, type MastodonPeer } from '../doubles/mastodon-peer.ts';
import { startOidcPeer, type OidcPeer } from '../doubles/oidc-peer.ts';
import { freePort, openWorldWithSite, type ServedWorld } from '../site.ts';
import { inviteFriends } from '#domain/people/invitations.server.ts';
import { keepProvider, letMastodonIn } from '#domain/people/providers.server.ts';
import { sessionCookieName } from '#domain/people/sign-in.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let world: ServedWorld;
let browser: Browser;
let hospital: OidcPeer;
let mastodon: MastodonPeer;
let operator: Viewer;
let origin: string;

beforeAll(async () => {
  const port = await freePort();
  origin = `http://localhost:${port}`;
  const ids = ['hospital', 'clinic', 'down'];
  hospital = await startOidcPeer(ids.map((id) => `${origin}/sign-in/with/${id}/back`));
  mastodon = await startMastodonPeer();
  const peers = `${hospital.host},${mastodon.host}`;
  const env = { PORT: String(port), POCKETFRIENDS_ORIGIN: origin, POCKETFRIENDS_PEERS: peers };
  world = await openWorldWithSite({ env });
  operator = await world.aPerson({ operator: true });
  const about = { name: 'St Elsewhere', issuer: hospital.issuer, trusts: 'yes' };
  await keepProvider(
    world.as(operator),
    { id: 'hospital', kind: 'oidc' },
    { ...about, ...client() },
  );
  await letMastodonIn(world.as(operator));
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await world.close();
  await hospital.close();
  await mastodon.close();
});
beforeEach(() => world.services.pool.query('delete from rate_limit'));

const client = () => ({ 'client-id': hospital.client.id, secret: hospital.client.secret });
const pictures = process.env['PICTURES'];

async function isGood(page: Page, name = ''): Promise<void> {
  expect({ at: page.url(), found: await axe(page) }).toEqual({ at: page.url(), found: [] });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(wide).toBeLessThanOrEqual(0);
  if (page.url().startsWith(origin)) {
    const validator = new HtmlValidate({ extends: ['html-validate:standard'] });
    const { results } = await validator.validateString(await page.content());
    const faults = results.flatMap(({ messages }) => messages.map(({ message }) => message));
    expect({
      at: page.url(),
      faults: faults.filter((one) => !/doctype|trailing/i.test(one)),
    }).toEqual({
      at: page.url(),
      faults: [],
    });
  }
  if (pictures) await takePictures(page, name);
}

async function takePictures(page: Page, name: string): Promise<void> {
  const size = page.viewportSize() ?? { width: 360, height: 740 };
  const file = new URL(page.url()).pathname.replace(/\W+/g, '-').slice(0, 40);
  for (const width of [360, 1280])
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme });
      await page.screenshot({
        path: `${pictures}/o${file}${name}-${width}-${colorScheme}.png`,
        fullPage: true,
      });
    }
  await page.setViewportSize(size);
}

/** Signs in at the provider's own pages, and agrees there. */
async function atProvider(page: Page, name: string): Promise<void> {
  await page.waitForURL(new RegExp(`^${hospital.issuer}/interaction/`));
  await page.getByPlaceholder('Enter any login').fill(name);
  await page.getByPlaceholder('and password').fill('any');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
}

async function begin(page: Page, next: string, script = true): Promise<void> {
  await page.goto(`${origin}/sign-in?next=${encodeURIComponent(next)}`);
  await page.getByRole('link', { name: 'Go on with St Elsewhere' }).click();
  // The look at a page is taken by script.
  if (script) await isGood(page);
  await page.getByRole('button', { name: 'Go on' }).click();
}

async function letterTo(email: string, count = 1): Promise<string> {
  const letters = () => world.letters.filter(({ to }) => to === email);
  await expect.poll(() => letters().length).toBeGreaterThanOrEqual(count);
  return letters().at(-1)?.text ?? '';
}
const codeIn = (letter: string) => /^(\d{4} \d{4})$/m.exec(letter)?.[1] ?? '';
const linkIn = (letter: string) => /http\S+token=\S+/.exec(letter)?.[0] ?? '';

async function become(page: Page, handle: string): Promise<void> {
  await page.waitForURL(/\/welcome/);
  await page.getByLabel('Your handle').fill(handle);
  await page.getByLabel('Your name here').fill(handle);
  await page.getByLabel('Yes, they may stay').check();
  await page.getByLabel(/I am \d+ or older/).check();
  await page.getByRole('button', { name: 'That is me' }).click();
}

async function signedInAs(page: Page, viewer: Viewer): Promise<void> {
  const [, value = ''] = (await world.cookieOf(viewer)).split('=');
  const name = sessionCookieName(world.services.config);
  await page.context().addCookies([{ name, value, url: origin }]);
}

test('somebody new comes by an account elsewhere and lands in the conversation they came from', async () => {
  hospital.accounts.set('nia', { email: 'nia@hospital.example', email_verified: true });
  const reader = await phone(browser);
  const page = await reader.newPage();
  await begin(page, '/about?from=chat');
  await atProvider(page, 'nia');
  await become(page, 'nia_night');
  await page.waitForURL(`${origin}/about?from=chat`);
  expect(new URL(page.url()).searchParams.has('code')).toBe(false);
  await reader.clearCookies();
  await begin(page, '/about?from=chat');
  await atProvider(page, 'nia');
  await page.waitForURL(`${origin}/about?from=chat`);
  await reader.close();
});

test.each([true, false])(
  'whoever is invited finds the accounts elsewhere too, script: %s',
  async (script) => {
    const friend = await world.aPerson();
    const made = await inviteFriends(world.as(friend), '/clubs');
    if (!('link' in made)) throw new Error('No invitation was made.');
    const reader = await phone(browser, { script });
    const page = await reader.newPage();
    const token = made.link.split('/').at(-1) ?? '';
    for (const path of [`/join/${token}`, `/sign-up?invitation=${token}&next=%2Fclubs`]) {
      await page.goto(origin + path);
      if (script) await isGood(page);
      const way = page.getByRole('link', { name: 'Go on with St Elsewhere' });
      const { search } = new URL((await way.getAttribute('href')) ?? '', origin);
      expect(search).toBe(`?invitation=${token}&next=%2Fclubs`);
      await way.click();
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain('St Elsewhere');
    }
    await reader.close();
  },
);

test('an address that nobody vouches for is proved by the code of a letter, without script', async () => {
  hospital.accounts.set('ben', { email: 'ben@example.org', email_verified: false });
  const reader = await phone(browser, { script: false });
  const page = await reader.newPage();
  await begin(page, '/about?from=letter', false);
  await atProvider(page, 'ben');
  await page.waitForURL(`${origin}/sign-in/with/address`);
  expect(await page.getByLabel('Your e-mail address').inputValue()).toBe('ben@example.org');
  await page.getByRole('button', { name: 'Send me the letter' }).click();
  await page.getByLabel('The code in the letter').fill('1234 5678');
  await page.getByRole('button', { name: 'Go on' }).click();
  expect(await page.getByRole('alert').innerText()).toContain('not right');
  await page.getByLabel('The code in the letter').fill(codeIn(await letterTo('ben@example.org')));
  await page.getByRole('button', { name: 'Go on' }).click();
  await become(page, 'ben_day');
  await page.waitForURL(`${origin}/about?from=letter`);
  await reader.close();
});

test('an account that is here is connected by its letter, and only where it all began', async () => {
  await world.aPerson({ handle: 'rosa' });
  const reader = await phone(browser);
  const page = await reader.newPage();
  await begin(page, '/about?from=rosa');
  await atProvider(page, 'rosa elsewhere');
  await isGood(page);
  await page.getByLabel('Your e-mail address').fill('not an address');
  await page.getByRole('button', { name: 'Send me the letter' }).click();
  await isGood(page, 'wrong');
  await page.getByLabel('Your e-mail address').fill('rosa@example.org');
  await page.getByRole('button', { name: 'Send me the letter' }).click();
  await page.getByLabel('The code in the letter').waitFor();
  await isGood(page, 'letter');
  const link = linkIn(await letterTo('rosa@example.org'));
  const stranger = await phone(browser);
  const elsewhere = await stranger.newPage();
  await elsewhere.goto(link);
  expect(await elsewhere.getByRole('heading', { level: 1 }).innerText()).toContain(
    'where you began',
  );
  expect(await elsewhere.getByRole('button', { name: 'Yes, it is mine' }).count()).toBe(0);
  await isGood(elsewhere, 'stranger');
  await stranger.close();
  await page.goto(link);
  await isGood(page);
  await page.getByRole('button', { name: 'Yes, it is mine' }).click();
  await page.waitForURL(`${origin}/sign-in/with/connect`);
  await isGood(page);
  await page.getByRole('button', { name: 'Connect it and go on' }).click();
  await page.waitForURL(`${origin}/about?from=rosa`);

  await page.goto(`${origin}/settings/ways-in/outside`);
  expect(await page.getByText('St Elsewhere: rosa elsewhere').isVisible()).toBe(true);
  await isGood(page);
  await page.getByRole('button', { name: 'Disconnect' }).click();
  await page.waitForURL(/disconnected/);
  expect(await page.getByText('None yet').isVisible()).toBe(true);
  await isGood(page, 'none');
  await reader.close();
});

test('an account is connected from the settings and opens it again; the second step is still asked', async () => {
  const tom = await world.aPerson({ handle: 'tom' });
  const reader = await desk(browser);
  const page = await reader.newPage();
  await signedInAs(page, tom);
  await page.goto(`${origin}/settings/ways-in/outside`);
  await page.getByRole('button', { name: 'Connect St Elsewhere' }).click();
  await atProvider(page, 'tom elsewhere');
  await page.waitForURL(/outside\?connected/);
  await isGood(page, 'connected');
  await reader.clearCookies();
  await begin(page, '/about');
  await atProvider(page, 'tom elsewhere');
  await page.waitForURL(`${origin}/about`);
  await world.services.pool.query(
    `insert into second_factor (login_id, sealed_secret, since)
     select login_id, 'x', now() from person where handle = 'tom'`,
  );
  await reader.clearCookies();
  await begin(page, '/about');
  await atProvider(page, 'tom elsewhere');
  await page.waitForURL(/\/sign-in\/second-step\?next=%2Fabout/);
  await page.goto(`${origin}/settings`);
  await page.waitForURL(/\/sign-in/);
  await reader.close();
});

test('somebody comes from their Mastodon server, and a slip in its name is said kindly', async () => {
  const reader = await phone(browser);
  const page = await reader.newPage();
  await page.goto(`${origin}/sign-in?next=%2Fabout`);
  await page.getByRole('link', { name: 'Go on with Mastodon' }).click();
  await isGood(page);
  await page.getByLabel('Your Mastodon server').fill('mastodon');
  await page.getByRole('button', { name: 'Go on' }).click();
  expect(await page.getByRole('alert').innerText()).toContain('Write the name of your server');
  await isGood(page, 'slip');
  await page.getByLabel('Your Mastodon server').fill(`@nia@${mastodon.host}`);
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.waitForURL(`${origin}/sign-in/with/address`);
  expect(await page.getByText(`@nia@${mastodon.host}`).isVisible()).toBe(true);
  await reader.close();
});

test('somebody who changes their mind, comes late, or finds the service down can go on', async () => {
  const reader = await phone(browser);
  const page = await reader.newPage();
  await begin(page, '/about');
  await page.waitForURL(/interaction/);
  await page.getByRole('link', { name: /cancel/i }).click();
  await page.waitForURL(/said=denied/);
  expect(await page.getByRole('alert').innerText()).toContain('You said no at St Elsewhere');
  expect(new URL(page.url()).searchParams.get('next')).toBe('/about');
  await isGood(page, 'denied');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.waitForURL(/interaction/);
  await page.goto(`${origin}/sign-in/with/hospital/back?code=x&state=y`);
  await page.waitForURL(/said=stale/);
  await page.getByRole('link', { name: 'Sign in another way' }).click();
  await page.waitForURL(/\/sign-in/);

  const dead = `127.0.0.1:${await freePort()}`;
  world.services.config.allowedPeers.push(dead);
  const about = { name: 'A quiet place', issuer: `http://${dead}`, ...client() };
  await keepProvider(world.as(operator), { id: 'down', kind: 'oidc' }, about);
  await page.goto(`${origin}/sign-in/with/down`);
  await page.getByRole('button', { name: 'Go on' }).click();
  expect(await page.getByRole('alert').innerText()).toContain('does not answer');
  await page.goto(`${origin}/sign-in/with/address`);
  await isGood(page, 'gone');
  expect((await fetch(`${origin}/sign-in/with/nothing`)).status).toBe(404);
  await reader.close();
});

test('the operator sets a service up, tries it, sees what is wrong, and takes it away', async () => {
  const reader = await desk(browser);
  const page = await reader.newPage();
  await signedInAs(page, operator);
  await page.goto(`${origin}/operator/sign-in`);
  await isGood(page);
  await page.getByText('Add another service').click();
  await page.getByLabel('A short word for it').fill('google');
  await page.getByRole('button', { name: 'Go on' }).click();
  expect(await page.getByRole('alert').innerText()).toContain('taken');
  await page.getByLabel('A short word for it').fill('clinic');
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.waitForURL(`${origin}/operator/sign-in/clinic`);
  expect(await page.locator('#callback').innerText()).toBe(`${origin}/sign-in/with/clinic/back`);
  await isGood(page);
  await page.getByLabel('Its name').fill('The clinic');
  await page.getByLabel('Its address').fill('http://10.0.0.1');
  await page.getByLabel('Client ID').fill(hospital.client.id);
  await page.getByLabel('Client secret').fill('a mistyped secret');
  await page.getByRole('button', { name: 'Keep it and offer it' }).click();
  expect(await page.getByRole('alert').innerText()).toContain('https://');
  expect(await page.content()).not.toContain('a mistyped secret');
  await isGood(page, 'wrong');
  await page.getByLabel('Its address').fill(hospital.issuer);
  await page.getByLabel('Client secret').fill('a mistyped secret');
  await page.getByRole('button', { name: 'Keep it and offer it' }).click();
  await page.waitForURL(/saved/);
  await page.getByRole('button', { name: 'Try it' }).click();
  expect(await page.getByRole('status').first().innerText()).toContain('does not know this client');
  await isGood(page, 'tried');
  await page.getByLabel('Client secret').fill(hospital.client.secret);
  await page.getByRole('button', { name: 'Keep it' }).click();
  await page.waitForURL(/saved/);
  await page.getByRole('button', { name: 'Try it' }).click();
  expect(await page.getByRole('status').first().innerText()).toContain('All is well');
  await page.getByRole('button', { name: 'Stop offering it' }).click();
  await page.waitForURL(/said=removed/);
  for (const id of ['google', 'orcid', 'facebook', 'wordpress']) {
    await page.goto(`${origin}/operator/sign-in/${id}`);
    await isGood(page);
  }
  await reader.close();
  const anna = await world.cookieOf(await world.aPatient());
  for (const path of ['/operator/sign-in', '/operator/sign-in/google'])
    expect((await fetch(origin + path, { headers: { cookie: anna } })).status).toBe(404);
});
