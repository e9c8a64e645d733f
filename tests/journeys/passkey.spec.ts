import { HtmlValidate } from 'html-validate';
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axe, desk, openBrowser, phone } from '../browser.ts';
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
const minutes = (count: number) => count * 60_000;

async function aMember(handle: string): Promise<string> {
  const email = `${handle}@example.org`;
  const made = await createPerson(world.as(null), { handle, email, password });
  if ('refused' in made) throw new Error(made.refused);
  return email;
}

/**
 * A device that keeps passkeys and checks its owner. It is plugged in for each time that it is asked,
 * since looking at the page (axe) unplugs it; what it holds stays.
 */
function aDevice(page: Page): {
  use(press: () => Promise<unknown>, arrives: () => Promise<unknown>): Promise<void>;
} {
  let held: Held = [];
  const plugIn = async (): Promise<[CDPSession, string]> => {
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('WebAuthn.enable');
    const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
      },
    });
    for (const credential of held)
      await cdp.send('WebAuthn.addCredential', { authenticatorId, credential });
    return [cdp, authenticatorId];
  };
  return {
    async use(press, arrives) {
      const [cdp, authenticatorId] = await plugIn();
      await press();
      await arrives();
      held = await credentialsOf(cdp, authenticatorId);
      await cdp.detach();
    },
  };
}

