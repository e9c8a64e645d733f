import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axe, desk, openBrowser, phone, type Reader } from '../browser.ts';
import { startInstitutionPeer, type InstitutionPeer } from '../doubles/institution-peer.ts';
import { aChat } from '../makers/chat.ts';
import { aGuestPost } from '../makers/guest-post.ts';
import { blogPost, outsideOf } from '../makers/mentions.ts';
import { says, someoneElsewhere } from '../makers/elsewhere.ts';
import { openWorldWithSite, type ServedWorld } from '../site.ts';
import { openClubPerson } from '#domain/club/club-person.server.ts';
import { peer } from '#domain/federation/schema.server.ts';
import { inTransaction, type Viewer } from '#platform/ctx.server.ts';

let world: ServedWorld;
let browser: Browser;
let blog: InstitutionPeer;
const contexts: BrowserContext[] = [];
beforeAll(async () => {
  blog = await startInstitutionPeer();
  const env = { POCKETFRIENDS_PEERS: blog.host };
  world = await openWorldWithSite({ now: '2026-11-22T12:06:00Z', env });
  browser = await openBrowser();
});
afterAll(async () => {
  for (const context of contexts) await context.close();
  await browser.close();
  await world.close();
  await blog.close();
});

/** Somebody's browser at a page; on a wide screen when `wide`. */
async function at(who: Viewer, path: string, as: Reader & { wide?: boolean } = {}): Promise<Page> {
  const context = await (as.wide ? desk : phone)(browser, as);
  contexts.push(context);
  const [name = '', value = ''] = (await world.cookieOf(who)).split(/=(.*)/s);
  await context.addCookies([{ name, value, url: world.origin }]);
  const page = await context.newPage();
  await page.goto(world.origin + path);
  return page;
}

test('a club is followed by keyboard from its own page, and no longer', async () => {
  const chat = await aChat(world);
  await inTransaction(world.as(null), (tx) => openClubPerson(tx, chat.clubId));
  const page = await at(await world.aPatient(), `/${chat.slug}`);
  expect(await axe(page)).toEqual([]);
  await page.getByRole('button', { name: /^Follow/ }).press('Enter');
  await page.getByRole('button', { name: /^(Unfollow|Do not follow|Stop)/ }).press('Enter');
  await page.getByRole('button', { name: /^Follow/ }).waitFor();
});

test.each([{ script: true }, { script: false, dark: true }])(
  'a host lets in one answer from another server and leaves out another (%o)',
  async (reader) => {
    const chat = await aChat(world);
    const { personId } = await inTransaction(world.as(null), (tx) =>
      openClubPerson(tx, chat.clubId),
    );
    const named = { people: [personId] };
    const [mia, max] = [
      await someoneElsewhere(world, { name: `mia${chat.slug}`, called: 'Mia' }),
      await someoneElsewhere(world, { name: `max${chat.slug}`, called: 'Max' }),
    ];
    await says(world, mia, 'A1 It is cold in there', named);
    await says(world, max, 'A1 Buy my blankets', named);
    const page = await at(chat.host, `/${chat.slug}/${chat.date}/console`, reader);
    const waits = page.locator('section', { has: page.locator('#elsewhere') });
    await expect
      .poll(async () => {
        await page.reload();
        return waits.getByRole('listitem').count();
      })
      .toBe(2);
    if (reader.script) expect(await axe(page)).toEqual([]);
    await page.getByRole('button', { name: /^Let it in.*Mia/ }).press('Enter');
    await waits.getByText('It is cold in there').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: /^Leave it out.*Max/ }).click();
    await waits.waitFor({ state: 'detached' });
    const transcript = await fetch(`${world.origin}/${chat.slug}/${chat.date}/transcript`);
    const text = await transcript.text();
    expect(text).toContain('It is cold in there');
    expect(text).not.toContain('Buy my blankets');
  },
);

test('a page elsewhere waits at its desk, is shown under the guest post, and put away again', async () => {
  const asked = await aGuestPost(world, 'blanket-club');
  const target = world.origin + asked.path;
  blog.put('/post', blogPost(target, { doing: 'u-in-reply-to' }));
  const told = await outsideOf(world).mention(`http://${blog.host}/post`, target);
  expect(told.status).toBe(202);
  const page = await at(asked.curator, asked.path.replace(/guest-post$/, 'elsewhere'));
  const show = page.getByRole('button', { name: 'Show it: On blankets' });
  await expect
    .poll(async () => {
      await page.reload();
      return show.count();
    })
    .toBe(1);
  expect(await axe(page)).toEqual([]);
  await show.press('Enter');
  await page.getByRole('heading', { name: 'Shown' }).waitFor();
  const guest = await at(await world.aPatient(), asked.path, { wide: true });
  await guest.getByRole('link', { name: /On blankets/ }).waitFor();
  expect(await axe(guest)).toEqual([]);
  await page.getByRole('button', { name: 'Put it away: On blankets' }).click();
  await page.getByRole('heading', { name: 'Shown' }).waitFor({ state: 'detached' });
  await guest.reload();
  expect(await guest.getByRole('link', { name: /On blankets/ }).count()).toBe(0);
});

test('whoever moves hears in words why it cannot be, and what they typed is there still', async () => {
  const page = await at(await world.aPatient(), '/settings/move');
  expect(await axe(page)).toEqual([]);
  await page.getByLabel('Your accounts elsewhere').fill('@anna@old.example\nnot an account');
  await page.getByRole('button', { name: 'Save my accounts' }).press('Enter');
  await page.getByRole('alert').waitFor();
  const typed = await page.getByLabel('Your accounts elsewhere').inputValue();
  expect(typed).toBe('@anna@old.example\nnot an account');
  await page.getByLabel('Your accounts elsewhere').fill('@anna@old.example');
  await page.getByRole('button', { name: 'Save my accounts' }).press('Enter');
  await page.getByText('Your other accounts are saved.').waitFor();
  await page.getByLabel('Your new account').fill('@anna@nowhere.invalid');
  await page.getByRole('button', { name: 'Move my followers' }).press('Enter');
  await page.getByRole('alert').waitFor();
  expect(await page.getByLabel('Your new account').inputValue()).toBe('@anna@nowhere.invalid');
});

test('the operator keeps to a list, brings one with a bad line, and stops a server', async () => {
  const olga = await world.aPerson({ operator: true });
  const since = world.clock.now();
  await world.services.db.insert(peer).values({ host: 'loud.example', since, succeeded: since });
  const page = await at(olga, '/operator/federation', { dark: true });
  expect(await axe(page)).toEqual([]);
  await page.getByLabel(/Only those on a list/).check();
  await page.getByRole('button', { name: 'Keep this' }).click();
  await page.getByText('Kept. It holds from now on.').waitFor();
  await page.getByText('What can I do about loud.example?').click();
  await page.getByRole('button', { name: 'Send nothing for now' }).press('Enter');
  await page.getByText('Stopped by you').waitFor();
  await page.goto(`${world.origin}/operator/federation/lists?rule=allow`);
  await page.getByText('Bring a list, or take this one along').click();
  await page.getByLabel('A list', { exact: true }).fill('calm.example\nno name at all');
  await page.getByRole('button', { name: 'Add this list' }).click();
  await page.getByText('New on it: 1.').waitFor();
  await page.getByText('no name at all').waitFor();
  await page.getByRole('button', { name: 'Take calm.example off the list' }).waitFor();
  expect(await axe(page)).toEqual([]);
});
