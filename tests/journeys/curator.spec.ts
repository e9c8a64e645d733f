import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axe, openBrowser, phone } from '../browser.ts';
import { knownPaper, startPaperPeer, type PaperPeer } from '../doubles/paper-peer.ts';
import { aClub } from '../makers/club.ts';
import { openWorldWithSite, type ServedWorld } from '../site.ts';
import { importClub } from '#domain/club/import.server.ts';
import { parseClubFile, type ClubFile } from '#domain/club/import-file.ts';
import type { Viewer } from '#platform/ctx.server.ts';

const sample = new URL('../../src/domain/club/sample/medradjclub.json', import.meta.url);

let peer: PaperPeer;
let world: ServedWorld;
let browser: Browser;
let curator: Viewer;
let asCurator: BrowserContext;
let asGuest: BrowserContext;

beforeAll(async () => {
  peer = await startPaperPeer();
  world = await openWorldWithSite({
    now: '2026-11-22T12:00:00Z',
    env: {
      CROSSREF_URL: peer.sources.crossref,
      PUBMED_URL: peer.sources.pubmed,
      UNPAYWALL_URL: peer.sources.unpaywall,
      POCKETFRIENDS_PEERS: peer.host,
    },
  });
  ({ curator } = await aClub(world));
  browser = await openBrowser();
  asCurator = await phone(browser);
  asGuest = await phone(browser);
  const [name = '', value = ''] = (await world.cookieOf(curator)).split(/=(.*)/s);
  await asCurator.addCookies([{ name, value, url: world.origin }]);
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
  await peer?.close();
});

async function fits(page: Page): Promise<void> {
  expect(await axe(page)).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
}

