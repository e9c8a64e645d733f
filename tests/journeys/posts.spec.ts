import { HtmlValidate } from 'html-validate';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axe, desk, openBrowser, phone, type Reader } from '../browser.ts';
import { aChat, answered } from '../makers/chat.ts';
import { openWorldWithSite, type ServedWorld } from '../site.ts';
import { followPerson } from '#domain/connections/follows.server.ts';
import { boostPost } from '#domain/posts/boosts.server.ts';
import { rewritePost } from '#domain/posts/edit.server.ts';
import { favouritePost } from '#domain/posts/marks.server.ts';
import { vote } from '#domain/posts/polls.server.ts';
import { removePost } from '#domain/posts/remove.server.ts';
import { followTag } from '#domain/posts/tags.server.ts';
import { writePost } from '#domain/posts/write.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let world: ServedWorld;
let browser: Browser;
let anna: Viewer;
let kim: Viewer;

beforeAll(async () => {
  world = await openWorldWithSite();
  browser = await openBrowser();
  anna = await world.aPerson({ handle: 'anna', name: 'Anna Lindqvist' });
  kim = await world.aPerson({ handle: 'kim', name: 'Kim' });
  await followPerson(world.as(kim), anna.personId);
});
afterAll(async () => {
  await browser.close();
  await world.close();
});

const pictures = process.env['PICTURES'];
let taken = 0;

async function isGood(page: Page, what: string): Promise<void> {
  expect({ at: page.url(), found: await axe(page) }).toEqual({ at: page.url(), found: [] });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(wide, `${what} at ${page.url()}`).toBeLessThanOrEqual(0);
  const { width = 0 } = page.viewportSize() ?? {};
  const name = `${String((taken += 1)).padStart(2, '0')}-${width}-${what}`;
  if (pictures) await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
}

async function signedIn(who: Viewer, reader: Reader = {}, wide = false): Promise<BrowserContext> {
  const context = await (wide ? desk : phone)(browser, reader);
  const [name = '', value = ''] = (await world.cookieOf(who)).split('=');
  await context.addCookies([{ name, value, url: world.origin }]);
  return context;
}

async function aPicture() {
  const create = { width: 900, height: 600, channels: 3, background: '#8aa' } as const;
  const buffer = await sharp({ create }).jpeg().toBuffer();
  return { name: 'corridor.jpg', mimeType: 'image/jpeg', buffer };
}

async function written(who: Viewer, text: string, more: object = {}): Promise<string> {
  const made = await writePost(world.as(who), { text, visibility: 'public', ...more });
  if ('refused' in made) throw new Error(made.refused);
  return made.post.id;
}

