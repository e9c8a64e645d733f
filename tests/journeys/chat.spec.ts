import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axe, desk, openBrowser, phone } from '../browser.ts';
import { aChat, answered, type Chat } from '../makers/chat.ts';
import { openWorldWithSite, type ServedWorld } from '../site.ts';
import { deleteAnswer } from '#domain/club/answers.server.ts';
import { releaseQuestion } from '#domain/club/questions.server.ts';
import { answerConsent } from '#domain/people/consents.server.ts';
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

/**
 * Somebody's browser at the chat; signed in unless nobody is named. `stopped`: the page's timers and its clock
 * move only when told to.
 */
async function at(
  chat: Chat,
  who: Viewer | undefined,
  as: { script?: boolean; wide?: boolean; dark?: boolean; stopped?: boolean } = {},
) {
  const context = await (as.wide ? desk : phone)(browser, as);
  contexts.push(context);
  if (who) {
    const [name = '', value = ''] = (await world.cookieOf(who)).split(/=(.*)/s);
    await context.addCookies([{ name, value, url: world.origin }]);
  }
  const page = await context.newPage();
  if (as.stopped) await page.clock.install();
  const faults: string[] = [];
  page.on('console', (line) => {
    if (line.type() === 'error') faults.push(line.text());
  });
  page.on('pageerror', (fault) => faults.push(fault.message));
  await page.goto(world.origin + chat.path);
  if (as.script !== false) await page.getByRole('group', { name: 'New answers come' }).waitFor();
  if (as.stopped) await page.clock.pauseAt(Date.now() + 60_000);
  return { context, page, faults };
}

const line = (page: Page, text: string) => page.locator('[data-line]', { hasText: text });

async function say(page: Page, text: string): Promise<void> {
  await page.getByLabel('Your answer').fill(text);
  await page.getByRole('button', { name: 'Send my answer' }).click();
}

