import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, BrowserContext, CDPSession, Locator, Page } from 'playwright-core';
import { openBrowser, phone } from '../tests/browser.ts';
import { median, quantile, type Finding } from './measurement.ts';
import type { Place } from './place.ts';
import { cookieOf } from './seed.ts';

const rounds = 7;
const slower = [1, 4, 6];
const asked = 'person_9';
/** So long the link stands in sight before somebody reaches for it, where the sheet is made ready; in milliseconds. */
const sightMs = 500;
/** So long a finger rests on a link, in milliseconds: what a phone does meanwhile it need not do afterwards. */
const tapMs = 80;

/**
 * The sheet before a friend request, on a phone whose processor is as many times slower: from lifting the finger until what it
 * is called, and its first question, are painted. `reached`: the link stood in sight for half a second. `at once`: nothing
 * was made ready, because the phone saves data or its owner was quicker.
 */
export async function measureMoment(place: Place): Promise<Finding[]> {
  await place.database.query(`insert into person_role (person_id, role, audience)
    select id, 'professional', 'everyone' from person where handle = '${asked}' on conflict do nothing`);
  const browser = await openBrowser();
  const findings: Finding[] = [];
  try {
    for (const times of slower)
      for (const ready of [true, false])
        findings.push(...(await measure(browser, place, times, ready)));
  } finally {
    await browser.close();
  }
  return findings;
}

interface Opened {
  named: number;
  whole: number;
}

async function measure(browser: Browser, place: Place, times: number, ready: boolean) {
  const seen: Opened[] = [];
  for (let round = 0; round <= rounds; round++) {
    const reader = await signedIn(browser, place);
    const opened = await openOnce(await reader.newPage(), place, times, ready);
    // The first only warms the server up.
    if (round > 0) seen.push(opened);
    await reader.close();
  }
  const how = `${times}x slower, ${ready ? 'reached' : 'at once'}`;
  return [
    row(
      `sheet opens, ${how}`,
      seen.map(({ named }) => named),
    ),
    row(
      `sheet to answer in, ${how}`,
      seen.map(({ whole }) => whole),
    ),
  ];
}

async function signedIn(browser: Browser, place: Place): Promise<BrowserContext> {
  const reader = await phone(browser);
  const [name = '', value = ''] = cookieOf(7).split('=');
  await reader.addCookies([{ name, value, url: place.origin }]);
  return reader;
}

async function openOnce(page: Page, place: Place, times: number, ready: boolean): Promise<Opened> {
  if (!ready) await page.addInitScript(saveData);
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: times });
  await page.goto(`${place.origin}/@${asked}`, { waitUntil: 'networkidle' });
  if (ready) await page.waitForFunction(wasFetched);
  await page.evaluate(watch);
  if (ready) await pause(sightMs);
  await tap(session, page.getByRole('link', { name: /^Ask .* to be friends$/ }));
  return (await page.evaluate('opened')) as Opened;
}

async function tap(session: CDPSession, link: Locator): Promise<void> {
  await link.scrollIntoViewIfNeeded();
  const box = await link.boundingBox();
  if (!box) throw new Error('There is no link to the sheet.');
  const touchPoints = [{ x: box.x + box.width / 2, y: box.y + box.height / 2 }];
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints });
  await pause(tapMs);
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}

// What follows runs in the page.

function saveData(): void {
  Object.defineProperty(navigator, 'connection', { value: { saveData: true } });
}

function wasFetched(): boolean {
  const fetched = performance.getEntriesByType('resource').map(({ name }) => name);
  return fetched.some((name) => name.endsWith('/befriend'));
}

/** Waits for the tap; then says after how many milliseconds the sheet and its question had been painted. */
function watch(): void {
  const painted = (what: string, since: number) =>
    new Promise<number>((done) => {
      const look = () =>
        requestAnimationFrame(() => {
          if (document.querySelector(what)) setTimeout(() => done(performance.now() - since));
          else look();
        });
      look();
    });
  const opened = new Promise<Opened>((done) => {
    const hear = async ({ timeStamp }: Event) => {
      const named = painted('dialog.sheet[open] h1', timeStamp);
      const whole = painted('dialog.sheet[open] [data-live]', timeStamp);
      done({ named: await named, whole: await whole });
    };
    addEventListener('click', (event) => void hear(event), { capture: true, once: true });
  });
  Object.assign(globalThis, { opened });
}

function row(name: string, ms: number[]): Finding {
  const none = { cpuMs: null, limitCpuMs: null, bytes: null };
  return { name, ...none, p50Ms: median(ms), p99Ms: quantile(ms, 0.99) };
}
