import type { Browser, BrowserContext, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axe, desk, openBrowser, phone } from '../browser.ts';
import { openWorldWithSite, type ServedWorld } from '../site.ts';
import { editionOf, publishPack } from '#domain/boundaries/own-packs.server.ts';
import { sayWork } from '#domain/people/work.server.ts';
import type { Statement } from '#domain/people/work-rules.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let world: ServedWorld;
let browser: Browser;
const day = 24 * 60 * 60 * 1000;
const people: Record<string, Viewer> = {};
beforeAll(async () => {
  world = await openWorldWithSite();
  browser = await openBrowser();
  await professional('tess', 'Tess Lindqvist', 'radiationTherapist', 'UK');
  await professional('dara', 'Dr Dara Osei', 'doctor', 'UK');
  await professional('mina', 'Mina Halloran', 'counsellor', 'UK');
  for (const [handle, name] of [
    ['pat', 'Pat'],
    ['cleo', 'Cleo Marchetti'],
    ['young', 'Robin'],
  ] as const)
    people[handle] = await world.aPerson({ handle, name, roles: ['patient'] });
});
afterAll(async () => {
  await browser.close();
  await world.close();
});

async function professional(
  handle: string,
  name: string,
  profession: Statement['profession'],
  jurisdiction: Statement['jurisdiction'],
): Promise<void> {
  const made = await world.aPerson({ handle, name, roles: ['professional'] });
  await sayWork(world.as(made), { profession, jurisdiction });
  people[handle] = made;
}

/** Their page shows that a letter reached them at work. */
async function checkedAtWork(handle: string, host: string): Promise<void> {
  const now = world.clock.now();
  await world.services.pool.query(
    `insert into credential (person_id, kind, subject, statement, checked_by, checked, ends)
      values ($1, 'address', $2, 'a radiographer', 'letter', $3, $3::timestamptz + interval '1 year')`,
    [people[handle]?.personId, host, now],
  );
}

const hospitalRules = `
@id("ELSE-1")
@grade("not-now")
@advice("Our house asks you to wait with friendships here until you have spoken with your lead.")
@patient("Their house asks them to talk it over first. It is not about you.")
@instead("Talk with your lead.")
@source("St. Elsewhere | Staff handbook | 4.2 | 2026 | ")
@jurisdiction("St. Elsewhere")
@verified("true")
forbid (principal, action == Action::"friend", resource);`;

const pictures = process.env['PICTURES'];

async function as(reader: BrowserContext, handle: string): Promise<Page> {
  const viewer = people[handle];
  if (!viewer) throw new Error('Nobody is there.');
  const [name = '', value = ''] = (await world.cookieOf(viewer)).split('=');
  await reader.addCookies([{ name, value, url: world.origin }]);
  return reader.newPage();
}

/** Looks at a page by the rules, and keeps its picture; without script the rules cannot be asked. */
async function isGood(page: Page, name: string, { script = true } = {}): Promise<void> {
  if (script) {
    expect({ at: page.url(), found: await axe(page) }).toEqual({ at: page.url(), found: [] });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wide).toBeLessThanOrEqual(0);
  }
  // A sheet is as people see it; a page is drawn whole.
  const fullPage = script && (await page.getByRole('dialog').count()) === 0;
  if (pictures) await page.screenshot({ path: `${pictures}/${name}.png`, fullPage });
}

const grade = (page: Page) => page.locator('[data-grade] [role=status]');

/** Opens somebody's page, and over it the sheet. */
async function reachFor(page: Page, handle: string): Promise<void> {
  await page.goto(`${world.origin}/@${handle}`);
  await page.getByRole('link', { name: /^Ask .* to be friends$/ }).click();
  await page.getByRole('dialog').getByRole('heading', { level: 1 }).waitFor();
}

/** What a page sends from now on: every address and every body. */
function listen(page: Page): string[] {
  const sent: string[] = [];
  page.on('request', (request: Request) =>
    sent.push(`${request.method()} ${request.url()} ${request.postData() ?? ''}`),
  );
  return sent;
}

test('HLT-03: a patient who is not in this therapist’s care asks, it is open, and both yeses make friends', async () => {
  const pat = await as(await phone(browser), 'pat');
  await reachFor(pat, 'tess');
  await pat.getByLabel('They care for me now').waitFor();
  await isGood(pat, 'ask-first');
  const sent = listen(pat);
  const never = pat.getByLabel('They never cared for me');
  await never.scrollIntoViewIfNeeded();
  const before = (await never.boundingBox())?.y;
  await never.check();
  await expect.poll(() => grade(pat).innerText()).toContain('Open');
  // The grade comes into sight where the eye is, and moves nothing that stood there.
  expect((await never.boundingBox())?.y).toBe(before);
  const line = await grade(pat).boundingBox();
  expect(line && line.y > 0 && line.y + line.height <= 740).toBe(true);
  await pat.getByText('What kind of care was it').click();
  await pat.getByLabel('Nothing else').check();
  await isGood(pat, 'ask-open');
  await pat.getByLabel('A kind word').fill('We spoke in the club about sleep.');
  expect(sent).toEqual([]);
  await pat.getByRole('button', { name: 'Send my request' }).click();
  await pat.getByText('Your request is sent.').waitFor();
  await isGood(pat, 'ask-sent');
  for (const line of sent)
    expect(line).not.toMatch(/ended|never|undeclared|tie=|purpose=|account=/);

  const tess = await as(await desk(browser, { dark: true }), 'tess');
  await expect
    .poll(async () => {
      await tess.goto(`${world.origin}/@pat/befriend`);
      return tess.getByRole('heading', { level: 1 }).innerText();
    })
    .toContain('asks to be friends');
  await tess.getByText('We spoke in the club about sleep.').waitFor();
  await tess.getByLabel('I never cared for them').check();
  await expect.poll(() => grade(tess).innerText()).toContain('Open');
  await isGood(tess, 'answer-open-dark');
  await tess.getByRole('button', { name: 'Yes, be friends' }).click();
  await tess.getByText('You are friends now').waitFor();
  await pat.goto(`${world.origin}/@tess/befriend`);
  await pat.getByText('You and Tess Lindqvist are friends').waitFor();
});