describe('a curator with a phone', () => {
  let page: Page;
  const month = '/tea-club/2027-01-20';

  beforeAll(async () => void (page = await asCurator.newPage()));

  test('plans a month as a draft that nobody else finds', async () => {
    await page.goto(`${world.origin}/tea-club/board`);
    await fits(page);
    await page.getByRole('link', { name: 'Plan a month' }).click();
    await page.getByLabel('Theme').fill('Waiting rooms');
    await page.getByLabel('Day').fill('2027-03-28');
    await page.getByLabel('Time', { exact: true }).fill('01:30');
    await page.getByLabel('In which place').fill('Europe/London');
    await page.getByRole('button', { name: 'Make the draft' }).click();
    await page.getByRole('alert').getByText('skip 01:30').waitFor();
    await fits(page);
    await page.getByLabel('Day').fill('2027-01-20');
    await page.getByLabel('Time', { exact: true }).fill('20:00');
    await page.getByRole('button', { name: 'Make the draft' }).click();
    await page.getByRole('heading', { name: 'Waiting rooms' }).waitFor();
    await fits(page);
    const guest = await asGuest.newPage();
    expect((await guest.goto(`${world.origin}${month}`))?.status()).toBe(404);
    expect((await guest.goto(`${world.origin}${month}/edit`))?.status()).toBe(404);
    expect((await guest.goto(`${world.origin}/tea-club/board`))?.status()).toBe(404);
    await guest.close();
  });

  test('finds the paper by its DOI, looks it over and saves it', async () => {
    await page.goto(`${world.origin}${month}/edit/paper`);
    await page.getByLabel('DOI, PubMed number or title').fill(`https://doi.org/${knownPaper.doi}`);
    await page.getByRole('button', { name: 'Find the paper' }).click();
    await page.getByText('It is not saved yet').waitFor();
    expect(await page.getByLabel('Title', { exact: true }).inputValue()).toBe(knownPaper.title);
    await fits(page);
    await page.getByRole('button', { name: 'Save this paper' }).click();
    await page.getByRole('status').getByText('Kept').waitFor();
    expect(peer.asked.some((path) => path.includes('mailto='))).toBe(true);
  });

  test('types a paper by hand when the source is away, with the same result', async () => {
    peer.answerWith({ status: 503 });
    await page.goto(`${world.origin}${month}/edit/readings`);
    await page.getByLabel('DOI, PubMed number or title').fill('10.5555/pocket.2019.2');
    await page.getByRole('button', { name: 'Find the paper' }).click();
    await page.getByRole('alert').getByText('by hand').waitFor();
    peer.answerWith();
    await page.getByLabel('Title', { exact: true }).fill('A chair in a corridor');
    await page.getByLabel('Authors (if known)').fill('Okafor, Amal\nLind, Bo');
    await page.getByLabel('Year').fill('2019');
    await page.getByRole('button', { name: 'Add this reading' }).click();
    await page.getByRole('button', { name: 'Take away: A chair in a corridor' }).waitFor();
    await fits(page);
  });

  test('writes plain words, explains one, and plans questions', async () => {
    await page.goto(`${world.origin}${month}/edit/glossary`);
    await page.getByLabel('Word', { exact: true }).fill('therapist');
    await page.getByLabel('What it means').fill('Somebody who gives the treatment.');
    await page.getByRole('button', { name: 'Explain this word' }).click();
    await page.getByText('Somebody who gives the treatment.').waitFor();
    await fits(page);
    await page.goto(`${world.origin}${month}/edit/plain-summary`);
    await page.getByLabel('Summary').fill('A therapist asked. Interdisciplinarity helped.');
    await page.getByRole('button', { name: 'Mark the hard words' }).click();
    await page.locator('mark', { hasText: 'Interdisciplinarity' }).waitFor();
    await fits(page);
    await page.getByRole('button', { name: 'Keep it' }).click();
    await page.getByRole('status').waitFor();
    for (const text of ['How long did you wait?', 'What helped?']) {
      await page.goto(`${world.origin}${month}/edit/questions`);
      await page.getByLabel('What is asked').last().fill(text);
      await page.getByRole('button', { name: 'Add the question' }).click();
      await page.getByText(text).waitFor();
    }
    await page.getByRole('button', { name: 'Ask it earlier: Question 2' }).click();
    await page.waitForLoadState();
    expect(await page.getByLabel('What is asked').nth(1).inputValue()).toBe('What helped?');
    await fits(page);
  });

  test('announces it, and every reader sees it in words and in their own time', async () => {
    await page.goto(`${world.origin}${month}/edit`);
    await page.getByRole('button', { name: 'Announce it' }).click();
    await page.getByRole('status').getByText('This month is now: Announced').waitFor();
    await page.getByText('Who moved it, and when').click();
    await page.getByText(`${curator.name}: Draft → Announced`).waitFor();
    const guest = await asGuest.newPage();
    expect((await guest.goto(`${world.origin}${month}`))?.status()).toBe(200);
    await guest.getByRole('button', { name: 'therapist' }).click();
    await guest.getByText('Somebody who gives the treatment.').waitFor();
    await guest.keyboard.press('Escape');
    await guest.getByText('the next day').first().waitFor();
    expect(await guest.getByText('How long did you wait?').count()).toBe(0);
    await guest.getByText('Cite this paper').click();
    await guest.getByText('@article{').waitFor();
    await fits(guest);
    const calendar = await guest.request.get(`${world.origin}${month}/calendar.ics`);
    expect(await calendar.text()).toContain('DTSTART;TZID=Europe/London:20270120T200000');
    await guest.close();
  });
});

test('the months of a real club are there to read, year by year', async () => {
  const file = parseClubFile(readFileSync(sample, 'utf8')) as ClubFile;
  await importClub(world.as(null), file, world.clock.now());
  const page = await asGuest.newPage();
  const seen: string[] = [];
  await page.goto(`${world.origin}/medradjclub`);
  for (const year of ['2021', '2018', '2017', '']) {
    seen.push(...(await page.locator('h3 a').allTextContents()));
    await fits(page);
    if (year) await page.getByRole('link', { name: year, exact: true }).click();
  }
  expect([...seen].sort()).toEqual(file.months.map(({ theme }) => theme).sort());
  await page.goto(`${world.origin}/medradjclub/2018-01-18`);
  await page.getByText('Sue Robins').first().waitFor();
  await fits(page);
  await page.goto(world.origin);
  await fits(page);
  await page.close();
});
