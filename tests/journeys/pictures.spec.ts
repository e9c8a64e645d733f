import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { axe, desk, openBrowser, phone, type Reader } from '../browser.ts';
import { besidePixels } from '../makers/tainted-pictures.ts';
import { openWorldWithSite, type ServedWorld } from '../site.ts';
import { mediaWords } from '#domain/posts/media-rules.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let world: ServedWorld;
let browser: Browser;
let nia: Viewer;
/** What the house was sent: bytes of files, as they came from the device. */
let sent: Buffer[] = [];

beforeAll(async () => {
  world = await openWorldWithSite();
  browser = await openBrowser();
  const { storage } = world.services;
  const save = storage.savePicture;
  vi.spyOn(storage, 'savePicture').mockImplementation(async (bytes, options) => {
    sent.push(Buffer.from(bytes));
    return save(bytes, options);
  });
});
afterAll(async () => {
  await browser.close();
  await world.close();
});
beforeEach(async () => {
  sent = [];
  nia = await world.aPerson();
});

const pictures = process.env['PICTURES'];

async function isGood(page: Page, what: string): Promise<void> {
  expect({ what, found: await axe(page) }).toEqual({ what, found: [] });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(wide, what).toBeLessThanOrEqual(0);
  const { width = 0 } = page.viewportSize() ?? {};
  if (pictures) await page.screenshot({ path: `${pictures}/${what}-${width}.png` });
}

/** Somebody's page, and what their browser complained of: the policy above all. */
async function at(path: string, reader: Reader = {}, wide = false) {
  const context: BrowserContext = await (wide ? desk : phone)(browser, reader);
  const [name = '', value = ''] = (await world.cookieOf(nia)).split('=');
  await context.addCookies([{ name, value, url: world.origin }]);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (said) => said.type() === 'error' && faults.push(said.text()));
  page.on('pageerror', (fault) => faults.push(fault.message));
  await page.goto(world.origin + path);
  return { page, faults };
}

interface Part {
  left: number;
  top: number;
  width: number;
  height: number;
}
/** Parts of the photograph, in hundredths of its sides. */
const name: Part = { left: 10, top: 10, width: 62, height: 12 };
const wristband: Part = { left: 20, top: 60, width: 60, height: 10 };
const elsewhere: Part = { left: 10, top: 35, width: 70, height: 12 };

