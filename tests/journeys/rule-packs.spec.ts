import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axe, openBrowser, phone, type Reader } from '../browser.ts';
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

async function onPhone(path: string, how: Reader = {}): Promise<Page> {
  const page = await (await phone(browser, how)).newPage();
  await page.goto(world.origin + path);
  return page;
}

const pictures = process.env['PICTURES'];

/** Good for whoever looks, on a small phone, and as far as a program can judge for whoever does not. */
async function good(page: Page, name: string): Promise<void> {
  if (pictures) await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
  expect(await axe(page), name).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth'), name).toBe(360);
}

test('anybody reads every rule with its source, whose default it is, and where bodies disagree', async () => {
  const page = await onPhone('/about');
  await page.getByRole('link', { name: 'What the rules of conduct say' }).click();
  await good(page, 'boundaries');
  expect(await page.getByRole('heading', { name: /^Here bodies disagree/ }).count()).toBe(9);
  await page.getByRole('link', { name: 'United Kingdom: on the register of the HCPC' }).click();
  await good(page, 'pack');
  const rule = page.getByRole('listitem').filter({ hasText: 'While care goes on, we would wait.' });
  for (const words of [
    'Not now',
    'Pocket Friends default',
    'It is not about you.',
    'HCPC',
    '1.9, 2024',
  ])
    expect(await rule.first().getByText(words).first().isVisible(), words).toBe(true);
  await page.goto(`${world.origin}/boundaries/us-rt`);
  expect(await page.getByText('A comparison:').first().isVisible()).toBe(true);
  await page.goto(`${world.origin}/boundaries/psy`);
  expect(await page.getByText('Not yet checked against the text').first().isVisible()).toBe(true);
  await page.goto(`${world.origin}/boundaries/base`);
  await good(page, 'base');
  await page.context().close();
});

test('whoever plays with the rules is answered by their own device: nothing leaves the page', async () => {
  const page = await onPhone('/boundaries/try');
  await page.waitForFunction(() => document.querySelector('noscript') !== null);
  await page.waitForLoadState('networkidle');
  await good(page, 'try');
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  const status = page.getByRole('status').filter({ hasText: /Open|With caution|Not now/ });
  expect(await status.innerText()).toContain('Not now');
  await page.getByRole('radio', { name: 'There was never care between them' }).check();
  await status.getByText('Open').waitFor();
  await page.getByRole('radio', { name: 'Care ended not long ago' }).check();
  await page.getByText('Whose rules, besides those for everybody').click();
  await page.getByRole('checkbox', { name: 'United Kingdom: doctors' }).check();
  await page.getByText('General Medical Council').or(page.getByText('BMA')).first().waitFor();
  await page.getByText('Here bodies disagree: People who were in your care').waitFor();
  expect(await page.getByRole('button').count()).toBe(0);
  expect(asked).toEqual([]);
  await page.context().close();
});

test('without script the same page is worked out once, and kept by nobody', async () => {
  const page = await onPhone('/boundaries/try?pack=uk-gmc', { script: false });
  await page.getByRole('radio', { name: 'There was never care between them' }).check();
  const answered = page.waitForResponse((one) => one.request().method() === 'POST');
  await page.getByRole('button', { name: 'Show me what it says' }).click();
  expect((await answered).headers()['cache-control']).toBe('no-store');
  const status = page.getByRole('status').filter({ hasText: 'Nothing that we know stands' });
  expect(await status.isVisible()).toBe(true);
  expect(await page.getByRole('checkbox', { name: 'United Kingdom: doctors' }).isChecked()).toBe(
    true,
  );
  expect(page.url()).not.toContain('care=');
  await page.context().close();
});

test('an operator adds a hospital’s rules, sees what they change, publishes, and everybody reads them', async () => {
  const olga = await world.aPerson({ handle: 'olga', operator: true });
  const anna = await world.aPerson({ handle: 'anna' });
  const page = await onPhone('/');
  const signIn = async (viewer: typeof olga) => {
    const [name = '', value = ''] = (await world.cookieOf(viewer)).split('=');
    await page.context().addCookies([{ name, value, url: world.origin }]);
  };
  await signIn(anna);
  for (const path of ['/operator/boundaries', '/operator/boundaries/new'])
    expect((await page.goto(world.origin + path))?.status()).toBe(404);
  await signIn(olga);
  await page.goto(`${world.origin}/operator/boundaries`);
  await good(page, 'operator');
  await page.getByRole('link', { name: 'Write rules of your own' }).click();
  await good(page, 'editor');
  await page.getByLabel('Their name').fill('Our hospital');
  await page.getByLabel(/For people whose work was checked at/).fill('hospital.example');
  const text = page.getByRole('textbox', { name: 'The rules' });
  const whole = await text.inputValue();
  await text.fill(whole.replace('forbid (', 'permit ('));
  await page.getByRole('button', { name: 'Publish' }).click();
  await page.getByText(/Line \d+: A pack can only add concerns/).waitFor();
  await good(page, 'problems');
  await text.fill(whole);
  await page.getByRole('button', { name: 'See what it changes' }).click();
  await page.getByText(/\d+ situations?: Open → With caution/).waitFor();
  await good(page, 'preview');
  await page.getByRole('button', { name: 'Publish' }).click();
  await page.getByText('Version 1: Our hospital').waitFor();
  await good(page, 'published');
  await page.context().clearCookies();
  await page.goto(`${world.origin}/boundaries`);
  await page.getByRole('link', { name: 'Our hospital' }).click();
  expect(await page.getByText('check of their work at hospital.example').isVisible()).toBe(true);
  await good(page, 'own-pack');
  // What is chosen before the script has come counts.
  const chosen = Promise.withResolvers<undefined>();
  await page.route('**/_app/**/*.js', async (route) => {
    await chosen.promise;
    await route.continue();
  });
  const link = page.getByRole('link', { name: 'Try what these rules would say' });
  await page.goto(await link.evaluate((one: HTMLAnchorElement) => one.href), {
    waitUntil: 'commit',
  });
  await page.getByRole('radio', { name: 'Sharing how to be reached' }).check();
  await page.getByRole('radio', { name: 'There was never care between them' }).check();
  chosen.resolve(undefined);
  await page.getByText('Our house asks you to talk it over with your lead').waitFor();
  await page.context().close();
});
