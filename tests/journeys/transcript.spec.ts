import { HtmlValidate } from 'html-validate';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axe, openBrowser, phone, type Reader } from '../browser.ts';
import { aChat, answered, putInState, type Chat } from '../makers/chat.ts';
import { openWorldWithSite, type ServedWorld } from '../site.ts';
import { deleteAnswer, editAnswer } from '#domain/club/answers.server.ts';
import { hideAnswer } from '#domain/club/chat-hosting.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let world: ServedWorld;
let browser: Browser;
const contexts: BrowserContext[] = [];
beforeAll(async () => {
  world = await openWorldWithSite({ now: '2026-11-22T12:06:00Z' });
  browser = await openBrowser();
});
afterAll(async () => {
  for (const context of contexts) await context.close();
  await browser.close();
  await world.close();
});

const valid = new HtmlValidate({
  extends: ['html-validate:standard'],
  // Prettier's and the browser's taste, not the standard's.
  rules: { 'void-style': 'off', 'no-trailing-whitespace': 'off', 'long-title': 'off' },
});

async function open(path: string, viewer?: Viewer, reader: Reader = {}): Promise<Page> {
  const context = await phone(browser, reader);
  contexts.push(context);
  if (viewer) {
    const [name = '', value = ''] = (await world.cookieOf(viewer)).split('=', 2);
    await context.addCookies([{ name, value, url: world.origin }]);
  }
  const page = await context.newPage();
  await page.goto(`${world.origin}${path}`);
  return page;
}

/** A chat that is over: threads, a late line, one edited, one removed, one hidden. */
async function aTalk(): Promise<Chat & { anna: Viewer; firstId: string; path: string }> {
  const chat = await aChat(world, { asked: 6 });
  const names = [
    'Anna',
    'Ben',
    'Cleo',
    'Dr. Maximiliane-Alexandra von Hohenstein-Oberschlettenbach',
  ];
  const people = await Promise.all(names.map((name) => world.aPerson({ name })));
  const [anna, ben, cleo, long] = people as [Viewer, Viewer, Viewer, Viewer];
  await answered(world.as(anna), chat, 'Hello from Leeds.', { question: 0 });
  const first = await answered(world.as(anna), chat, 'The table was cold, and nobody said why.');
  const reply = await answered(
    world.as(ben),
    chat,
    'I am sorry. We should: https://example.org/warm',
    {
      parentId: first.id,
    },
  );
  await answered(world.as(cleo), chat, 'It is in the guideline, too.', { parentId: reply.id });
  const edited = await answered(world.as(long), chat, 'أهلا', { question: 2 });
  await editAnswer(world.as(long), { id: edited.id, text: 'أهلا وسهلا\n\nWelcome.' });
  const gone = await answered(world.as(ben), chat, 'I take this back.', { question: 2 });
  await deleteAnswer(world.as(ben), gone.id);
  const hidden = await answered(world.as(cleo), chat, 'Ward 7, bed 2.', { question: 3 });
  await hideAnswer(world.as(chat.host), { id: hidden.id, reason: 'It may say who a patient is.' });
  await putInState(world, chat, 'wrapUp');
  await answered(world.as(cleo), chat, 'One more thing, the day after.', { question: 4 });
  return { ...chat, path: `/${chat.slug}/${chat.date}`, anna, firstId: first.id };
}

async function getPage(path: string): Promise<{ status: number; text: string }> {
  const response = await fetch(`${world.origin}${path}`);
  return { status: response.status, text: await response.text() };
}

test('what somebody takes back is gone from the kept pages of visitors at the next look', async () => {
  const talk = await aTalk();
  for (const way of ['transcript', 'transcript.txt']) {
    expect((await getPage(`${talk.path}/${way}`)).text).toContain('The table was cold');
  }
  const kept = (way: string) => world.services.keptPages.find(`${talk.path}/${way}|`);
  expect([kept('transcript'), kept('transcript.txt')].map((page) => page?.status)).toEqual([
    200, 200,
  ]);
  await deleteAnswer(world.as(talk.anna), talk.firstId);
  for (const way of ['transcript', 'transcript.txt']) {
    const { text } = await getPage(`${talk.path}/${way}`);
    expect(text).not.toContain('The table was cold');
    expect(text).toContain('removed by the person who wrote it');
  }
});

test.each(['transcript', 'figures'])(
  'the page %s is valid, and axe finds nothing on a phone',
  async (way) => {
    const { path } = await aTalk();
    const { text } = await getPage(`${path}/${way}`);
    const report = await valid.validateString(text);
    expect(report.results.flatMap(({ messages }) => messages)).toEqual([]);
    for (const dark of [false, true]) {
      const page = await open(`${path}/${way}`, undefined, { dark });
      expect(await axe(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    }
  },
);

test('a line can be linked to, and a reply leads to what it answers', async () => {
  const { path } = await aTalk();
  const page = await open(`${path}/transcript#answer-3`);
  const line = page.locator('#answer-3');
  expect(await line.textContent()).toContain('in answer to');
  await line.getByRole('link', { name: 'Anna (2)' }).click();
  expect(page.url()).toMatch(/#answer-2$/);
});

test('a host writes the summary with script off, beside what stands out', async () => {
  const talk = await aTalk();
  const page = await open(`${talk.path}/transcript`, talk.host, { script: false });
  await page.getByRole('link', { name: 'Write the summary' }).click();
  expect(await page.getByText('The table was cold').isVisible()).toBe(true);
  await page.getByLabel('Summary', { exact: true }).fill('We asked for warm tables.');
  await page.getByRole('button', { name: 'Save the summary' }).click();
  expect(await page.getByText('We asked for warm tables.').isVisible()).toBe(true);
  expect((await getPage(`${talk.path}/transcript`)).text).toContain('We asked for warm tables.');
});

test('the page of the summary is not there for whoever only reads', async () => {
  const talk = await aTalk();
  expect((await getPage(`${talk.path}/transcript/summary`)).status).toBe(404);
  const page = await open(`${talk.path}/transcript/summary`, talk.anna);
  expect(await page.getByRole('heading', { level: 1 }).textContent()).not.toContain('Summary');
});