type Held = Awaited<ReturnType<typeof credentialsOf>>;
const credentialsOf = async (cdp: CDPSession, authenticatorId: string) =>
  (await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials;

let pictured = 0;
async function isGood(page: Page): Promise<void> {
  expect({ at: page.url(), found: await axe(page) }).toEqual({ at: page.url(), found: [] });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(wide).toBeLessThanOrEqual(0);
  const { results } = await new HtmlValidate({
    extends: ['html-validate:standard'],
  }).validateString(await (await page.request.get(page.url())).text());
  expect(results.flatMap(({ messages }) => messages.map(({ message }) => message))).toEqual([]);
  if (!pictures) return;
  const { width = 0 } = page.viewportSize() ?? {};
  const name = new URL(page.url()).pathname.replace(/\W+/g, '-').slice(0, 40);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const path = `${pictures}/${String((pictured += 1)).padStart(2, '0')}-${width}${name}-${colorScheme}.png`;
    await page.screenshot({ path, fullPage: true });
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

async function signInByPassword(page: Page, email: string, next: string): Promise<void> {
  await page.goto(`${world.origin}/sign-in?next=${encodeURIComponent(next)}`);
  await page.getByLabel('Your e-mail address').fill(email);
  await page.getByLabel('Your password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL(world.origin + next);
}

async function signOut(page: Page): Promise<void> {
  await page.goto(`${world.origin}/sign-out`);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL(/\?done$/);
}

test('somebody makes a passkey on a phone, signs in by it alone, proves themselves by it, and removes it', async () => {
  const email = await aMember('night_owl');
  const reader = await phone(browser);
  const page = await reader.newPage();
  const device = aDevice(page);
  await signInByPassword(page, email, '/settings/ways-in');
  await isGood(page);
  await page.getByRole('link', { name: 'Passkeys' }).click();
  await page.waitForURL(/passkeys/);
  await isGood(page);
  await device.use(
    () => page.getByRole('button', { name: 'Make a passkey' }).press('Enter'),
    () => page.waitForURL(/done=added/),
  );
  expect(await page.getByText(/^\w+ on Linux$/).isVisible()).toBe(true);
  await isGood(page);
  await page.getByText(/Change .+ on Linux/).click();
  await page.getByLabel('Its name').fill('');
  await page.getByRole('button', { name: 'Rename it' }).click();
  expect(await page.getByRole('alert').first().innerText()).toContain('Give it a name');
  await page.getByLabel('Its name').fill('My phone');
  await page.getByRole('button', { name: 'Rename it' }).click();
  await page.waitForURL(/done=renamed/);
  expect(await page.getByText('My phone', { exact: true }).isVisible()).toBe(true);
  await page.getByText('Change My phone').click();
  await isGood(page);

  await signOut(page);
  await page.goto(`${world.origin}/sign-in?next=%2Fsettings%2Fdevices`);
  await isGood(page);
  await device.use(
    () => page.getByRole('button', { name: 'Use a passkey' }).press('Enter'),
    () => page.waitForURL(`${world.origin}/settings/devices`),
  );
  expect(await page.getByText('by passkey').isVisible()).toBe(true);
  await isGood(page);

  world.clock.turnBy(minutes(11));
  await page.goto(`${world.origin}/settings/ways-in/passkeys`);
  await page.waitForURL(/\/settings\/prove\?next=/);
  await isGood(page);
  await device.use(
    () => page.getByRole('button', { name: 'Use my passkey' }).press('Enter'),
    () => page.waitForURL(`${world.origin}/settings/ways-in/passkeys`),
  );
  await page.getByText('Change My phone').click();
  await page.getByRole('button', { name: 'Remove this passkey: My phone' }).click();
  await page.waitForURL(/done=removed/);
  await isGood(page);

  // The device still offers it, and we know it no more.
  await signOut(page);
  await page.goto(`${world.origin}/sign-in?next=%2Fabout`);
  await device.use(
    () => page.getByRole('button', { name: 'Use a passkey' }).press('Enter'),
    () => page.getByRole('alert').filter({ hasText: 'do not know this passkey' }).waitFor(),
  );
  await isGood(page);
  await page.getByRole('link', { name: 'Sign in another way' }).click();
  await page.waitForURL(`${world.origin}/sign-in?next=%2Fabout`);
  await expect
    .poll(() => world.letters.filter(({ to }) => to === email).map(({ subject }) => subject))
    .toEqual(['Your ways to sign in have changed', 'Your ways to sign in have changed']);
  await reader.close();
}, 240_000);

test('a passkey is offered where the address is typed, and the way on is kept', async () => {
  const email = await aMember('early_bird');
  const reader = await phone(browser);
  const page = await reader.newPage();
  const device = aDevice(page);
  await signInByPassword(page, email, '/settings/ways-in/passkeys');
  await device.use(
    () => page.getByRole('button', { name: 'Make a passkey' }).click(),
    () => page.waitForURL(/done=added/),
  );
  await signOut(page);
  await device.use(
    () => page.goto(`${world.origin}/sign-in?next=%2Fabout%3Ffrom%3Dchat`),
    () => page.waitForURL(`${world.origin}/about?from=chat`),
  );
  await reader.close();
});

test('whoever takes their finger away is told that nothing was sent', async () => {
  const reader = await phone(browser);
  const page = await reader.newPage();
  await page.goto(`${world.origin}/sign-in/passkey`);
  await isGood(page);
  await page.evaluate(() => {
    navigator.credentials.get = () =>
      Promise.reject(new DOMException('no finger', 'NotAllowedError'));
  });
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await page.getByText('Nothing was sent.').waitFor();
  await isGood(page);
  await reader.close();
});

test('without script people prove themselves by password or by letter, on a wide screen too', async () => {
  const email = await aMember('plain_prover');
  const reader = await desk(browser, { script: false });
  const page = await reader.newPage();
  await signInByPassword(page, email, '/settings/devices');
  expect(await page.getByText('by password').isVisible()).toBe(true);
  world.clock.turnBy(minutes(11));
  await page.goto(`${world.origin}/settings/ways-in/passkeys`);
  await page.waitForURL(/\/settings\/prove/);
  expect(await page.getByRole('button', { name: 'Use my passkey' }).count()).toBe(0);
  await page.getByLabel('Your password').fill('not my password');
  await page.getByRole('button', { name: 'It is me' }).click();
  expect(await page.getByRole('alert').innerText()).toContain('not your password');
  await page.getByRole('button', { name: 'Send me a code' }).click();
  await page.getByLabel('The code from the letter').waitFor();
  const letters = () => world.letters.filter(({ to }) => to === email);
  await expect.poll(() => letters().length).toBe(1);
  const code = /\d{4} \d{4}/.exec(letters()[0]?.text ?? '')?.[0] ?? '';
  await page.getByLabel('The code from the letter').fill(code);
  await page.locator('form', { hasText: 'The code' }).getByRole('button').click();
  await page.waitForURL(`${world.origin}/settings/ways-in/passkeys`);
  expect(await page.getByText('cannot make passkeys here').isVisible()).toBe(true);
  await reader.close();
});

test('somebody who lost a phone signs it out from their desk, by lamp light', async () => {
  const email = await aMember('loser');
  const pocket = await phone(browser);
  const onPhone = await pocket.newPage();
  await signInByPassword(onPhone, email, '/settings');
  const reader: BrowserContext = await desk(browser, { dark: true });
  const page = await reader.newPage();
  await signInByPassword(page, email, '/settings/devices');
  await isGood(page);
  await page.getByRole('button', { name: /^Sign out .+ on Linux/ }).click();
  await page.waitForURL(/ended=one/);
  await isGood(page);
  await onPhone.goto(`${world.origin}/settings`);
  await onPhone.waitForURL(/\/sign-in/);
  for (const path of ['/settings/ways-in', '/settings/ways-in/passkeys']) {
    await page.goto(world.origin + path);
    await isGood(page);
  }
  world.clock.turnBy(minutes(11));
  await page.goto(`${world.origin}/settings/prove`);
  await isGood(page);
  await reader.close();
  await pocket.close();
});
