/** Draws the README's pictures from the demonstration: `npm run screenshots`, or some by name: `-- sheet`. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import sharp from 'sharp';
import { buildWhenChanged } from './ready.mjs';
import { desk, openBrowser, phone } from '../tests/browser.ts';

const port = '3987';
const origin = `http://localhost:${port}`;
const dataDir = await mkdtemp(join(tmpdir(), 'pf-pictures-'));
const env = { ...process.env, POCKETFRIENDS_DATA: dataDir, PORT: port, LOG_LEVEL: 'error' };

buildWhenChanged(process.execPath);
const password = 'four plain words here';
const demo = spawnSync(process.execPath, ['src/cli/main.ts', 'demo', '--password', password], {
  env,
  encoding: 'utf8',
});
if (demo.status !== 0) throw new Error(demo.stderr);
const server = spawn(process.execPath, ['src/main.ts'], { env, stdio: 'ignore' });
try {
  await ready();
  await draw();
} finally {
  const gone = new Promise((done) => server.once('exit', done));
  server.kill('SIGTERM');
  await gone;
  await rm(dataDir, { recursive: true, force: true });
}

async function ready(): Promise<void> {
  for (let tries = 0; tries < 900; tries++) {
    const answer = await fetch(`${origin}/health/ready`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error('The demonstration did not start.');
}

interface Picture {
  name: string;
  path: string;
  reader: BrowserContext;
  /** What is done before it is taken. */
  act?: (page: Page) => Promise<void>;
  /** The heading that it begins with. */
  to?: string;
}

async function draw(): Promise<void> {
  const browser = await openBrowser();
  const live = await liveMonth();
  const club = '/medradjclub';
  const past = `${club}/2018-01-18`;
  const pictures: Picture[] = [
    { name: 'home-phone', path: '/', reader: await phone(browser) },
    { name: 'chat-phone', path: `${live}/chat`, to: 'Question 1', reader: await phone(browser) },
    { name: 'posts-phone', path: '/home', reader: await signedIn(await phone(browser)) },
    { name: 'month-phone-dark', path: past, reader: await phone(browser, { dark: true }) },
    { name: 'month-desk', path: live, reader: await desk(browser) },
    { name: 'guest-post-desk', path: `${past}/guest-post`, reader: await desk(browser) },
    {
      name: 'transcript-desk-dark',
      path: `${past}/transcript`,
      reader: await desk(browser, { dark: true }),
    },
    {
      name: 'sheet-phone',
      path: '/@tomasz_w',
      act: answer('They never cared for me'),
      reader: await signedIn(await phone(browser)),
    },
    {
      name: 'sheet-phone-dark',
      path: '/@tomasz_w',
      act: answer('They care for me now'),
      reader: await signedIn(await phone(browser, { dark: true })),
    },
  ];
  const wanted = process.argv.slice(2);
  const picked = pictures.filter(
    ({ name }) => wanted.length === 0 || wanted.some((word) => name.includes(word)),
  );
  for (const { name, path, to, act, reader } of picked) {
    const page = await reader.newPage();
    const answer = await page.goto(origin + path, { waitUntil: 'networkidle' });
    if (!answer?.ok()) throw new Error(`${path} cannot be drawn: ${answer?.status()}.`);
    await page.evaluate(() => document.fonts.ready);
    if (act) await act(page);
    if (to) await page.locator('h2', { hasText: to }).first().evaluate(showAbove);
    const picture = await page.screenshot();
    await sharp(picture)
      .png({ palette: true, compressionLevel: 9 })
      .toFile(`docs/screenshots/${name}.png`);
    await reader.close();
  }
  await browser.close();
}

/** Signs somebody in who mostly reads. */
async function signedIn(reader: BrowserContext): Promise<BrowserContext> {
  const page = await reader.newPage();
  await page.goto(`${origin}/sign-in`);
  await page.fill('[name=email]', 'quietbat@example.org');
  await page.fill('[name=password]', password);
  await page.press('[name=password]', 'Enter');
  await page.getByRole('heading', { name: 'Good to see you, quiet bat' }).waitFor();
  await page.close();
  return reader;
}

/** Opens the sheet before a request, and answers its first question. */
function answer(words: string): (page: Page) => Promise<void> {
  return async (page) => {
    await page.getByRole('link', { name: /^Ask .* to be friends$/ }).tap();
    await page.getByLabel(words).check();
    await page.mouse.move(0, 0);
    await page.getByRole('link', { name: 'Read why' }).waitFor();
    await page.getByRole('dialog').evaluate((sheet) => {
      const question = sheet.querySelector('[data-first]');
      sheet.scrollBy({
        top: (question?.getBoundingClientRect().top ?? 0) - sheet.getBoundingClientRect().top - 64,
      });
    });
  };
}

/** Puts what is looked for a little below the edge. Runs in the page. */
function showAbove(element: HTMLElement): void {
  scrollTo({ top: element.getBoundingClientRect().top + scrollY - 24, behavior: 'instant' });
}

async function liveMonth(): Promise<string> {
  const page = await (await fetch(`${origin}/`)).text();
  const found = /href="(\/medradjclub\/[0-9-]+)\/chat/.exec(page)?.[1];
  if (!found) throw new Error('The demonstration has no chat now.');
  return found;
}