test('in care it is not now: they follow in public, ask again a year later with caution, and are friends', async () => {
  const [small, wide] = [await phone(browser), await desk(browser)];
  const cleo = await as(small, 'cleo');
  await reachFor(cleo, 'tess');
  await cleo.getByText('It is not about you').first().waitFor();
  await cleo.getByLabel('They care for me now').check();
  await expect.poll(() => grade(cleo).innerText()).toContain('Not now');
  await isGood(cleo, 'ask-not-now');
  await cleo.getByText('Remind me later').click();
  const [note] = await Promise.all([
    cleo.waitForEvent('download'),
    cleo.getByRole('button', { name: 'In a year' }).click(),
  ]);
  expect(note.suggestedFilename()).toBe('a-note-to-myself.ics');
  await cleo.getByRole('button', { name: 'Send it all the same' }).click();
  await cleo.getByText('Your request is sent.').waitFor();

  const tess = await as(wide, 'tess');
  const isAsked = () =>
    expect
      .poll(async () => {
        await tess.goto(`${world.origin}/@cleo/befriend`);
        return tess.getByRole('heading', { level: 1 }).innerText();
      })
      .toContain('asks to be friends');
  await isAsked();
  await tess.getByLabel('I care for them now').check();
  await expect.poll(() => grade(tess).innerText()).toContain('Not now');
  await tess.getByText('A kind text to begin with').click();
  await tess.getByText('Copy these words').waitFor();
  await isGood(tess, 'answer-not-now');
  await tess.getByRole('button', { name: 'Not now' }).click();
  await tess.getByText('That lies in your tray now').waitFor();

  await cleo.goto(`${world.origin}/@tess/befriend`);
  await cleo.getByText('Your request is on its way').waitFor();
  await cleo.goto(`${world.origin}/@tess`);
  await cleo.getByRole('button', { name: 'Follow', exact: true }).click();
  await cleo.getByText('You follow Tess Lindqvist now').waitFor();

  world.clock.turnBy(400 * day);
  const later = await as(small, 'cleo');
  await reachFor(later, 'tess');
  await later.getByLabel('It ended one to five years ago').check();
  await expect.poll(() => grade(later).innerText()).toContain('With caution');
  await isGood(later, 'ask-a-year-later');
  await later.getByRole('button', { name: 'Send my request' }).click();
  await later.getByText('Your request is sent.').waitFor();
  await tess.close();
  const again = await as(wide, 'tess');
  await expect
    .poll(async () => {
      await again.goto(`${world.origin}/@cleo/befriend`);
      return again.getByRole('heading', { level: 1 }).innerText();
    })
    .toContain('asks to be friends');
  await again.getByLabel('It ended one to five years ago').check();
  await expect.poll(() => grade(again).innerText()).toContain('With caution');
  await isGood(again, 'answer-a-year-later');
  await again.getByRole('button', { name: 'Yes, be friends' }).click();
  await again.getByText('You are friends now').waitFor();
});

/** What leads to sending, in the sheet. */
const send = (page: Page) => page.getByRole('dialog').getByRole('button', { name: /^Send/ });

test('a professional who would start with somebody in their care is led away, and finds the way open otherwise', async () => {
  const dara = await as(await desk(browser), 'dara');
  await reachFor(dara, 'young');
  await dara.getByLabel('I care for them now').check();
  await dara.getByRole('heading', { name: 'Let this one be.' }).waitFor();
  expect(await send(dara).count()).toBe(0);
  await isGood(dara, 'must-not-start');
  await dara.getByLabel('I never cared for them').check();
  await expect.poll(() => grade(dara).innerText()).toContain('With caution');
  expect(await send(dara).count()).toBe(1);
  await dara.keyboard.press('Escape');
  expect(await dara.getByRole('dialog').count()).toBe(0);
});

