import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { HtmlValidate } from 'html-validate';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axe, desk, openBrowser, phone, type Reader } from '../browser.ts';
import { answered, aChat } from '../makers/chat.ts';
import { openWorldWithSite, type ServedWorld } from '../site.ts';
import { unzip } from '../zip.ts';
import { eraseThoseDue } from '#domain/leaving/erasure.server.ts';
import { createPerson } from '#domain/people/persons.server.ts';

const day = 24 * 60 * 60 * 1000;
const password = 'four plain words here';
const pictures = process.env['PICTURES'];

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

/** Somebody who is a member and signs in on this device. */
async function signedIn(reader: BrowserContext, handle: string, operator = false): Promise<Page> {
  const about = { handle, name: 'Nia Owl', email: `${handle}@example.org`, password, operator };
  const made = await createPerson(world.as(null), about);
  if ('refused' in made) throw new Error(JSON.stringify(made));
  const page = await reader.newPage();
  await signIn(page, handle);
  return page;
}

async function signIn(page: Page, handle: string): Promise<void> {
  await page.goto(`${world.origin}/sign-in`);
  await page.getByLabel('Your e-mail address').fill(`${handle}@example.org`);
  await page.getByLabel('Your password').fill(password);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname !== '/sign-in');
}

let seen = 0;

async function isGood(page: Page, name: string): Promise<void> {
  if (pictures) {
    const { width = 0 } = page.viewportSize() ?? {};
    await page.screenshot({ path: `${pictures}/${++seen}-${width}-${name}.png`, fullPage: true });
  }
  expect({ at: page.url(), found: await axe(page) }).toEqual({ at: page.url(), found: [] });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(wide, page.url()).toBeLessThanOrEqual(0);
  const report = await new HtmlValidate({ extends: ['html-validate:standard'] }).validateString(
    await (await page.context().request.get(page.url())).text(),
  );
  const faults = report.results.flatMap(({ messages }) => messages.map(({ message }) => message));
  expect(
    faults.filter((fault) => /duplicate|unclosed|not permitted|required/i.test(fault)),
  ).toEqual([]);
}

async function lettersTo(email: string, subject: RegExp): Promise<string[]> {
  const found = () => world.letters.filter((one) => one.to === email && subject.test(one.subject));
  await expect.poll(() => found().length).toBeGreaterThan(0);
  return found().map(({ text }) => text);
}

test('somebody takes a copy of everything, leaves, changes their mind, leaves again, and is gone', async () => {
  const reader = await phone(browser);
  const page = await signedIn(reader, 'nia_owl');
  const chat = await aChat(world);
  const { rows } = await world.services.pool.query(
    `select id::text as "personId", handle, name, zone from person where handle = 'nia_owl'`,
  );
  await answered(world.as({ ...rows[0], operator: false }), chat, 'I read at night.');

  await page.goto(`${world.origin}/settings/copy`);
  await isGood(page, 'copy');
  await page.getByRole('button', { name: 'Make me a copy' }).press('Enter');
  await page.waitForURL(`${world.origin}/settings/copy`);
  const [ready = ''] = await lettersTo('nia_owl@example.org', /is ready/);
  expect(ready).toContain(`${world.origin}/settings/copy`);
  expect(ready).not.toMatch(/settings\/copy\/\S/);
  await page.goto(`${world.origin}/settings/copy`);
  expect(await page.getByText('Your copy is ready').isVisible()).toBe(true);
  await isGood(page, 'copy-ready');

  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Fetch my copy' }).click();
  const download = await coming;
  expect(download.suggestedFilename()).toMatch(/^pocket-friends-nia_owl-2026-\d\d-\d\d\.zip$/);
  const zip = await unzip(await readFile((await download.path()) ?? ''));
  expect(zip.get('posts.json')?.toString()).toContain('I read at night.');
  await page.goto(`${world.origin}/settings/copy`);
  expect(await page.getByText('You have fetched your copy').isVisible()).toBe(true);
  await isGood(page, 'copy-fetched');
  await looksRight(zip.get('index.html') ?? Buffer.alloc(0));

  await page.goto(`${world.origin}/settings/leave`);
  await isGood(page, 'leave');
  await page.getByRole('button', { name: 'Erase everything of mine' }).press('Enter');
  expect(await page.getByRole('alert').innerText()).toContain('Nothing was changed');
  await page.getByLabel('I know that nobody').press('Space');
  await page.getByRole('button', { name: 'Erase everything of mine' }).press('Enter');
  await page.getByRole('heading', { name: 'You are leaving' }).waitFor();
  await isGood(page, 'leaving');
  const [letter = ''] = await lettersTo('nia_owl@example.org', /erased, unless/);
  expect(letter).toContain(`${world.origin}/settings/leave`);
  await page.goto(`${world.origin}/settings`);
  await page.getByRole('link', { name: 'See when, or change your mind' }).press('Enter');
  await page.getByRole('button', { name: 'I have changed my mind' }).press('Enter');
  await page.waitForURL(/stayed/);
  await isGood(page, 'stayed');

  await page.getByLabel('I know that nobody').check();
  await page.getByRole('button', { name: 'Erase everything of mine' }).click();
  await page.getByRole('heading', { name: 'You are leaving' }).waitFor();
  world.clock.turnBy(7 * day);
  await eraseThoseDue(world.services);
  const gone = await page.goto(`${world.origin}/@nia_owl`);
  expect(gone?.status()).toBe(404);
  await page.goto(`${world.origin}${chat.path}`);
  expect(await page.getByText('I read at night.').count()).toBe(0);
  await page.goto(`${world.origin}/settings`);
  expect(new URL(page.url()).pathname).toBe('/sign-in');
  await reader.close();
});

