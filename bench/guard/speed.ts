import { existsSync, globSync, readFileSync } from 'node:fs';
import { openBrowser } from '../../tests/browser.ts';
import { median } from '../measurement.ts';
import type { Case } from './cases.ts';
import { look } from '../../src/domain/guard/look.ts';

const length = 5000;
const runs = 30;
/** How much slower than this machine a slow phone is taken to be. */
const slowdown = 6;

/** Texts of 5,000 characters, made of a set's sentences in their order. */
export function longTexts(cases: readonly Case[]): string[] {
  const all = cases.map(({ text }) => text).join(' ');
  const many = Math.floor(all.length / length);
  return Array.from({ length: many }, (_, n) => all.slice(n * length, (n + 1) * length));
}

/** CPU milliseconds for one text in this Node: the median over texts and runs, once it is warm. */
export function speedHere(texts: readonly string[]): number {
  const took: number[] = [];
  for (let run = 0; run < runs; run++)
    for (const text of texts) {
      const begun = process.cpuUsage();
      look(text, { role: 'professional' });
      const { user, system } = process.cpuUsage(begun);
      if (run > runs / 3) took.push((user + system) / 1000);
    }
  return median(took);
}

/** What a slow phone would take, in milliseconds: to read the rules, for the first text, and for one of many. */
export interface PhoneSpeed {
  first: number;
  usual: number;
}

/**
 * The same in a real browser that is slowed down six times, with the script that pages ship; on the main thread, since
 * a browser slows down no other. Of each text the least of its runs: what else the machine does only ever adds.
 * Nothing when the pages are not built.
 */
export async function speedOnPhone(texts: readonly string[]): Promise<PhoneSpeed | undefined> {
  const [file] = globSync('build/client/_app/immutable/workers/*.js');
  if (!file || !existsSync(file)) return undefined;
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    const script = { contentType: 'text/javascript', body: readFileSync(file, 'utf8') };
    const blank = { contentType: 'text/html', body: '<!doctype html><title>Speed</title>' };
    await page.route('http://guard.test/**', (route) =>
      route.fulfill(route.request().url().endsWith('.js') ? script : blank),
    );
    await page.goto('http://guard.test/');
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
    const took = await page.evaluate(measureInPage, { texts: [...texts], runs: 8 });
    const [first = NaN] = took;
    const least = texts.map((_, nth) =>
      Math.min(...took.filter((__, at) => at % texts.length === nth)),
    );
    return { first, usual: median(least) };
  } finally {
    await browser.close();
  }
}

/** Runs in the page: the worker's script hears the page's own messages there. */
async function measureInPage({ texts, runs }: { texts: string[]; runs: number }) {
  const address = '/worker.js';
  await import(/* @vite-ignore */ address);
  const took: number[] = [];
  for (let run = 0; run < runs; run++)
    for (const text of texts) {
      const data = { number: 0, text, about: { role: 'professional' } };
      const begun = performance.now();
      dispatchEvent(new MessageEvent('message', { data }));
      took.push(performance.now() - begun);
    }
  return took;
}
