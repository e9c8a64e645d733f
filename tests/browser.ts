import { accessSync, constants } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type CDPSession,
  type Page,
} from 'playwright-core';

const programs = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const axeScript = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const axeTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What is waited for happens, sooner or later: a machine may be slow. In milliseconds. */
const patience = 90_000;

/** How somebody comes: with script unless `script` is false, by lamp when `dark`. */
export interface Reader {
  script?: boolean;
  dark?: boolean;
}

/** What axe found: the rule, and where. Empty is good. */
export interface Violation {
  rule: string;
  what: string;
  where: string[];
}

/** A real Chromium: the one of CHROMIUM_PATH, the system's, or the one that came with the packages. */
export async function openBrowser(): Promise<Browser> {
  const { executablePath, args } = await findChromium();
  return chromium.launch({
    executablePath,
    args: [
      ...args,
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-dev-shm-usage',
      '--no-first-run',
    ],
  });
}

/** A small phone, held upright. */
export function phone(browser: Browser, reader: Reader = {}): Promise<BrowserContext> {
  return comeIn(browser, { width: 360, height: 740 }, reader);
}

/** A desk with a wide screen. */
export function desk(browser: Browser, reader: Reader = {}): Promise<BrowserContext> {
  return comeIn(browser, { width: 1280, height: 800 }, reader);
}

/** Looks at the page as it stands by the rules of WCAG 2.2 AA that a program can judge. Needs script. */
export async function axe(page: Page): Promise<Violation[]> {
  const session = await page.context().newCDPSession(page);
  try {
    const look = await apartFromPage(session);
    await look(await readFile(axeScript, 'utf8'));
    return JSON.parse(await look(askAxe)) as Violation[];
  } finally {
    await session.detach();
  }
}

const askAxe = `axe.run(document, { runOnly: ${JSON.stringify(axeTags)} }).then(({ violations }) =>
  JSON.stringify(violations.map(({ id, help, nodes }) =>
    ({ rule: id, what: help, where: nodes.map((node) => node.html) }))))`;

/** Runs script beside the page's own, since our content policy forbids any other inside it. */
async function apartFromPage(session: CDPSession): Promise<(script: string) => Promise<string>> {
  const { frameTree } = await session.send('Page.getFrameTree');
  const frameId = frameTree.frame.id;
  const world = await session.send('Page.createIsolatedWorld', { frameId });
  return async (expression) => {
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
      expression,
      contextId: world.executionContextId,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails)
      throw new Error(`The page could not be looked at: ${exceptionDetails.text}`);
    return String(result.value);
  };
}

async function comeIn(
  browser: Browser,
  viewport: { width: number; height: number },
  { script = true, dark = false }: Reader,
): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport,
    javaScriptEnabled: script,
    colorScheme: dark ? 'dark' : 'light',
    hasTouch: viewport.width < 600,
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(patience);
  return context;
}

/**
 * Unpacks the browser that came with the packages, unless another is found. Done once before the tests start:
 * two that unpack it at the same moment meet a program that is still being written.
 */
export async function unpackBrowser(): Promise<void> {
  await findChromium();
}

async function findChromium(): Promise<{ executablePath: string; args: string[] }> {
  const own = process.env['CHROMIUM_PATH'] ?? findOnPath();
  if (own) return { executablePath: own, args: [] };
  const { default: packed } = await import('@sparticuz/chromium');
  // Its list is for a room without a display; the old single-process mode breaks several contexts,
  // and a browser whose guards are down sends no Origin and proves nothing.
  const unlike =
    /^--(single-process|no-zygote|headless|disable-web-security|allow-running-insecure|disable-site-isolation)/;
  const args = packed.args.filter((arg) => !unlike.test(arg));
  return { executablePath: await packed.executablePath(), args };
}

function findOnPath(): string | undefined {
  const folders = ['/usr/bin', ...(process.env['PATH'] ?? '').split(delimiter)];
  return programs
    .flatMap((program) => folders.map((folder) => join(folder, program)))
    .find((file) => canRun(file));
}

function canRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
