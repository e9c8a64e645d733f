import { createServer, type Server } from 'node:http';
import { HtmlValidate } from 'html-validate';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axe, desk, openBrowser, phone, type Reader } from '../browser.ts';
import { openWorldWithSite, type ServedWorld } from '../site.ts';
import { changeRoles } from '#domain/people/person-roles.server.ts';
import { changePicture } from '#domain/people/profile-pictures.server.ts';
import { changeProfile } from '#domain/people/profile.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let world: ServedWorld;
let browser: Browser;
let web: Server;
let elsewhere: string;
/** What the page elsewhere says. */
let said = '';

beforeAll(async () => {
  web = createServer((_req, res) => {
    res.writeHead(200, { 'content-type': 'text/html' }).end(said);
  });
  await new Promise<void>((done) => web.listen(0, '127.0.0.1', done));
  const address = web.address();
  const host = `localhost:${typeof address === 'object' && address ? address.port : 0}`;
  elsewhere = `http://${host}/about`;
  world = await openWorldWithSite({ env: { POCKETFRIENDS_PEERS: host } });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await world.close();
  web.close();
});

const pictures = process.env['PICTURES'];
let taken = 0;

async function isGood(page: Page, what: string): Promise<void> {
  expect({ at: page.url(), found: await axe(page) }).toEqual({ at: page.url(), found: [] });
  await fits(page, what);
}

