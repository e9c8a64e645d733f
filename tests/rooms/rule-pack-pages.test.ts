import { afterAll, beforeAll, expect, test } from 'vitest';
import { sendTo, type Answer } from './house-walk.ts';
import { openWorldWithSite, type ServedWorld } from '../site.ts';
import { template } from '#domain/boundaries/own-pack-rules.ts';
import { editionOf } from '#domain/boundaries/own-packs.server.ts';

let world: ServedWorld;
let olga: string;
let anna: string;
beforeAll(async () => {
  world = await openWorldWithSite({ working: false });
  olga = await world.cookieOf(await world.aPerson({ handle: 'olga', operator: true }));
  anna = await world.cookieOf(await world.aPerson({ handle: 'anna' }));
});
afterAll(() => world.close());

const at = '/operator/boundaries';
const key = 'own-our-hospital';
const look = (path: string, cookie = olga) => sendTo(world.origin, path, { cookie });

/** Sends a form of the editor; it says which edition it has seen, unless told otherwise. */
async function send(
  path: string,
  fields: Record<string, string> = {},
  cookie = olga,
): Promise<Answer> {
  const usual = { from: String(await editionOf(world.as(null))), name: 'Our hospital', host: '' };
  const body = new URLSearchParams({ ...usual, text: template, ...fields }).toString();
  return sendTo(world.origin, path, { cookie, body });
}

/** The words of a page, without its tags. */
const words = ({ body }: Answer) => body.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');

/** What might be put where a key or a number belongs. */
const noKeys = [
  ...['own-nothing', 'nothing', 'OWN-OUR-HOSPITAL', 'own-our-hospital%20', 'own-our-hospital%00'],
  ...['__proto__', 'constructor', 'toString', '..%2fbase', '%ff', '%ED%A0%80'],
  ...["'%20or%201=1--", 'own-%25', 'own_our_hospital', `own-${'x'.repeat(5000)}`],
];
const noNumbers = [
  ...['0', '-1', '+1', '01', '1.0', '1.5', '1e0', '0x1', '1n', '%201', '1%20', '1%00', 'NaN'],
  ...['Infinity', '99', '1000001', '9'.repeat(19), '9'.repeat(400), '%D9%A1', 'new', '__proto__'],
];

test('a pack is published, changed, rolled back and ended by its forms, and everybody reads what is in force', async () => {
  expect((await look(`/boundaries/${key}`, '')).status).toBe(404);
  const preview = await send(`${at}/new?/check`);
  expect([preview.status, words(preview)]).toEqual([
    200,
    expect.stringContaining('Open → With caution'),
  ]);
  const made = await send(`${at}/new?/publish`);
  expect([made.status, made.headers['location']]).toEqual([303, `${at}/${key}?done`]);
  await send(`${at}/${key}?/publish`, { name: 'Our two hospitals' });
  expect(words(await look(`/boundaries/${key}`, ''))).toContain('Our two hospitals');
  expect((await send(`${at}/${key}?/restore`, { number: '1' })).status).toBe(303);
  const page = words(await look(`${at}/${key}`));
  for (const line of ['Version 3: Our hospital', 'Version 2: Our two hospitals', '@olga'])
    expect(page).toContain(line);
  expect(words(await look(`/boundaries/${key}`, ''))).not.toContain('Our two hospitals');
  expect(words(await look(at))).toContain('Our hospital');
  expect((await send(`${at}/${key}?/end`)).status).toBe(303);
  expect((await look(`/boundaries/${key}`, '')).status).toBe(404);
  expect(words(await look('/boundaries', ''))).not.toContain('Our hospital');
}, 120_000);

