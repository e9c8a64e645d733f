import type { Browser, BrowserContext, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axe, desk, openBrowser, phone } from '../browser.ts';
import { openWorldWithSite, type ServedWorld } from '../site.ts';
import { followPerson } from '#domain/connections/follows.server.ts';
import { sendMessage } from '#domain/messages/send.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let world: ServedWorld;
let browser: Browser;
const contexts: BrowserContext[] = [];
beforeAll(async () => {
  world = await openWorldWithSite();
  browser = await openBrowser();
});
afterAll(async () => {
  for (const context of contexts) await context.close();
  await browser.close();
  await world.close();
});

/** Somebody's browser at a page. */
async function at(
  who: Viewer,
  path: string,
  as: { script?: boolean; wide?: boolean; dark?: boolean } = {},
) {
  const context = await (as.wide ? desk : phone)(browser, as);
  contexts.push(context);
  const [name = '', value = ''] = (await world.cookieOf(who)).split(/=(.*)/s);
  await context.addCookies([{ name, value, url: world.origin }]);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (line) => {
    if (line.type() === 'error') faults.push(line.text());
  });
  page.on('pageerror', (fault) => faults.push(fault.message));
  await page.goto(world.origin + path);
  return { context, page, faults };
}

async function say(page: Page, text: string): Promise<void> {
  await page.getByLabel('Your message').fill(text);
  await page.getByRole('button', { name: 'Send my message' }).click();
}

const line = (page: Page, text: string) => page.locator('li.line', { hasText: text });

/** The page listens: from now on what comes is shown by itself. */
const listens = (page: Page) =>
  page.waitForResponse((response) => response.url().endsWith('/live/messages'));

async function friends(): Promise<[Viewer, Viewer]> {
  const [anna, ben] = [
    await world.aPerson({ handle: 'anna', name: 'Anna' }),
    await world.aPerson({ handle: 'ben', name: 'Ben with a fairly long name' }),
  ];
  await followPerson(world.as(anna), ben.personId);
  await followPerson(world.as(ben), anna.personId);
  return [anna, ben];
}