async function fits(page: Page, what: string): Promise<void> {
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

/** A hill under an evening sky: something to put on a page. */
function hill(width: number, height: number): Promise<Buffer> {
  const drawn = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 200" preserveAspectRatio="xMidYMid slice">
    <rect width="300" height="200" fill="#e9b98a"/><circle cx="150" cy="80" r="30" fill="#fbe7c2"/>
    <path d="M0 140q80-60 160-10t140-20v90H0z" fill="#5d7f67"/><path d="M0 170q90-40 300-5v40H0z" fill="#3f5a49"/></svg>`;
  return sharp(Buffer.from(drawn), { density: 200 })
    .resize(width, height, { fit: 'cover' })
    .jpeg()
    .toBuffer();
}

const file = (buffer: Buffer) => ({ name: 'IMG_0042.jpg', mimeType: 'image/jpeg', buffer });

test('somebody makes their page on a phone: words, a picture, a link that leads back', async () => {
  const mira = await world.aPerson({ handle: 'mira', name: 'mira' });
  const context = await signedIn(mira);
  const page = await context.newPage();
  await page.goto(`${world.origin}/@mira`);
  await isGood(page, 'empty');
  await page.goto(`${world.origin}/settings/profile`);
  await isGood(page, 'words');
  await page.getByLabel('Your name here').fill('...');
  await page.getByLabel('Your pronouns').fill('she/her');
  await page.getByLabel('About you').fill('I was treated twice.\nI knit, and I read slowly.');
  await page.getByLabel('A language').selectOption({ label: 'German · Deutsch' });
  await page.getByRole('button', { name: 'Save my page' }).click();
  expect(await page.getByRole('alert').innerText()).toContain('Write a name');
  expect(await page.getByLabel('Your pronouns').inputValue()).toBe('she/her');
  expect(await page.getByLabel('A language').inputValue()).toBe('de');
  await isGood(page, 'words-wrong');
  await page.getByLabel('Your name here').fill('Mira of the Long Corridor');
  await page.getByRole('button', { name: 'Save my page' }).click();
  await page.waitForURL(/saved/);
  expect(await page.getByLabel('Language 2').isVisible()).toBe(true);

  await page.getByRole('link', { name: 'Pictures' }).click();
  await isGood(page, 'pictures');
  await page
    .getByLabel('A picture')
    .first()
    .setInputFiles(file(await hill(3000, 4000)));
  await page.getByRole('button', { name: 'Put this one there' }).first().click();
  await page.waitForURL(/kept=avatar/);
  await page.getByLabel('A picture', { exact: true }).setInputFiles(file(await hill(3600, 1600)));
  await page.getByRole('button', { name: 'Put this one there' }).click();
  await page.waitForURL(/kept=header/);
  await isGood(page, 'pictures-there');
  const wrong = { name: 'drawing.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg/>') };
  const field = page.getByLabel('Another picture').first();
  await field.setInputFiles(wrong);
  await page.getByRole('status').getByText('a screenshot of it works').waitFor();
  expect(await field.evaluate((input: HTMLInputElement) => input.files?.length)).toBe(0);
  await isGood(page, 'pictures-wrong');

  said = `<p><a rel="me" href="${world.origin}/@mira">me elsewhere</a></p>`;
  await page.getByRole('link', { name: 'Links' }).click();
  await isGood(page, 'links');
  await page.getByLabel('What it is called').first().fill('My long walk');
  await page.getByLabel('Its address').first().fill(elsewhere);
  await page.getByLabel('Its address').nth(1).fill('javascript:alert(1)');
  await page.getByRole('button', { name: 'Save my links' }).click();
  expect(await page.getByRole('alert').innerText()).toContain('begins with https://');
  expect(await page.getByLabel('Its address').first().inputValue()).toBe(elsewhere);
  await isGood(page, 'links-wrong');
  await page.getByLabel('Its address').nth(1).fill('example.org/knitting');
  await page.getByRole('button', { name: 'Save my links' }).click();
  await page.waitForURL(/saved/);
  await expect
    .poll(async () => {
      await page.goto(`${world.origin}/@mira`);
      return page.getByText('Leads back here, checked on').count();
    })
    .toBe(1);
  expect(await page.locator('a[rel~="me"]').count()).toBe(2);
  await isGood(page, 'full');
  await page.goto(`${world.origin}/settings/profile/links`);
  await isGood(page, 'links-checked');
  await context.close();
}, 120_000);

test('a role that is set to nobody is gone for others, with script and without', async () => {
  const other = await signedIn(await world.aPerson({ handle: 'onlooker' }));
  const look = await other.newPage();
  for (const script of [true, false]) {
    const handle = script ? 'ada_script' : 'ada_plain';
    const ada = await world.aPerson({ handle, name: 'Ada', roles: ['patient'] });
    const context = await signedIn(ada, { script });
    const page = await context.newPage();
    const seen = async () => {
      await look.goto(`${world.origin}/@${handle}`);
      return look.getByText('Patient', { exact: true }).count();
    };
    expect(await seen()).toBe(1);
    await page.goto(`${world.origin}/settings/roles`);
    if (script) await isGood(page, 'roles');
    await page.getByLabel('Patient', { exact: true }).selectOption('Nobody but me');
    await page.getByLabel('Carer', { exact: true }).selectOption('People who are signed in');
    await page.getByRole('button', { name: 'Save what brings me here' }).click();
    await page.waitForURL(/saved/);
    expect(await seen()).toBe(0);
    expect(await look.getByText('Carer', { exact: true }).count()).toBe(1);
    await page.goto(`${world.origin}/@${handle}`);
    expect(await page.getByText('seen by nobody but you').count()).toBe(1);
    if (script) await isGood(page, 'own-roles');
    await page.getByRole('link', { name: 'See it as everyone does' }).click();
    await page.getByText('This is your page as everyone sees it').waitFor();
    expect(await page.getByText(/^(Patient|Carer)$/).count()).toBe(0);
    await context.close();
  }
  await other.close();
}, 60_000);

test('without script a picture is put there and taken away again', async () => {
  const bo = await world.aPerson({ handle: 'bo_plain', name: 'Bo' });
  const context = await signedIn(bo, { script: false });
  const page = await context.newPage();
  await page.goto(`${world.origin}/settings/profile/pictures`);
  await page
    .getByLabel('A picture')
    .first()
    .setInputFiles(file(await hill(2000, 1500)));
  await page.getByRole('button', { name: 'Put this one there' }).first().click();
  await page.waitForURL(/kept=avatar/);
  const shown = page.locator('.avatar > img');
  expect(await shown.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(400);
  await page.getByRole('button', { name: 'Take the picture away' }).click();
  await page.waitForURL(/removed/);
  expect(await shown.count()).toBe(0);
  await context.close();
});

test('being found and moving say plainly what they do', async () => {
  const kim = await world.aPerson({ handle: 'kim_found', name: 'Kim' });
  const context = await signedIn(kim);
  const page = await context.newPage();
  await page.goto(`${world.origin}/settings/found`);
  await isGood(page, 'found');
  await page.getByLabel('Search engines may list my page').check();
  await page.getByRole('button', { name: 'Save my choice' }).click();
  await page.waitForURL(/saved/);
  expect(await page.getByLabel('Search engines may list my page').isChecked()).toBe(true);
  expect(await page.getByLabel('People may find me here').isChecked()).toBe(false);
  await page.goto(`${world.origin}/settings/move`);
  await isGood(page, 'move');
  await page.getByLabel('Your accounts elsewhere').fill('kim at home');
  await page.getByRole('button', { name: 'Save my accounts' }).click();
  expect(await page.getByRole('alert').innerText()).toContain('kim at home');
  await page.getByLabel('Your accounts elsewhere').fill('kim@example.social');
  await page.getByRole('button', { name: 'Save my accounts' }).click();
  await page.waitForURL(/saved/);
  expect(await page.getByLabel('Your accounts elsewhere').inputValue()).toBe('@kim@example.social');
  await context.close();
});

/** Names that try a page: long without a gap, and written from right to left. */
async function aHardOne(handle: string, name: string, bio: string): Promise<Viewer> {
  const viewer = await world.aPerson({ handle, name });
  const as = world.as(viewer);
  const languages = ['ar', 'he', 'de', 'en', 'mi'];
  await changeProfile(as, { name, bio, pronouns: 'هي', languages, zone: 'Asia/Amman' });
  await changeRoles(as, [
    { role: 'professional', audience: 'everyone' },
    { role: 'researcher', audience: 'people' },
    { role: 'patient', audience: 'friends' },
  ]);
  await changePicture(as, 'avatar', await hill(800, 800));
  return viewer;
}

test('pages of people with hard names fit, by day and by lamp, on a phone and on a desk', async () => {
  const nadia = await aHardOne('nadia_h', 'نادية حداد', 'مرحبا بكم. أقرأ في المساء.');
  const long = await aHardOne(
    'a_very_long_handle_of_thirty_c',
    'Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlungsstelle',
    `${'Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz'.repeat(3)} and so on.`,
  );
  await changePicture(world.as(long), 'header', await hill(1800, 600));
  for (const wide of [false, true])
    for (const dark of [false, true])
      for (const who of [nadia, long]) {
        const context = await signedIn(who, { dark }, wide);
        const page = await context.newPage();
        await page.goto(`${world.origin}/@${who.handle}`);
        await isGood(page, `${who.handle.slice(0, 6)}${dark ? '-dark' : ''}`);
        if (dark) {
          await page.goto(`${world.origin}/settings/profile/pictures`);
          await isGood(page, 'pictures-dark');
          await page.goto(`${world.origin}/@mira`);
          await isGood(page, 'mira-dark');
        } else if (wide && who === nadia) {
          for (const path of ['/settings/profile', '/settings/roles', '/@mira']) {
            await page.goto(world.origin + path);
            await isGood(page, path.replace(/\W+/g, '-'));
          }
        }
        await context.close();
      }
}, 120_000);

test('the pages are valid HTML as they are sent', async () => {
  const validator = new HtmlValidate({ extends: ['html-validate:standard'] });
  const vera = await aHardOne('vera', 'Vera', 'Words.');
  const cookie = await world.cookieOf(vera);
  const own = ['', '/pictures', '/links'].map((end) => `/settings/profile${end}`);
  const others = ['/settings/roles', '/settings/found', '/settings/move', '/@vera', '/@mira'];
  for (const path of [...own, ...others]) {
    const html = await (await fetch(world.origin + path, { headers: { cookie } })).text();
    const { results } = await validator.validateString(html);
    const faults = results.flatMap(({ messages }) =>
      messages.map(({ message, line }) => `${path}:${line} ${message}`),
    );
    expect(faults).toEqual([]);
  }
});