describe('three browsers hold a chat of four questions', () => {
  let chat: Chat;
  beforeAll(async () => {
    chat = await aChat(world, {
      studyNotice: 'A university reads this chat to learn how clubs talk.',
    });
  });

  test('one with script, one that loses the network, one without script', async () => {
    const anna = await world.aPerson({ handle: 'anna', name: 'Anna' });
    const ben = await world.aPerson({ handle: 'ben', name: 'Ben with a fairly long name' });
    const cleo = await world.aPerson({ handle: 'cleo', name: 'Cleo' });
    const a = await at(chat, anna);
    const b = await at(chat, ben, { wide: true });
    const c = await at(chat, cleo, { script: false });

    await say(a.page, 'It was cold in there, and nobody said why.');
    // It comes by itself: nobody reloads.
    await line(b.page, 'It was cold').waitFor();

    // Without script: reload to read, a form to answer, and one comes back to one's own line.
    await c.page.reload();
    await line(c.page, 'It was cold').getByRole('link', { name: 'Reply to Anna' }).click();
    expect(await c.page.locator('.aim').innerText()).toContain('Answering Anna');
    await say(c.page, 'I am sorry. I would have wanted a blanket.');
    expect(c.page.url()).toContain('#answer-2');
    await line(a.page, 'I would have wanted').waitFor();
    expect(await line(a.page, 'I would have wanted').innerText()).toContain('answering Anna');

    // Ben loses the network, writes on, and misses something.
    await b.context.setOffline(true);
    await say(b.page, 'We forget how it feels. Thank you.');
    await b.page.getByText('Your answer is kept on this device').waitFor();
    await releaseQuestion(world.as(chat.host), chat.questionIds[2] ?? '');
    await releaseQuestion(world.as(chat.host), chat.questionIds[3] ?? '');
    await releaseQuestion(world.as(chat.host), chat.questionIds[4] ?? '');
    await a.page.getByRole('heading', { name: /Question 4/ }).waitFor();
    await say(a.page, 'A word costs nothing.');
    await line(a.page, 'A word costs').waitFor();
    expect(await line(b.page, 'A word costs').count()).toBe(0);
    await b.context.setOffline(false);
    await line(b.page, 'A word costs').waitFor();
    await line(b.page, 'We forget how').waitFor();
    await line(a.page, 'We forget how').waitFor();
    expect(await line(a.page, 'We forget how').count()).toBe(1);
    expect(await b.page.getByText('kept on this device').count()).toBe(0);

    // Anna takes her first line back: it is gone everywhere, and its number stays.
    const own = line(a.page, 'It was cold');
    await own.getByText('Delete', { exact: true }).click();
    await own.getByRole('button', { name: 'Delete my line' }).click();
    for (const page of [a.page, b.page]) {
      await page.getByText('Line 1 was removed by the person who wrote it.').waitFor();
      expect(await page.content()).not.toContain('It was cold');
    }
    await c.page.reload();
    expect(await c.page.content()).not.toContain('It was cold');
    expect(await line(c.page, 'I would have wanted').innerText()).toContain('answering line 1');
    expect([...a.faults, ...c.faults]).toEqual([]);
  });

  test('the page is clean by axe, on a phone and a desk, by day and by lamp', async () => {
    const dora = await world.aPerson({ handle: 'dora', name: 'Dora' });
    const lamp = await at(chat, dora, { dark: true });
    expect(await axe(lamp.page)).toEqual([]);
    const wide = await at(chat, undefined, { wide: true });
    expect(await axe(wide.page)).toEqual([]);
    const room = await lamp.page.evaluate(() => document.documentElement.scrollWidth);
    expect(room).toBeLessThanOrEqual(360);
  });

  test('the script of the page does not grow unseen', async () => {
    const { page } = await at(chat, undefined);
    const total = await page.evaluate(() =>
      (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
        .filter(({ name }) => new URL(name).pathname.endsWith('.js'))
        .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
    );
    // Compressed: Svelte 17.5 kB, SvelteKit 20, the chat 12, the pieces and what every page has 8.
    expect(total).toBeLessThan(60_000);
  });

  test('a guest reads, and finds the way in', async () => {
    const { page } = await at(chat, undefined);
    const way = page.getByRole('link', { name: 'Sign in to answer' });
    expect(await way.getAttribute('href')).toContain(encodeURIComponent(chat.path));
    expect(await page.getByRole('button', { name: 'Send my answer' }).count()).toBe(0);
  });

  test('somebody who only reads says that they are here, and keeps out of the study', async () => {
    const emil = await world.aPerson({ handle: 'emil', name: 'Emil' });
    const { page } = await at(chat, emil, { script: false });
    await page.getByRole('button', { name: "I'm here" }).click();
    expect(await page.locator('#here').innerText()).toContain('You are one of them.');
    expect(await page.getByRole('link', { name: 'agreed to research' }).isVisible()).toBe(true);
    await answerConsent(world.as(emil), 'research', true);
    await page.reload();
    await page.getByRole('button', { name: 'Keep my words out of it' }).click();
    await page.getByText('Your words are kept out of the study.').waitFor();
  });
});

describe('reading at one’s own pace', () => {
  test('new lines do not move what is being read; a pill counts them and leads there', async () => {
    const chat = await aChat(world);
    const [anna, ben] = [await world.aPatient(), await world.aRadiographer()];
    const first = await answered(world.as(anna), chat, 'The very first words');
    for (let n = 0; n < 15; n += 1)
      await answered(world.as(ben), chat, `Words ${n} of many. `.repeat(20));
    const { page } = await at(chat, anna);
    const watched = line(page, 'Words 9 of');
    await watched.scrollIntoViewIfNeeded();
    await page.evaluate(() => scrollBy(0, 40));
    const top = async () => (await watched.boundingBox())?.y ?? NaN;
    const before = await top();
    // Above what is read: the opening round grows. Below: the question.
    await answered(world.as(ben), chat, 'Hello from above '.repeat(15), { question: 0 });
    await answered(world.as(ben), chat, 'Hello from below', { parentId: first.id });
    await page.getByRole('button', { name: '2 new' }).waitFor();
    expect(Math.abs((await top()) - before)).toBeLessThanOrEqual(1);
    await page.getByRole('button', { name: '2 new' }).click();
    expect(await page.locator(':focus').innerText()).toContain('Hello from above');
  });

  test('what is said is brought by the stream itself: no timer of the page has to run for it', async () => {
    const chat = await aChat(world);
    const [anna, ben] = [await world.aPatient(), await world.aRadiographer()];
    const { page } = await at(chat, anna, { stopped: true });
    await answered(world.as(ben), chat, 'Here at once');
    await line(page, 'Here at once').waitFor();
    // Control: what the page gathers needs its timer, and waits as long as that stands still.
    await page.getByLabel('Every 10 seconds').check();
    await answered(world.as(ben), chat, 'Gathered first');
    await page.getByRole('button', { name: /\d new$/ }).waitFor();
    expect(await line(page, 'Gathered first').count()).toBe(0);
    await page.clock.runFor(10_000);
    await line(page, 'Gathered first').waitFor();
  });

  test('paused, nothing new comes until asked for, but a deletion is honoured at once', async () => {
    const chat = await aChat(world);
    const [anna, ben] = [await world.aPatient(), await world.aRadiographer()];
    const { id } = await answered(world.as(ben), chat, 'I named somebody');
    const { page } = await at(chat, anna);
    await page.getByLabel('Paused').check();
    await answered(world.as(ben), chat, 'Something new');
    await deleteAnswer(world.as(ben), id);
    await page.getByText('Line 1 was removed').waitFor();
    await page.getByRole('button', { name: '1 new' }).waitFor();
    expect(await line(page, 'Something new').count()).toBe(0);
    await page.getByRole('button', { name: '1 new' }).click();
    await line(page, 'Something new').waitFor();
  });

  test('by keyboard: n to the next line, r to reply, Esc back', async () => {
    const chat = await aChat(world);
    const [anna, ben] = [await world.aPatient(), await world.aRadiographer()];
    await answered(world.as(ben), chat, 'One');
    await answered(world.as(ben), chat, 'Two');
    const { page } = await at(chat, anna, { wide: true });
    await line(page, 'One').focus();
    await page.keyboard.press('n');
    expect(await page.locator(':focus').getAttribute('id')).toBe('answer-2');
    await page.keyboard.press('r');
    await page.keyboard.type('Three');
    await page.keyboard.press('Control+Enter');
    await line(page, 'Three').waitFor();
    expect(await line(page, 'Three').innerText()).toContain('answering');
    await page.keyboard.type('n is only a letter here');
    await page.keyboard.press('Escape');
    expect(await page.locator(':focus').getAttribute('data-line')).not.toBeNull();
  });

  test('what is being written is there again after a reload, an edit shows as one', async () => {
    const chat = await aChat(world);
    const anna = await world.aPatient();
    const { page } = await at(chat, anna);
    await page.getByLabel('Your answer').fill('Half a thou');
    await page.reload();
    await expect.poll(() => page.getByLabel('Your answer').inputValue()).toBe('Half a thou');
    // A browser brings back what was typed by itself, before the page's script is there to keep it.
    const kept = () => page.evaluate(() => Object.values(localStorage).join());
    await expect
      .poll(async () => {
        await page.getByLabel('Your answer').fill('Half a thoug');
        return kept();
      })
      .toContain('Half a thoug');
    await say(page, 'Half a thougt');
    await line(page, 'Half a thougt').getByRole('link', { name: /^Edit/ }).click();
    await page.getByRole('textbox', { name: 'My line 1' }).fill('A whole thought');
    await page.getByRole('button', { name: 'Keep the change' }).click();
    expect(await line(page, 'A whole thought').innerText()).toContain('edited');
  });
});