test('two people write to each other: readers shown before, live, offline, without script', async () => {
  const [anna, ben] = await friends();
  const a = await at(anna, '/messages');
  await a.page.getByText('No messages yet').waitFor();
  await a.page.getByRole('link', { name: 'Write a message' }).click();
  await a.page.getByRole('link', { name: 'Ben with a fairly long name' }).click();
  await a.page.getByText('Only Ben with a fairly long name and you will read this.').waitFor();
  expect(await axe(a.page)).toEqual([]);
  await say(a.page, 'It was cold in there. @cleo need not know.');
  await line(a.page, 'It was cold').waitFor();
  expect(a.page.url()).toMatch(/\/messages\/\d+/);

  // Ben finds it, and what comes next comes by itself.
  const b = await at(ben, '/messages', { wide: true, dark: true });
  await b.page.getByText('something new').waitFor({ state: 'attached' });
  expect(await axe(b.page)).toEqual([]);
  const heard = listens(b.page);
  await b.page.getByRole('link', { name: /Anna/ }).click();
  await heard;
  await line(b.page, 'It was cold').waitFor();
  await say(a.page, 'And nobody said why.');
  await line(b.page, 'nobody said why').waitFor();
  await say(b.page, 'We forget how it feels.');
  await line(a.page, 'We forget').waitFor();

  // Anna loses the network: her message stays, says why, and goes when she is back.
  await a.context.setOffline(true);
  await say(a.page, 'Are you still there?');
  await a.page.getByText('we send it when you are back').waitFor();
  await a.context.setOffline(false);
  await line(b.page, 'Are you still there?').waitFor();
  await a.page.getByText('we send it when you are back').waitFor({ state: 'detached' });
  await line(a.page, 'Are you still there?').waitFor();
  expect(await line(a.page, 'Are you still there?').count()).toBe(1);

  // What cannot be sent stays too.
  await say(a.page, 'é'.repeat(5001));
  await a.page.getByText('This is longer than 5,000 characters').waitFor();
  await a.page.getByRole('button', { name: 'Back into the box' }).click();
  await a.page.getByLabel('Your message').fill('A draft that waits');
  await a.page.reload();
  await expect
    .poll(() => a.page.getByLabel('Your message').inputValue())
    .toBe('A draft that waits');

  // Her session ends elsewhere: what comes then does not take the page from her; what she sends is kept, and
  // goes when she is signed in again.
  const cookies = await a.context.cookies();
  await a.context.clearCookies();
  const refused = a.page.waitForResponse((response) => response.url().includes('__data.json'));
  await say(b.page, 'Take your time.');
  await refused;
  await say(a.page, 'Sent after the session ended');
  await a.page.getByText('You are not signed in any more').waitFor();
  expect(await line(b.page, 'after the session').count()).toBe(0);
  await a.context.addCookies(cookies);
  await a.page.getByRole('button', { name: 'Try again' }).click();
  await line(b.page, 'Sent after the session ended').waitFor();
  await a.page.getByText('Not sent yet').waitFor({ state: 'detached' });

  // Taken back, it is gone for both.
  const own = line(a.page, 'And nobody said why.');
  await own.getByText('Delete', { exact: true }).click();
  await own.getByRole('button', { name: 'Delete my message' }).click();
  await line(b.page, 'nobody said why').waitFor({ state: 'detached' });
  expect(await axe(a.page)).toEqual([]);
  // Her browser says itself what it could not reach, and what was refused while she was signed out.
  expect([
    ...a.faults.filter((fault) => !/ERR_INTERNET|ERR_NETWORK|401|422/.test(fault)),
    ...b.faults,
  ]).toEqual([]);

  // The message's own address leads among its people.
  const kept = await sendMessage(world.as(anna), { handles: ['ben'], text: 'By its address' });
  await b.page.goto(`${world.origin}/@anna/${'postId' in kept ? kept.postId : ''}`);
  await line(b.page, 'By its address').waitFor();
  expect(b.page.url()).toContain('/messages/');

  // Without script it reads and answers.
  const plain = await at(ben, new URL(a.page.url()).pathname, { script: false });
  await say(plain.page, 'From an old phone.');
  await line(plain.page, 'From an old phone').waitFor();
  await line(a.page, 'From an old phone').waitFor();
});

test('a stranger waits as a request without a word of it, and is accepted or not', async () => {
  const anna = await world.aPerson({ handle: 'anna_2', name: 'Anna' });
  for (const [handle, name] of [
    ['sam', 'Sam'],
    ['tom', 'Tom'],
  ] as const) {
    const stranger = await world.aPerson({ handle, name });
    const text = `Secret words of ${name}`;
    await sendMessage(world.as(stranger), { handles: [anna.handle], text });
  }
  const { page, faults } = await at(anna, '/messages');
  await page.getByText('No messages yet').waitFor();
  await page.getByRole('link', { name: 'Requests: two' }).click();
  await page.getByText('Sam').first().waitFor();
  expect(await page.content()).not.toContain('Secret words');
  expect(await axe(page)).toEqual([]);
  await page.getByRole('button', { name: 'No, thank you: Tom' }).click();
  await page.getByRole('link', { name: 'Requests: one' }).click();
  await page.getByRole('link', { name: /Sam/ }).click();
  await page.getByText('Sam would like to write to you').waitFor();
  await line(page, 'Secret words of Sam').waitFor();
  await page.getByRole('button', { name: 'Let through' }).click();
  await page.getByText('would like to write').waitFor({ state: 'detached' });
  await page.goto(`${world.origin}/messages`);
  await page.getByText('Secret words of Sam').waitFor();
  await page.getByRole('link', { name: 'Requests', exact: true }).waitFor();
  expect(faults).toEqual([]);
});