test('somebody writes a post with a picture and its description, and sees it at home', async () => {
  const context = await signedIn(anna);
  const page = await context.newPage();
  await page.goto(`${world.origin}/home`);
  await isGood(page, 'home-empty');
  await page
    .getByLabel('What would you like to say?')
    .fill('The long corridor, at last. #radiotherapy');
  await page.locator('form[data-composer] input[type=file]').setInputFiles(await aPicture());
  await page.getByRole('button', { name: 'Add it' }).click();
  await page
    .getByLabel('What is to be seen or heard')
    .fill('A long corridor with a window at its end');
  await isGood(page, 'home-writing');
  await page.getByRole('button', { name: 'Post it' }).click();
  await page.waitForURL(/\/home#post-/);
  const post = page.getByRole('article').first();
  expect(await post.getByRole('img').first().getAttribute('alt')).toBe(
    'A long corridor with a window at its end',
  );
  expect(await page.getByLabel('What would you like to say?').inputValue()).toBe('');
  await isGood(page, 'home-one');
  await context.close();
});

test('a post that cannot be sent stays in the form, and says why', async () => {
  const context = await signedIn(anna, { script: false });
  const page = await context.newPage();
  await page.goto(`${world.origin}/write-post`);
  await page.getByText('Add a poll').click();
  await page.getByLabel('Answer 1').fill('Only this');
  await page.getByLabel('What would you like to say?').fill('Which day suits you?');
  await page.getByRole('button', { name: 'Post it' }).click();
  expect(await page.getByRole('alert').innerText()).toContain('two to eight different answers');
  expect(await page.getByLabel('What would you like to say?').inputValue()).toBe(
    'Which day suits you?',
  );
  await context.close();
});

test('a reply to a post for followers says who can read it, and is sent without script', async () => {
  const id = await written(anna, 'Scan day tomorrow.', { visibility: 'followers' });
  const context = await signedIn(kim, { script: false });
  const page = await context.newPage();
  await page.goto(`${world.origin}/home`);
  await page.locator(`#post-${id}`).getByRole('link', { name: 'Reply to Anna Lindqvist' }).click();
  expect(await page.getByText('Only people who follow Anna Lindqvist can read this.').count()).toBe(
    1,
  );
  await page.getByLabel('Your reply').fill('I am thinking of you.');
  await page.getByRole('button', { name: 'Send my reply' }).click();
  expect(await page.getByRole('article').last().innerText()).toContain('I am thinking of you.');
  await page.goto(`${world.origin}/@anna/${id}`);
  await page.getByRole('article').last().getByRole('button', { name: 'Favourite' }).click();
  expect(
    await page
      .getByRole('article')
      .last()
      .getByRole('button', { name: 'Favourite' })
      .getAttribute('aria-pressed'),
  ).toBe('true');
  await context.close();
  const stranger = await (await phone(browser)).newPage();
  expect((await stranger.goto(`${world.origin}/@anna/${id}`))?.status()).toBe(404);
  await stranger.context().close();
});

test('a thread is read by everybody, on a phone and on a desk, by day and by lamp', async () => {
  const id = await written(anna, 'What helped you on the first day?', {
    poll: { options: ['Music', 'A friend', 'Knowing every step'], seconds: 86_400 },
  });
  const reply = await written(kim, 'A friend who came along, and a warm blanket.', {
    inReplyTo: id,
  });
  const last = await written(anna, 'A blanket: yes.', {
    inReplyTo: reply,
    contentNote: 'Blankets',
  });
  await written(anna, 'As I said:', { inReplyTo: id, quotedId: last });
  const visitor = await phone(browser, { dark: true });
  const page = await visitor.newPage();
  await page.goto(`${world.origin}/@anna/${id}`);
  expect(await page.getByRole('article').count()).toBe(4);
  expect(await page.getByRole('blockquote').innerText()).toContain('Blankets');
  await isGood(page, 'thread-visitor');
  await visitor.close();
  const context = await signedIn(kim, {}, true);
  const wide = await context.newPage();
  await wide.goto(`${world.origin}/@anna/${id}`);
  await wide.getByLabel('A friend').check();
  await wide.getByRole('button', { name: 'Send my vote' }).click();
  await wide.getByText('One person answered.').waitFor();
  await isGood(wide, 'thread');
  await context.close();
});

test('keys move between posts and mark them, but not while somebody writes', async () => {
  const id = await written(anna, 'For the keys.');
  const context = await signedIn(kim, {}, true);
  const page = await context.newPage();
  await page.goto(`${world.origin}/home`);
  await page.keyboard.press('j');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe(`post-${id}`);
  const pressed = page.locator(`#post-${id} form[data-mark=favourite] button[aria-pressed=true]`);
  const sent = page.waitForResponse((answer) => answer.url().includes('/favourite'));
  await page.keyboard.press('f');
  await pressed.waitFor();
  await sent;
  await page.reload();
  await pressed.waitFor();
  await page.keyboard.press('n');
  await page.keyboard.type('jf?');
  expect(await page.getByLabel('What would you like to say?').inputValue()).toBe('jf?');
  await page.getByRole('article').first().focus();
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  await isGood(page, 'keys');
  await context.close();
});

test('a new post at home is told by a line, and nothing jumps', async () => {
  const context = await signedIn(kim);
  const page = await context.newPage();
  const open = page.waitForResponse((answer) => answer.url().endsWith('/live/home'));
  await page.goto(`${world.origin}/home`);
  await open;
  const before = await page.getByRole('article').count();
  await written(anna, 'Fresh from the kitchen table.');
  await page.getByRole('link', { name: 'One new post' }).waitFor();
  expect(await page.getByRole('article').count()).toBe(before);
  await isGood(page, 'home-news');
  await context.close();
});

test('a profile shows what somebody wrote, what is pinned first', async () => {
  const context = await signedIn(anna);
  const page = await context.newPage();
  await page.goto(`${world.origin}/@anna`);
  const first = page.getByRole('article').filter({ hasText: 'For the keys.' }).last();
  await first.getByTitle('More').click();
  await first.getByRole('button', { name: 'Pin it to the top of my page' }).click();
  await page.getByText('Pinned').waitFor();
  await isGood(page, 'profile');
  await page.getByRole('link', { name: 'Pictures and sounds' }).click();
  expect(await page.getByRole('img').count()).toBeGreaterThan(0);
  await page.goto(`${world.origin}/@anna?show=replies`);
  await page.getByRole('article').last().getByTitle('More').click();
  await page.getByRole('article').last().getByRole('link', { name: 'Delete it' }).click();
  await isGood(page, 'delete');
  await page.getByRole('button', { name: 'Delete it and write it anew' }).click();
  expect(await page.getByLabel('What would you like to say?').inputValue()).toContain('corridor');
  await context.close();
});

test('what somebody said in a chat names its month and question wherever else it is read', async () => {
  const pat = await world.aPerson({ handle: 'pat', name: 'Pat' });
  const chat = await aChat(world);
  await answered(world.as(pat), chat, 'It helped me to ask.');
  for (const wide of [false, true]) {
    const context = await signedIn(kim, { dark: wide }, wide);
    const page = await context.newPage();
    await page.goto(`${world.origin}/@pat`);
    const line = page.getByRole('article').getByText('In the chat');
    expect(await line.innerText()).toBe(
      'In the chat Friends in a pocket, on question 1: What does the paper say about matter 1?',
    );
    await isGood(page, 'profile-with-an-answer');
    await line.getByRole('link', { name: 'question 1' }).click();
    await page.getByRole('heading', { name: 'What does the paper say about matter 1?' }).waitFor();
    await page.goto(`${world.origin}/local`);
    expect(await page.getByText('It helped me to ask.').count()).toBe(0);
    await context.close();
  }
});

test('lists, bookmarks, hashtags and the search read on a phone', async () => {
  const context = await signedIn(kim, { dark: true });
  const page = await context.newPage();
  await page.goto(`${world.origin}/lists`);
  await isGood(page, 'lists-empty');
  await page.getByLabel('A new list').fill('Corridor people');
  await page.getByRole('button', { name: 'Make the list' }).click();
  await page.getByLabel('Put somebody on it').fill('anna');
  await page.getByRole('button', { name: 'Put them on the list' }).click();
  await page.getByText('One person on this list').waitFor();
  expect(await page.getByRole('article').count()).toBeGreaterThan(0);
  await isGood(page, 'list');
  for (const place of ['bookmarks', 'favourites', 'local', 'tags/radiotherapy', 'search?q=anna']) {
    await page.goto(`${world.origin}/${place}`);
    await isGood(page, place.replace(/\W/g, '-'));
  }
  expect(await page.getByRole('link', { name: 'Anna Lindqvist' }).count()).toBe(1);
  await context.close();
});

test('a draft keeps who reads it, its note and its files; a file that is gone is said, and all else stays', async () => {
  const context = await signedIn(anna);
  const page = await context.newPage();
  await page.goto(`${world.origin}/write-post`);
  await page.getByLabel('What would you like to say?').fill('A draft that waits.');
  await page.getByLabel('Who reads it').selectOption('followers');
  await page.getByText('A note before it').click();
  await page.getByLabel('What it is about').fill('Waiting');
  await page.getByLabel('Who may reply').selectOption('nobody');
  await page.locator('form[data-composer] input[type=file]').setInputFiles(await aPicture());
  await page.getByRole('button', { name: 'Add it' }).click();
  await page.getByLabel('What is to be seen or heard').fill('A window');
  const stands = async () => {
    await page.getByLabel('What it is about').waitFor();
    expect(await page.getByLabel('What would you like to say?').inputValue()).toBe(
      'A draft that waits.',
    );
    expect(await page.getByLabel('Who reads it').inputValue()).toBe('followers');
    expect(await page.getByLabel('What it is about').inputValue()).toBe('Waiting');
    expect(await page.getByLabel('Who may reply').inputValue()).toBe('nobody');
  };
  await page.reload();
  await expect
    .poll(() => page.getByLabel('What is to be seen or heard').inputValue())
    .toBe('A window');
  await stands();
  // An address that says who reads it means it.
  await page.goto(`${world.origin}/write-post?audience=friends`);
  await page.getByLabel('What is to be seen or heard').waitFor();
  expect(await page.getByLabel('Who reads it').inputValue()).toBe('friends');
  await world.services.pool.query('delete from media where owner_id = $1 and post_id is null', [
    anna.personId,
  ]);
  await page.goto(`${world.origin}/write-post`);
  await page.getByText('A file that you had added is gone').waitFor();
  await stands();
  expect(await page.getByLabel('What is to be seen or heard').count()).toBe(0);
  await isGood(page, 'draft');
  await page.getByRole('button', { name: 'Post it' }).click();
  await page.getByRole('article').filter({ hasText: 'Waiting' }).waitFor();
  await page.goto(`${world.origin}/write-post`);
  expect(await page.getByLabel('What would you like to say?').inputValue()).toBe('');
  expect(await page.getByLabel('Who reads it').inputValue()).toBe('public');
  await context.close();
});

test('a poll is changed with its post, and the form says before that votes go', async () => {
  const poll = { options: ['Music', 'Silence'], seconds: 86_400 };
  const id = await written(anna, 'What helps?', { poll });
  await vote(world.as(kim), { id, choices: [0] });
  const context = await signedIn(anna, { script: false });
  const page = await context.newPage();
  await page.goto(`${world.origin}/@anna/${id}/edit`);
  await page.getByText('all votes are deleted').waitFor();
  await page.getByLabel('What it says').fill('What helps you?');
  await page.getByRole('button', { name: 'Save the change' }).click();
  await page.getByText('One person answered.').waitFor();
  await page.goto(`${world.origin}/@anna/${id}/edit`);
  await page.getByLabel('Answer 3').fill('A blanket');
  await page.getByRole('button', { name: 'Save the change' }).click();
  await page.getByText('Nobody has answered yet.').waitFor();
  await page.getByText('A blanket').waitFor();
  await context.close();
  const reader = await signedIn(anna);
  const looked = await reader.newPage();
  await looked.goto(`${world.origin}/@anna/${id}/edit`);
  await isGood(looked, 'change-poll');
  await reader.close();
});

test('who marked a post, what it said before and hashtags have pages, without script', async () => {
  const id = await written(anna, 'The mask fits. #maskmaking');
  await rewritePost(world.as(anna), { id, text: 'The mask fits well. #maskmaking' });
  await favouritePost(world.as(kim), id);
  await boostPost(world.as(kim), { id });
  const context = await signedIn(anna, { script: false });
  const page = await context.newPage();
  await page.goto(`${world.origin}/@anna/${id}`);
  await page.getByRole('link', { name: 'Whose favourite it is' }).click();
  await page.getByRole('link', { name: 'Kim' }).waitFor();
  await page.getByRole('link', { name: 'Boosts' }).click();
  await page.getByRole('link', { name: 'Kim' }).waitFor();
  await page.goto(`${world.origin}/@anna/${id}`);
  await page.getByRole('link', { name: 'What it said before' }).click();
  expect(await page.locator('.said').allInnerTexts()).toEqual([
    'The mask fits well. #maskmaking',
    'The mask fits. #maskmaking',
  ]);
  await page.goto(`${world.origin}/tags/maskmaking`);
  await page.getByRole('button', { name: 'Follow it' }).click();
  await page.getByRole('link', { name: 'Hashtags you follow' }).click();
  await page.getByRole('button', { name: 'Follow it no longer: #maskmaking' }).click();
  await page.getByText('You follow no hashtags.').waitFor();
  await page.goto(`${world.origin}/settings/profile/hashtags`);
  await page.getByLabel('Another hashtag').fill('two words');
  await page.getByRole('button', { name: 'Put it on my page', exact: true }).click();
  await page.getByText('A hashtag is one word').first().waitFor();
  await page.getByLabel('Another hashtag').fill('#MaskMaking');
  await page.getByRole('button', { name: 'Put it on my page', exact: true }).click();
  await page.goto(`${world.origin}/@anna`);
  await page.getByRole('link', { name: '#MaskMaking', exact: true }).waitFor();
  await context.close();
  await followTag(world.as(anna), 'maskmaking');
  const reader = await signedIn(anna, { dark: true });
  const looked = await reader.newPage();
  const of = `@anna/${id}`;
  for (const at of [
    `${of}/boosts`,
    `${of}/history`,
    'tags',
    'settings/profile/hashtags',
    '@anna',
  ]) {
    await looked.goto(`${world.origin}/${at}`);
    await isGood(looked, at.replace(/\W/g, '-'));
  }
  await reader.close();
  const visitor = await (await phone(browser)).newPage();
  await visitor.goto(`${world.origin}/@anna/${id}/history`);
  await visitor.getByText('its author’s alone').waitFor();
  expect(await visitor.locator('.said').allInnerTexts()).toEqual([
    'The mask fits well. #maskmaking',
  ]);
  await visitor.context().close();
});

test('a page that was kept for visitors is gone with its post', async () => {
  const id = await written(anna, 'Not for long.');
  const look = () => fetch(`${world.origin}/@anna/${id}`);
  expect(await (await look()).text()).toContain('Not for long.');
  expect((await look()).status).toBe(200);
  await removePost(world.as(anna), { id });
  expect((await look()).status).toBe(404);
});

test('what visitors read of a thread is never older than its last reply, edit or deletion', async () => {
  const first = await written(anna, 'Who has slept well?');
  const reply = await written(kim, 'I have.', { inReplyTo: first });
  const page = async (id: string) =>
    (await (await fetch(`${world.origin}/@${id === first ? 'anna' : 'kim'}/${id}`)).text())
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ');
  const read = async () => [await page(first), await page(reply)].join();
  const changes: [act: () => Promise<unknown>, seen: RegExp][] = [
    [() => written(anna, 'Good for you.', { inReplyTo: reply }), /Good for you.*Good for you/],
    [
      () => rewritePost(world.as(kim), { id: reply, text: 'I have not.' }),
      /I have not.*I have not/,
    ],
    [() => removePost(world.as(kim), { id: reply }), /^(?!.*I have not)/],
  ];
  await read();
  for (const [act, seen] of changes) {
    const before = await read();
    expect(before).not.toMatch(seen);
    await act();
    expect(await read()).toMatch(seen);
  }
});

test('the pages are valid HTML as they are sent', async () => {
  const validator = new HtmlValidate({ extends: ['html-validate:standard'] });
  const id = await written(anna, 'Valid? #html', {
    poll: { options: ['Yes', 'Surely'], seconds: 86_400 },
  });
  await written(kim, 'Yes.', { inReplyTo: id });
  const cookie = await world.cookieOf(kim);
  const own = ['/home', '/write-post', `/write-post?reply=${id}`, '/lists', '/planned'];
  for (const path of [...own, `/@anna/${id}`, '/@anna', '/local', '/search?q=valid']) {
    const html = await (await fetch(world.origin + path, { headers: { cookie } })).text();
    const { results } = await validator.validateString(html);
    const faults = results.flatMap(({ messages }) =>
      messages.map(({ message, line }) => `${path}:${line} ${message}`),
    );
    expect(faults).toEqual([]);
  }
});

test('older posts are one link away, and none is shown twice', async () => {
  for (let at = 0; at < 24; at += 1) await written(anna, `Line ${at}.`);
  const cookie = await world.cookieOf(kim);
  const page = async (path: string) =>
    (await fetch(world.origin + path, { headers: { cookie } })).text();
  const idsOn = (html: string) => [...html.matchAll(/data-post="(\d+)"/g)].map(([, id]) => id);
  const first = await page('/home');
  const older = /href="(\/home\?before=\d+)"/.exec(first)?.[1] ?? '';
  const second = await page(older);
  expect(idsOn(first)).toHaveLength(20);
  expect(idsOn(second).length).toBeGreaterThanOrEqual(4);
  expect(idsOn(second).filter((id) => idsOn(first).includes(id))).toEqual([]);
});

test('the first press on a post is heard while the place to write stands open', async () => {
  await written(anna, 'Press me once.');
  const context = await signedIn(kim);
  const page = await context.newPage();
  await page.goto(`${world.origin}/home`, { waitUntil: 'networkidle' });
  await page.getByLabel('What would you like to say?').click();
  const star = page.getByRole('button', { name: /^Favourite/ }).first();
  await star.scrollIntoViewIfNeeded();
  const { x = 0, y = 0, width = 0, height = 0 } = (await star.boundingBox()) ?? {};
  const heard = page.waitForRequest((request) => request.url().endsWith('/favourite'));
  await page.mouse.click(x + width / 2, y + height / 2);
  expect((await heard).method()).toBe('POST');
  await context.close();
});