test('a version stays where it was, as it was, for everybody; one that took a pack out of force is none', async () => {
  const versions = [];
  for (const number of [1, 2, 3]) {
    const path = `/boundaries/${key}/${number}`;
    const [open, signedIn] = [await look(path, ''), await look(path, anna)];
    expect([open.status, open.headers['content-type']]).toEqual([200, 'application/json']);
    expect(signedIn.body).toBe(open.body);
    versions.push(JSON.parse(open.body));
  }
  expect(versions.map(({ id, name }) => [id, name])).toEqual([
    [key, 'Our hospital'],
    [key, 'Our two hospitals'],
    [key, 'Our hospital'],
  ]);
  expect(versions[2].rules).toEqual(versions[0].rules);
  expect((await look(`/boundaries/${key}/4`, '')).status).toBe(404);
});

test('OPS-04: whatever else is written for a pack or its number is not there, and no two addresses are one version', async () => {
  const paths = [
    ...noKeys.flatMap((one) => [`/boundaries/${one}`, `/boundaries/${one}/1`, `${at}/${one}`]),
    ...noNumbers.map((one) => `/boundaries/${key}/${one}`),
    ...['base/1', 'uk-hcpc/1', `${key}/1/1`].map((one) => `/boundaries/${one}`),
    ...['base', 'uk-hcpc'].map((one) => `${at}/${one}`),
  ];
  for (const path of paths) {
    const { status, body } = await look(path);
    expect([path.slice(0, 60), [400, 404].includes(status)]).toEqual([path.slice(0, 60), true]);
    expect(body).not.toContain('OUR-1');
  }
});

test('PRV-20: the pages of the operator are absent for everybody else, with every form on them', async () => {
  const acts = ['check', 'publish', 'restore', 'end'];
  for (const cookie of [anna, '']) {
    for (const path of [at, `${at}/new`, `${at}/${key}`])
      expect([path, (await look(path, cookie)).status]).toEqual([path, 404]);
    for (const act of acts)
      expect((await send(`${at}/${key}?/${act}`, { number: '1' }, cookie)).status).toBe(404);
    for (const act of ['check', 'off', 'on'])
      expect((await send(`${at}?/${act}`, { pack: 'base', rule: 'R25' }, cookie)).status).toBe(404);
  }
  expect(await editionOf(world.as(null))).toBe(4);
});

test('what cannot be published is said in sentences with their lines, keeps what was typed, and changes nothing', async () => {
  const evil = '</textarea><script>alert(1)</script>';
  const cases: [fields: Record<string, string>, status: number, says: string][] = [
    [{ name: 'x' }, 400, 'Write a name of 3 to 80 letters.'],
    [{ name: 'n'.repeat(81) }, 400, 'Write a name of 3 to 80 letters.'],
    [{ host: 'https://hospital.example' }, 400, 'Write only the part after the @'],
    [{ professions: 'wizard' }, 400, 'Choose.'],
    [{ text: '  ' }, 400, 'Write at least one rule.'],
    [{ text: template.replace('forbid (', 'permit (') }, 422, 'A pack can only add concerns'],
    [{ text: `${template}\n${evil}` }, 422, 'Line '],
    [{ text: template.replace('OUR-1', '__proto__') }, 422, ''],
    [{ from: '0' }, 422, 'Somebody else has published meanwhile.'],
    [{ from: 'many' }, 422, 'Somebody else has published meanwhile.'],
  ];
  for (const [fields, status, says] of cases) {
    const answer = await send(`${at}/${key}?/publish`, fields);
    expect([fields, answer.status]).toEqual([fields, status]);
    expect(words(answer)).toContain(says);
    expect(answer.body).not.toContain('<script>alert');
  }
  for (const number of ['0', '9', 'x', ''])
    expect((await send(`${at}/${key}?/restore`, { number })).status).toBe(404);
  for (const act of ['restore', 'end'])
    expect((await send(`${at}/new?/${act}`, { number: '1' })).status).toBe(404);
  expect((await send(`${at}/own-nothing?/end`)).status).toBe(404);
  expect(await editionOf(world.as(null))).toBe(4);
});
