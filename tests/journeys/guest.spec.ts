import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HtmlValidate } from 'html-validate';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axe, openBrowser, phone, type Reader } from '../browser.ts';
import {
  aGuestPost,
  aLink,
  aMonthForAGuest,
  anEvening,
  written,
  type Asked,
} from '../makers/guest-post.ts';
import { openWorldWithSite, type ServedWorld } from '../site.ts';
import { deleteComment, publishComment } from '#domain/club/comments.server.ts';
import { withdrawInvite, listInvites } from '#domain/club/guest-invites.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let world: ServedWorld;
let browser: Browser;
let photo: string;
beforeAll(async () => {
  world = await openWorldWithSite();
  browser = await openBrowser();
  const folder = await mkdtemp(join(tmpdir(), 'pf-photo-'));
  photo = join(folder, 'blanket.jpg');
  const pixels = { width: 1200, height: 800, channels: 3 as const, background: '#b98f6a' };
  await sharp({ create: pixels })
    .withExif({ IFD0: { Artist: 'Patient 4711' } })
    .jpeg()
    .toFile(photo);
});
afterAll(async () => {
  await browser.close();
  await world.close();
});

async function come(
  viewer: Viewer | null,
  how: Reader = {},
): Promise<{ context: BrowserContext; page: Page }> {
  const context = await phone(browser, how);
  if (viewer) {
    const [name = '', value = ''] = (await world.cookieOf(viewer)).split('=', 2);
    await context.addCookies([{ name, value, url: world.origin }]);
  }
  return { context, page: await context.newPage() };
}

async function calm(page: Page): Promise<void> {
  expect(await axe(page)).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
}