test('nobody is written to by accident: a handle that is nobody’s, and the way through two names', async () => {
  const cleo = await world.aPerson({ handle: 'cleo', name: 'Cleo' });
  const [dora, emil] = [
    await world.aPerson({ handle: 'dora', name: 'Dora' }),
    await world.aPerson({ handle: 'emil', name: 'Emil' }),
  ];
  const { page } = await at(cleo, `/@${dora.handle}`, { script: false });
  await page.getByRole('link', { name: 'Write a message' }).click();
  await page.getByText('Only Dora and you will read this.').waitFor();
  await page.goto(`${world.origin}/messages/new?to=nobody_here`);
  await page.getByText('There is nobody here called @nobody_here').first().waitFor();
  expect(await page.getByLabel('Your message').count()).toBe(0);
  await page.getByLabel('Handle').fill(`@${dora.handle}`);
  await page.getByRole('button', { name: 'Show me who that is' }).click();
  await page.getByText('Only Dora and you will read this.').waitFor();
  await page.getByLabel('Handle').fill(emil.handle);
  await page.getByRole('button', { name: 'Show me who that is' }).click();
  await page.getByText('Only Dora, Emil and you will read this.').waitFor();
  await page.getByRole('link', { name: 'Take out @dora' }).click();
  await page.getByText('Only Emil and you will read this.').waitFor();
});

const picture = async () => {
  const create = { width: 300, height: 200, channels: 3, background: '#8aa' } as const;
  const buffer = await sharp({ create }).jpeg().toBuffer();
  return { name: 'room.jpg', mimeType: 'image/jpeg', buffer };
};

test('a picture goes along with a message, and a message is changed: live, and without script', async () => {
  const [eva, finn] = [
    await world.aPerson({ handle: 'eva', name: 'Eva' }),
    await world.aPerson({ handle: 'finn', name: 'Finn' }),
  ];
  await followPerson(world.as(finn), eva.personId);
  const begun = await sendMessage(world.as(eva), { handles: ['finn'], text: 'It hums.' });
  const path = `/messages/${'postId' in begun ? begun.conversationId : ''}`;
  const b = await at(finn, path, { wide: true });
  const heard = listens(b.page);
  await b.page.reload();
  await heard;
  const a = await at(eva, path);
  await a.page.locator('input[type=file]').setInputFiles(await picture());
  await a.page.getByRole('button', { name: 'Add it' }).click();
  const words = a.page.getByLabel('What is to be seen or heard');
  await words.fill('The room with its machine');
  await a.page.reload();
  await expect.poll(() => words.inputValue()).toBe('The room with its machine');
  expect(await axe(a.page)).toEqual([]);
  await a.page.getByRole('button', { name: 'Send my message' }).click();
  const shown = { name: 'The room with its machine' };
  await a.page.getByRole('img', shown).waitFor();
  await b.page.getByRole('img', shown).waitFor();
  expect(await words.count()).toBe(0);
  await line(a.page, 'It hums.').getByRole('link', { name: 'Change' }).click();
  await a.page.getByLabel('Your message').fill('It hums a little.');
  expect(await axe(a.page)).toEqual([]);
  await a.page.getByRole('button', { name: 'Save the change' }).click();
  await line(b.page, 'It hums a little.').getByText('edited').waitFor();
  expect([...a.faults, ...b.faults]).toEqual([]);

  const { page } = await at(finn, path, { script: false });
  await page.getByLabel('First, if you like').setInputFiles(await picture());
  await page.getByLabel('What is to be seen or heard').fill('A window');
  await page.getByRole('button', { name: 'Add it' }).click();
  await say(page, 'From my bed.');
  await line(page, 'From my bed.').getByRole('img', { name: 'A window' }).waitFor();
  await line(page, 'From my bed.').getByRole('link', { name: 'Change' }).click();
  await page.getByLabel('Your message').fill('From my own bed.');
  await page.getByRole('button', { name: 'Save the change' }).click();
  const own = line(page, 'From my own bed.');
  await own.getByRole('img', { name: 'A window' }).waitFor();
  await own.getByRole('link', { name: 'edited' }).click();
  await page.getByText('From my bed.').waitFor();
  await page.goto(world.origin + path);
  await own.getByText('Delete', { exact: true }).click();
  await own.getByRole('button', { name: 'Delete my message' }).click();
  await line(page, 'From my own bed.').waitFor({ state: 'detached' });
});