test('a child whom one treated: the first step is never the professional’s, however long ago it was', async () => {
  const dara = await as(await phone(browser), 'dara');
  await reachFor(dara, 'young');
  await dara.getByLabel('It ended more than five years ago').check();
  await expect.poll(() => grade(dara).innerText()).toContain('Not now');
  await dara.getByLabel('They are under 18, or were then').check();
  await dara.getByRole('heading', { name: 'Let this one be.' }).waitFor();
  expect(await send(dara).count()).toBe(0);
  await dara.getByText('Talk with a parent or guardian.').waitFor();
  await isGood(dara, 'minor');
});

test('two bodies disagree about somebody who was in one’s care, and stand side by side', async () => {
  const dara = await as(await desk(browser, { dark: true }), 'dara');
  await reachFor(dara, 'young');
  await dara.getByLabel('It ended one to five years ago').check();
  const apart = dara.getByRole('region', { name: 'Bodies that disagree' }).first();
  await apart.getByText('People who were in your care').waitFor();
  expect(await apart.getByRole('listitem').count()).toBeGreaterThan(1);
  await apart.scrollIntoViewIfNeeded();
  await isGood(dara, 'disagree-dark');
});

test('mental health counts for longer: after three years a counsellor still says not now, by a default of ours', async () => {
  const mina = await as(await phone(browser, { dark: true }), 'mina');
  await reachFor(mina, 'young');
  await mina.getByLabel('It ended one to five years ago').check();
  await mina.getByLabel('It was about mental health').check();
  await expect.poll(() => grade(mina).innerText()).toContain('Not now');
  await mina.getByText('Where this comes from').first().click();
  await mina.getByText('Pocket Friends default').first().waitFor();
  await isGood(mina, 'mental-health-dark');
});

test('a hospital’s own rules: whoever’s work was checked there is advised more strictly, and nobody else', async () => {
  const olga = await world.aPerson({ handle: 'olga', operator: true });
  const text = hospitalRules;
  const scope = { professions: [], jurisdictions: [], host: 'hospital.example' };
  const draft = { name: 'St. Elsewhere', scope, text };
  const ctx = world.as(olga);
  const kept = await publishPack(ctx, { key: undefined, from: await editionOf(ctx), draft });
  expect(kept).toMatchObject({ number: 1 });
  await professional('ines', 'Ines Okonjo', 'radiographer', 'UK');
  await checkedAtWork('ines', 'hospital.example');

  const elsewhere = await as(await phone(browser), 'tess');
  await reachFor(elsewhere, 'young');
  await elsewhere.getByLabel('I never cared for them').check();
  await expect.poll(() => grade(elsewhere).innerText()).toContain('With caution');
  expect(await elsewhere.getByText('St. Elsewhere').count()).toBe(0);

  const ines = await as(await phone(browser), 'ines');
  await reachFor(ines, 'young');
  await ines.getByLabel('I never cared for them').check();
  await expect.poll(() => grade(ines).innerText()).toContain('Not now');
  const own = ines.getByRole('listitem').filter({ hasText: 'Our house asks you to wait' });
  await own.getByText('Where this comes from').click();
  await own.getByText('St. Elsewhere: Staff handbook, 4.2, 2026').waitFor();
  await isGood(ines, 'hospital');
  // Whoever meets her is advised by the same rules.
  const pat = await as(await phone(browser), 'pat');
  await reachFor(pat, 'ines');
  await pat.getByLabel('They never cared for me').check();
  await expect.poll(() => grade(pat).innerText()).toContain('Not now');
});

test('before a message to somebody who is no friend, the rules are one step away, and nothing is asked otherwise', async () => {
  const young = await as(await phone(browser), 'young');
  await young.goto(`${world.origin}/messages/new?to=mina`);
  await young.getByRole('link', { name: /^Before you write/ }).click();
  await young.getByLabel('They care for me now').check();
  await expect.poll(() => grade(young).innerText()).toContain('Not now');
  await young.getByRole('link', { name: 'Go back' }).click();
  await young.getByLabel('Your message').fill('A question for later');
  await young.goto(`${world.origin}/messages/new?to=pat`);
  await young.getByLabel('Your message').waitFor();
  expect(await young.getByText(/^Before you write/).count()).toBe(0);
  await young.goto(`${world.origin}/@pat/befriend`);
  await young.getByRole('button', { name: 'Send my request' }).waitFor();
  expect(await young.getByText('care for me').count()).toBe(0);
});

test('without script the questions are a form, answered by a page that keeps nothing', async () => {
  const page = await as(await phone(browser, { script: false }), 'dara');
  await page.goto(`${world.origin}/@young`);
  await page.getByRole('link', { name: /^Ask .* to be friends$/ }).click();
  await page.getByLabel('I care for them now').check();
  await page.getByRole('button', { name: 'Show me what the rules say' }).click();
  await page.getByText('Let this one be').waitFor();
  expect(await page.getByRole('button', { name: /^Send/ }).count()).toBe(0);
  await isGood(page, 'plain', { script: false });
  await page.getByLabel('I never cared for them').check();
  await page.getByRole('button', { name: 'Show me what the rules say' }).click();
  await page.getByRole('button', { name: 'Send my request' }).click();
  await page.getByText('Your request is sent.').waitFor();
  await page.getByRole('button', { name: /^Take it back/ }).click();
  await page.getByText('You took that back').waitFor();
});