async function seen(page: Page, name: string): Promise<void> {
  const folder = process.env['SHOTS'];
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

async function writeAnEvening(page: Page, asked: Asked): Promise<void> {
  await page.goto(`${world.origin}/write/${asked.token}`);
  await page.getByLabel('Title').fill(anEvening.title);
  await page.getByLabel('Your text').fill(anEvening.body);
  await page.getByLabel('Who wrote it').fill(anEvening.authorName);
  await page.getByLabel('About the author').fill(anEvening.about);
  await press(page, 'Show me how it looks');
  await page.locator('#look strong').waitFor();
  expect(await page.getByLabel('Title').inputValue()).toBe(anEvening.title);
  await press(page, 'Save and add a picture');
  await page.getByLabel('The picture').setInputFiles(photo);
  await page.getByLabel('What is on it?').fill('A brown blanket');
  await press(page, 'Add this picture');
  await page.getByText('Your picture is here.').waitFor();
  await press(page, 'Put it at the end of my text');
  await page.getByText('The picture stands at the end').waitFor();
}

test('a curator invites, a guest writes with a picture, a patient comments, changes and deletes', async () => {
  const asked = await aMonthForAGuest(world, 'evening-club');
  const curator = await come(asked.curator);
  await curator.page.goto(`${world.origin}${asked.path}/guests`);
  await calm(curator.page);
  await curator.page.getByLabel('Who is it for?').fill('Ada');
  await press(curator.page, 'Make a link');
  const link = (await curator.page.locator('#link').textContent()) ?? '';
  await seen(curator.page, 'guests');

  const guest = await come(null);
  await writeAnEvening(guest.page, { ...asked, token: link.split('/').at(-1) ?? '' });
  await press(guest.page, 'Show me how it looks');
  const drawn = guest.page.locator('#look img');
  await drawn.scrollIntoViewIfNeeded();
  await expect
    .poll(() => drawn.evaluate((img) => (img as HTMLImageElement).naturalWidth))
    .toBeGreaterThan(0);
  await calm(guest.page);
  await seen(guest.page, 'write');
  expect((await fetch(`${world.origin}${asked.path}`)).status).toBe(404);
  const source = (await drawn.getAttribute('src'))?.split('?')[0] ?? '';
  expect((await fetch(world.origin + source)).status).toBe(404);

  await curator.page.goto(`${world.origin}${asked.path}/edit`);
  await calm(curator.page);
  await seen(curator.page, 'edit');
  await curator.page.getByText('Publish it').click();
  await press(curator.page, 'Save and publish');
  await curator.page.getByRole('heading', { level: 1, name: anEvening.title }).waitFor();

  const picture = await fetch(world.origin + source);
  expect(picture.headers.get('content-type')).toBe('image/webp');
  expect(picture.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
  expect(picture.headers.get('cross-origin-resource-policy')).toBe('same-origin');
  expect(Buffer.from(await picture.arrayBuffer()).includes('Patient 4711')).toBe(false);

  const patient = await come(await world.aPatient());
  await patient.page.goto(`${world.origin}${asked.path}`);
  await calm(patient.page);
  await patient.page.getByLabel('Your comment').fill('Thank you. Mine was blue.');
  await press(patient.page, 'Send my comment');
  await patient.page.locator('#comment-1').getByText('Mine was blue.').waitFor();
  await patient.page.getByRole('link', { name: 'Change or delete' }).click();
  await calm(patient.page);
  await seen(patient.page, 'change');
  await patient.page.locator('#change-1').fill('Thank you. Mine was green.');
  await press(patient.page, 'Save the change');
  await patient.page.getByText('changed since').waitFor();
  await seen(patient.page, 'post');
  await patient.page.getByRole('link', { name: 'Change or delete' }).click();
  await press(patient.page, 'Delete it');
  await patient.page.getByText('This comment was deleted').waitFor();
  for (const { context } of [curator, guest, patient]) await context.close();
});

test('all of it works where script does not run', async () => {
  const asked = await aMonthForAGuest(world, 'plain-club');
  const guest = await come(null, { script: false });
  await writeAnEvening(guest.page, asked);
  const curator = await come(asked.curator, { script: false, dark: true });
  await curator.page.goto(`${world.origin}${asked.path}/edit`);
  await curator.page.getByText('Publish it').click();
  await press(curator.page, 'Save and publish');
  await curator.page.getByLabel('Your comment').fill('Welcome, Ada.');
  await press(curator.page, 'Send my comment');
  await curator.page.getByRole('link', { name: /^Answer/ }).click();
  await curator.page.getByLabel('Your answer').fill('And thank you.');
  await press(curator.page, 'Send my answer');
  await curator.page.getByText(/^in answer to/).waitFor();
  await curator.page.goto(`${world.origin}${asked.path}/edit`);
  await curator.page.getByLabel('Your text').fill(anEvening.body.replace('every', 'each'));
  await press(curator.page, 'Save the change');
  await curator.page.getByText('Saved.').waitFor();
  await curator.page.goto(`${world.origin}${asked.path}`);
  await seen(curator.page, 'post-dark');
  await curator.page.getByRole('link', { name: 'changed once' }).click();
  expect(await curator.page.locator('ins').allTextContents()).toEqual(['(put in: each)']);
  await seen(curator.page, 'history-dark');
  await guest.context.close();
  await curator.context.close();
});

test('a guest whose link is taken back while they write keeps their words', async () => {
  const asked = await aMonthForAGuest(world, 'taken-back');
  const { context, page } = await come(null);
  await page.goto(`${world.origin}/write/${asked.token}`);
  await page.getByLabel('Your text').fill('All that I wanted to say.');
  for (const { hash } of (await listInvites(world.as(asked.curator), asked.month.id)) as {
    hash: string;
  }[])
    await withdrawInvite(world.as(asked.curator), asked.month.id, hash);
  await press(page, 'Save');
  await page.getByRole('heading', { name: 'This link was taken back' }).waitFor();
  expect(await page.locator('#yours-text').inputValue()).toBe('All that I wanted to say.');
  await calm(page);
  await seen(page, 'taken-back');
  await context.close();
});

test('two who write at once each see the words of the other', async () => {
  const asked = await aMonthForAGuest(world, 'two-pens');
  const { context, page } = await come(null);
  await page.goto(`${world.origin}/write/${asked.token}`);
  await page.getByLabel('Your text').fill('By the guest.');
  await written(world.as(asked.curator), { id: asked.guestPostId }, { body: 'By the curator.' });
  await press(page, 'Save');
  expect(await page.locator('#theirs').inputValue()).toBe('By the curator.');
  expect(await page.getByLabel('Your text').inputValue()).toBe('By the guest.');
  await calm(page);
  await press(page, 'Save');
  await page.getByText('Saved.').waitFor();
  await context.close();
});

test('a page behind a secret link is kept, indexed and passed on by nobody', async () => {
  const asked = await aMonthForAGuest(world, 'secret-page');
  const { headers } = await fetch(`${world.origin}/write/${asked.token}`);
  expect(headers.get('x-robots-tag')).toContain('noindex');
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('referrer-policy')).toBe('strict-origin');
  expect((await fetch(`${world.origin}/write/${'A'.repeat(32)}`)).status).toBe(404);
});

test('a deleted comment is gone for visitors with the very next request', async () => {
  const asked = await aGuestPost(world, 'kept-page');
  const patient = world.as(await world.aPatient());
  const { guestPostId } = asked;
  await publishComment(patient, { guestPostId, text: 'I should not have said this.' });
  const read = async () => (await fetch(world.origin + asked.path)).text();
  expect(await read()).toContain('should not have said');
  expect(await read()).toContain('should not have said');
  await deleteComment(patient, { guestPostId, number: 1 });
  expect(await read()).not.toContain('should not have said');
});

test('a picture is taken only from a page of ours, from somebody who may, and up to ten megabytes', async () => {
  const asked = await aMonthForAGuest(world, 'picture-door');
  const send = async (from: Record<string, string>, bytes: number | Buffer, link = asked.token) => {
    const form = new FormData();
    const data = typeof bytes === 'number' ? Buffer.alloc(bytes) : bytes;
    form.set('picture', new File([new Uint8Array(data)], 'a.png'));
    form.set('alt', 'A dot');
    const { status, headers } = await fetch(
      `${world.origin}/uploads/guest-post/${asked.guestPostId}?link=${link}`,
      { method: 'POST', body: form, headers: from, redirect: 'manual' },
    );
    return `${status} ${(headers.get('location') ?? '').split('?')[1] ?? ''}`;
  };
  const dot = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#fff' } })
    .png()
    .toBuffer();
  const own = { origin: world.origin };
  expect(await send({}, dot)).toBe('403 ');
  expect(await send({ origin: 'https://evil.example' }, dot)).toBe('403 ');
  expect(await send({ ...own, 'sec-fetch-site': 'cross-site' }, dot)).toBe('403 ');
  expect(await send(own, dot, 'A'.repeat(32))).toBe('404 ');
  expect(
    await send(
      own,
      dot,
      await aLink(
        world.as((await aMonthForAGuest(world, 'other-door')).curator),
        asked.month.id,
      ).catch(() => 'B'.repeat(32)),
    ),
  ).toBe('404 ');
  expect(await send(own, 11 * 1024 * 1024)).toBe('303 problem=tooLarge');
  expect(await send(own, Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))).toBe(
    '303 problem=svg',
  );
  expect(await send(own, dot)).toMatch(/^303 added=/);
});

test('the page with a hundred comments is valid HTML', async () => {
  const asked = await aGuestPost(world, 'hundred');
  const people = await Promise.all(Array.from({ length: 20 }, () => world.aPerson()));
  for (let at = 0; at < 100; at += 1)
    await publishComment(world.as(people[at % 20] ?? null), {
      guestPostId: asked.guestPostId,
      text: `Comment ${at}.\n\nhttps://example.org/${at}`,
      ...(at > 3 && { answers: at - 3 }),
    });
  const html = await (await fetch(world.origin + asked.path)).text();
  expect(html.match(/id="comment-/g)).toHaveLength(100);
  const report = await new HtmlValidate({ extends: ['html-validate:standard'] }).validateString(
    html,
  );
  expect(
    report.results.flatMap(({ messages }) =>
      messages.map(({ ruleId, message, line }) => `${line} ${ruleId}: ${message}`),
    ),
  ).toEqual([]);
});