/** The page inside the copy stands alone: by lamp and by day, on a phone and on a desk. */
async function looksRight(html: Buffer): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'pf-copy-'));
  try {
    const file = join(folder, 'index.html');
    await writeFile(file, html);
    const ways: [typeof phone, Reader][] = [
      [phone, {}],
      [desk, { dark: true }],
    ];
    for (const [come, how] of ways) {
      const reader = await come(browser, how);
      const page = await reader.newPage();
      await page.goto(pathToFileURL(file).href);
      expect(await page.getByText('I read at night.').isVisible()).toBe(true);
      expect(await axe(page)).toEqual([]);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(wide).toBeLessThanOrEqual(0);
      const { width = 0 } = page.viewportSize() ?? {};
      if (pictures)
        await page.screenshot({ path: `${pictures}/${++seen}-${width}-index.png`, fullPage: true });
      await reader.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

test('the same works without script, on a desk, and an operator who is alone is told whom to find', async () => {
  const reader = await desk(browser, { script: false, dark: true });
  const page = await signedIn(reader, 'sole_keeper', true);
  await page.goto(`${world.origin}/settings/leave`);
  await page.getByLabel('I know that nobody').check();
  await page.getByRole('button', { name: 'Erase everything of mine' }).click();
  expect(await page.getByRole('alert').innerText()).toContain('Make another person operator first');
  if (pictures)
    await page.screenshot({ path: `${pictures}/${++seen}-1280-alone.png`, fullPage: true });
  await page.goto(`${world.origin}/settings/copy`);
  if (pictures)
    await page.screenshot({ path: `${pictures}/${++seen}-1280-copy.png`, fullPage: true });
  await page.getByRole('button', { name: 'Make me a copy' }).click();
  await lettersTo('sole_keeper@example.org', /is ready/);
  await page.goto(`${world.origin}/settings/copy`);
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Fetch my copy' }).click();
  expect((await unzip(await readFile((await (await coming).path()) ?? ''))).size).toBe(17);
  await reader.close();
});

test('whoever has been away for a while shows that it is them before anything is copied or erased', async () => {
  const reader = await phone(browser);
  const page = await signedIn(reader, 'away_owl');
  world.clock.turnBy(31 * 60 * 1000);
  for (const at of ['copy', 'leave']) {
    await page.goto(`${world.origin}/settings/${at}`);
    expect(new URL(page.url()).pathname).toBe('/settings/prove');
    const act = at === 'copy' ? 'ask' : 'leave';
    const answer = await reader.request.post(`${world.origin}/settings/${at}?/${act}`, {
      headers: { origin: world.origin, accept: 'text/html' },
      form: { sure: 'yes' },
      maxRedirects: 0,
    });
    expect(answer.headers()['location']).toContain('/settings/prove');
  }
  const { rows } = await world.services.pool.query(
    `select from person p left join leaving l on l.person_id = p.id left join archive a on a.person_id = p.id
      where p.handle = 'away_owl' and l.person_id is null and a.person_id is null`,
  );
  expect(rows).toHaveLength(1);
  await reader.close();
});