/** A photograph of a screen and a hand: a burnt-in name, a wristband, and where it was taken. */
async function photograph(width = 3000, height = 2250): Promise<Buffer> {
  const x = (part: number) => (part * width) / 100;
  const y = (part: number) => (part * height) / 100;
  const line = (at: Part, words: string) =>
    `<rect x="${x(at.left)}" y="${y(at.top)}" width="${x(at.width)}" height="${y(at.height)}" fill="#fff"/>
     <text x="${x(at.left + 1)}" y="${y(at.top + at.height * 0.7)}" font-size="${y(at.height * 0.6)}" font-family="sans-serif" font-weight="bold">${words}</text>`;
  const drawn = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <rect width="${width}" height="${height}" fill="#86796a"/>
    ${line(name, 'OKONKWO MARIA')}${line(elsewhere, 'the corridor at last')}${line(wristband, 'NHS 999 000 0018')}</svg>`;
  // As a telephone keeps it: lying on its side, with a word that says so.
  const lying = await sharp(Buffer.from(drawn), { limitInputPixels: false }).rotate(270).toBuffer();
  return sharp(lying, { limitInputPixels: false })
    .withMetadata({ orientation: 6 })
    .withExifMerge({
      IFD0: { ImageDescription: 'MRN 12345' },
      IFD1: { ImageDescription: 'TAINT-THUMB' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1', GPSMapDatum: 'TAINT-GPS' },
    })
    .jpeg({ quality: 92 })
    .toBuffer();
}

const choice = (buffer: Buffer, called = 'IMG_0042.jpg', mimeType = 'image/jpeg') => ({
  name: called,
  mimeType,
  buffer,
});

/** The grey pixels of a part, as large as they are. */
async function greyOf(bytes: Buffer, { left, top, width, height }: Part) {
  const upright = await sharp(bytes).autoOrient().toBuffer();
  const { width: wide = 0, height: high = 0 } = await sharp(upright).metadata();
  const part = {
    left: Math.round((left * wide) / 100),
    top: Math.round((top * high) / 100),
    width: Math.round((width * wide) / 100),
    height: Math.round((height * high) / 100),
  };
  const { data } = await sharp(upright)
    .extract(part)
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: part.width };
}

/** How much neighbouring pixels differ: letters have edges. */
async function edges(bytes: Buffer, part: Part): Promise<number> {
  const { data, width } = await greyOf(bytes, part);
  let sum = 0;
  for (let at = 1; at < data.length; at++)
    if (at % width !== 0) sum += Math.abs((data[at] ?? 0) - (data[at - 1] ?? 0));
  return sum / data.length;
}

const stageOf = (page: Page) => page.getByRole('dialog', { name: 'Cover something' });

async function placeIn(page: Page, { left, top }: Pick<Part, 'left' | 'top'>) {
  const box = await stageOf(page).locator('canvas').boundingBox();
  if (!box) throw new Error('The picture is not there.');
  return { x: box.x + (left * box.width) / 100, y: box.y + (top * box.height) / 100 };
}

async function drag(page: Page, from: Pick<Part, 'left' | 'top'>, to: Pick<Part, 'left' | 'top'>) {
  const [start, end] = [await placeIn(page, from), await placeIn(page, to)];
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 4 });
  await page.mouse.move(end.x, end.y, { steps: 4 });
  await page.mouse.up();
}

const corner = ({ left, top, width, height }: Part, by = 0) =>
  [
    { left: left - by, top: top - by },
    { left: left + width + by, top: top + height + by },
  ] as const;

async function blurWristband(page: Page): Promise<void> {
  for (const down of [1, 5, 9])
    await drag(
      page,
      { left: wristband.left, top: wristband.top + down },
      { left: wristband.left + wristband.width, top: wristband.top + down },
    );
}

async function openEditor(within: Page | Locator, page: Page): Promise<Locator> {
  await within.getByRole('button', { name: 'Cover something' }).click();
  await stageOf(page).locator('canvas').waitFor();
  return stageOf(page);
}

/** Nothing of the name, the wristband or the place, and all the rest as it was. */
async function expectCovered(bytes: Buffer, before: Buffer, where: string): Promise<void> {
  const { data } = await greyOf(bytes, name);
  const middle = data.reduce((sum, value) => sum + value, 0) / data.length;
  expect(middle, `${where}: the name is black`).toBeLessThan(8);
  expect(await edges(bytes, name), `${where}: no letter of the name`).toBeLessThan(1);
  expect(await edges(bytes, wristband), `${where}: no letter of the wristband`).toBeLessThan(2);
  const { width = 0 } = await sharp(bytes).metadata();
  const alike = await sharp(before).autoOrient().resize({ width }).toBuffer();
  // The control: letters there were, and letters beside them stay.
  expect(await edges(alike, name)).toBeGreaterThan(4);
  expect(await edges(alike, wristband)).toBeGreaterThan(4);
  expect(await edges(bytes, elsewhere), where).toBeGreaterThan(
    (await edges(alike, elsewhere)) * 0.8,
  );
  const text = bytes.toString('latin1');
  for (const word of ['Exif', 'GPS', 'MRN', 'TAINT', 'OKONKWO']) expect(text).not.toContain(word);
}

async function storedOf(address: string): Promise<Buffer[]> {
  const file = /[0-9a-f]{32}\.webp/.exec(address)?.[0] ?? address;
  const folder = join(world.services.config.dataDir, 'media');
  const found = await readdir(folder, { recursive: true });
  const own = found.filter((one) => one.endsWith(file));
  return Promise.all(own.map((one) => readFile(join(folder, one))));
}

test('a photograph with a place, a wristband and a burnt-in name goes up blurred and clean', async () => {
  const bytes = await photograph();
  expect(bytes.toString('latin1')).toMatch(/Exif[^]*TAINT-GPS/);
  const { page, faults } = await at('/write-post');
  await page.getByLabel('What would you like to say?').fill('The corridor, at last.');
  await page.locator('form[data-composer] input[type=file]').setInputFiles(choice(bytes));
  await page.getByText('faces, screens, wristbands').waitFor();
  await isGood(page, 'chosen');
  const editor = await openEditor(page, page);
  await editor.getByLabel('Black bar').check();
  await drag(page, ...corner(name, 1));
  await editor.getByText('One place is covered.').waitFor();
  await editor.getByLabel('Blur').check();
  await blurWristband(page);
  await drag(page, { left: 10, top: 90 }, { left: 60, top: 90 });
  await editor.getByText('5 places are covered.').waitFor();
  await editor.getByRole('button', { name: 'Undo' }).click();
  await editor.getByText('4 places are covered.').waitFor();
  await isGood(page, 'covered');
  await editor.getByRole('button', { name: 'Done' }).click();
  await page.getByText('What you covered is gone').waitFor();
  expect(sent).toEqual([]);
  await page.getByRole('button', { name: 'Add it' }).click();
  await page.getByLabel('What is to be seen or heard').fill('A corridor');
  await page.getByRole('button', { name: 'Post it' }).click();
  const shown = page.getByRole('article').first().getByRole('img', { name: 'A corridor' });
  await shown.waitFor();

  // What left the device was covered already, and no larger than what is kept.
  const [first, ...others] = sent;
  expect(others).toEqual([]);
  const { width, format } = await sharp(first).metadata();
  expect([width, format]).toEqual([1600, 'jpeg']);
  await expectCovered(first ?? Buffer.alloc(0), bytes, 'on its way');
  const address = (await shown.getAttribute('src')) ?? '';
  const files = await storedOf(address);
  expect(files).toHaveLength(2);
  const served = ['', '?size=small', '?size=original'].map(async (more) => {
    const answer = await fetch(new URL(address.replace(/\?.*/, '') + more, world.origin));
    return Buffer.from(await answer.arrayBuffer());
  });
  for (const one of [...files, ...(await Promise.all(served))]) {
    expect(besidePixels(one)).toEqual([]);
    await expectCovered(one, bytes, 'kept');
  }
  expect(faults).toEqual([]);
});

/** The element that has the focus, as it is called. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const one = document.activeElement;
    const label = one instanceof HTMLInputElement ? one.labels?.[0]?.innerText : undefined;
    return (label ?? one?.getAttribute('aria-label') ?? one?.textContent ?? '').trim();
  });

async function tabTo(page: Page, called: string): Promise<void> {
  for (let count = 0; count < 30; count++) {
    if ((await focused(page)) === called) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`The keyboard does not reach ${called}.`);
}

test.each<[string, Reader, boolean]>([
  ['phone', { dark: true }, false],
  ['desk', {}, true],
  ['desk-dark', { dark: true }, true],
])(
  'by keys alone (%s): a box is moved, made larger, covered, undone and covered',
  async (what, reader, wide) => {
    const { page, faults } = await at('/write-post', reader, wide);
    const bytes = await photograph(1600, 1200);
    await page.locator('form[data-composer] input[type=file]').setInputFiles(choice(bytes));
    const chosen = page.locator('[data-chosen-file]');
    await chosen.getByRole('button', { name: 'Cover something' }).focus();
    await page.keyboard.press('Enter');
    const editor = stageOf(page);
    await editor.locator('canvas').waitFor();
    await tabTo(page, 'Blur');
    await page.keyboard.press('ArrowRight');
    expect(await editor.getByLabel('Black bar').isChecked()).toBe(true);
    await tabTo(page, 'Use a box and keys');
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page)).toBe('Box to cover');
    // It begins in the middle: 38% from the left, 38% from the top, 25% wide and high.
    await press(page, 'ArrowLeft', 15);
    await press(page, 'ArrowUp', 12);
    await press(page, 'Shift+ArrowRight', 14);
    await editor.getByText('from the top, 53% wide').waitFor();
    await isGood(page, `keys-${what}`);
    await page.keyboard.press('Enter');
    await editor.getByText('One place is covered.').waitFor();
    await tabTo(page, 'Undo');
    await page.keyboard.press('Enter');
    await editor.getByText('Nothing is covered now.').waitFor();
    await tabTo(page, 'Box to cover');
    await page.keyboard.press('Enter');
    await editor.getByText('One place is covered.').waitFor();
    // Escape puts the box away, and would leave next; but what is covered is not lost by one key.
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await editor.getByText('Choose Done to keep').waitFor();
    await tabTo(page, 'Done');
    await page.keyboard.press('Enter');
    await page.getByText('What you covered is gone').waitFor();
    expect(await focused(page)).toBe('Change what is covered');
    await tabTo(page, 'Add it');
    await page.keyboard.press('Enter');
    await page.getByLabel('What is to be seen or heard').waitFor();
    expect(await edges(sent[0] ?? Buffer.alloc(0), name)).toBeLessThan(1);
    expect(faults).toEqual([]);
  },
);

async function press(page: Page, key: string, times: number): Promise<void> {
  for (let count = 0; count < times; count++) await page.keyboard.press(key);
}

test('a finger on "Add pictures" changes nothing of the page: what is hidden stays so under it', async () => {
  const { page } = await at('/write-post');
  const label = page.locator('[data-add-file] label');
  const before = await label.boundingBox();
  await label.locator('input').focus();
  await isGood(page, 'choosing');
  expect(await label.boundingBox()).toEqual(before);
});

test('what is covered can be changed until it is sent, and all of it taken back', async () => {
  const { page } = await at('/write-post');
  const bytes = await photograph(1200, 900);
  await page.locator('form[data-composer] input[type=file]').setInputFiles(choice(bytes));
  let editor = await openEditor(page, page);
  await editor.getByLabel('Black bar').check();
  await drag(page, ...corner(name, 1));
  await editor.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: 'Change what is covered' }).click();
  editor = stageOf(page);
  await editor.locator('canvas').waitFor();
  await editor.getByRole('button', { name: 'Start again' }).click();
  await editor.getByRole('button', { name: 'Leave it as it was' }).click();
  // Left as it was: covered.
  await page.getByRole('button', { name: 'Change what is covered' }).click();
  await editor.getByRole('button', { name: 'Undo' }).click();
  await editor.getByText('Nothing is covered now.').waitFor();
  await editor.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: 'Cover something' }).waitFor();
  await page.getByRole('button', { name: 'Post it' }).click();
  await page.getByText('You chose something that is not added yet.').waitFor();
  await page.getByRole('button', { name: 'Leave it out' }).click();
  await page.getByText('It never left this device.').waitFor();
  expect(sent).toEqual([]);
});

test('a scan and a drawing are refused before they leave the device; a film comes with a word of warning', async () => {
  const { page } = await at('/write-post');
  const asked: string[] = [];
  page.on('request', (request) => void asked.push(request.url()));
  const input = page.locator('form[data-composer] input[type=file]');
  const dicom = Buffer.concat([
    Buffer.from([0xff, 0xd8, 0xff, 0xe0]),
    Buffer.alloc(124),
    Buffer.from('DICM'),
  ]);
  await input.setInputFiles(choice(dicom, 'photo.jpg'));
  await page.getByText(mediaWords.dicom).waitFor();
  await input.setInputFiles(choice(Buffer.from('<svg/>'), 'photo.png', 'image/png'));
  await page.getByText(mediaWords.svg).waitFor();
  expect(await page.locator('[data-chosen-file]').count()).toBe(0);
  await input.setInputFiles(choice(Buffer.from('\0\0\0\x18ftypmp42'), 'ward.mp4', 'video/mp4'));
  await page.getByText('Voices and places can be recognised').waitFor();
  expect(await page.getByRole('button', { name: 'Cover something' }).count()).toBe(0);
  expect(asked.filter((url) => url.includes('/uploads/'))).toEqual([]);
});

test('a photograph of 48 megapixels is covered and arrives; one that cannot be opened says so and stays', async () => {
  const { page } = await at('/write-post');
  const input = page.locator('form[data-composer] input[type=file]');
  const vast = await photograph(8000, 6000);
  await input.setInputFiles(choice(vast));
  const editor = await openEditor(page, page);
  await editor.getByLabel('Black bar').check();
  await drag(page, ...corner(name, 1));
  await blurWristband(page);
  await editor.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: 'Add it' }).click();
  await page.getByLabel('What is to be seen or heard').waitFor();
  expect(await sharp(sent[0]).metadata()).toMatchObject({ width: 1600, height: 1200 });

  const broken = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(64)]);
  await input.setInputFiles(choice(broken));
  await page.getByRole('button', { name: 'Cover something' }).click();
  await stageOf(page).getByText('nothing was changed').waitFor();
  await isGood(page, 'cannot');
  await stageOf(page).getByRole('button', { name: 'Leave it as it was' }).click();
  expect(await page.locator('[data-chosen-file]').count()).toBe(1);
});

test('a tap that is quicker than the screen for covering closes sends the covered picture', async () => {
  const { page } = await at('/write-post');
  // What a hurried finger meets: the screen is gone, and its word that it has closed has not come yet.
  await page.evaluate(() => {
    addEventListener('close', (event) => event.stopImmediatePropagation(), { capture: true });
  });
  await page
    .locator('form[data-composer] input[type=file]')
    .setInputFiles(choice(await photograph(1200, 900)));
  const editor = await openEditor(page, page);
  await editor.getByLabel('Black bar').check();
  await drag(page, ...corner(name, 1));
  await editor.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: 'Add it' }).click();
  await page.getByLabel('What is to be seen or heard').waitFor();
  expect(await edges(sent[0] ?? Buffer.alloc(0), name)).toBeLessThan(1);
});

test('a face for one’s page is covered in the same way, in the field of its form', async () => {
  const bytes = await photograph(1200, 900);
  const { page, faults } = await at('/settings/profile/pictures', {}, true);
  await page.getByLabel('A picture').first().setInputFiles(choice(bytes));
  const editor = await openEditor(page, page);
  await editor.getByLabel('Black bar').check();
  await drag(page, { left: 1, top: 1 }, { left: 99, top: 99 });
  await editor.getByRole('button', { name: 'Done' }).click();
  await page.getByText('What you covered is gone').waitFor();
  await isGood(page, 'profile');
  await page.getByRole('button', { name: 'Put this one there' }).first().click();
  await page.waitForURL(/kept=avatar/);
  expect(sent[0]?.toString('latin1')).not.toMatch(/Exif|TAINT/);
  expect(await edges(sent[0] ?? Buffer.alloc(0), elsewhere)).toBeLessThan(1);
  expect(faults).toEqual([]);
});
