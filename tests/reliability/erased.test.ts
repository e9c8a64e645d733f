import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { engine, openPlace, testServer, type Place } from './place.ts';
import { command, startProduct } from './product.ts';
import { post } from './writers.ts';
import { buildWhenChanged } from '../../scripts/ready.mjs';

const password = 'a kettle sings at nine';

beforeAll(() => buildWhenChanged(process.execPath));

/** Makes somebody by command; the exit code says whether there is one now. */
async function made(place: Place, handle: string, email = `${handle}@example.org`) {
  const about = ['--handle', handle, '--email', email, '--password', password];
  return (await command(['person', 'create', ...about], place.env)).code === 0;
}

async function canSignIn(place: Place, handle: string): Promise<boolean> {
  const fields = { email: `${handle}@example.org`, password };
  return (await post(`${place.origin}/sign-in`, place.origin, fields)) === 303;
}

/** Who can sign in once the product has started. */
async function whoIsThere(place: Place): Promise<string[]> {
  const product = startProduct(place.env);
  try {
    await product.ready();
    const there = [];
    for (const handle of ['anna', 'ben']) if (await canSignIn(place, handle)) there.push(handle);
    return there;
  } finally {
    await product.kill('SIGTERM');
  }
}

/** Lets the seven days of somebody be over, and the product do what it does then. */
async function erase(place: Place, handle: string): Promise<void> {
  const product = startProduct(place.env);
  try {
    await product.ready();
    await place.query(
      `insert into leaving (person_id, asked, ends) select id, now(), now() from person where handle = $1`,
      [handle],
    );
    const left = () => place.query('select from person where handle = $1', [handle]);
    await expect.poll(left, { timeout: 90_000, interval: 500 }).toEqual([]);
  } finally {
    await product.kill('SIGTERM');
  }
}

test(`ERA-01: ${engine}: an older backup brings nobody back who was erased, and their handle is not given again`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pf-erased-'));
  const places: Place[] = [];
  const open = async () => {
    const place = await openPlace({ server: testServer });
    places.push(place);
    return place;
  };
  try {
    const first = await open();
    expect(await made(first, 'anna')).toBe(true);
    expect(await made(first, 'ben')).toBe(true);
    const file = join(folder, 'before.tar.gz');
    expect(await command(['backup', file], first.env)).toMatchObject({ code: 0 });
    await erase(first, 'anna');
    const list = join(first.dataDir, 'erased.jsonl');
    expect(readFileSync(list, 'utf8')).not.toMatch(/anna/);

    const strange = join(folder, 'strange.jsonl');
    writeFileSync(strange, '{"person":"everybody"}\n');
    const fresh = await open();
    const refused = await command(['restore', file, '--erased', strange], fresh.env);
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.said).toContain('not a list');
    const done = await command(['restore', file, '--erased', list], fresh.env);
    expect(done).toMatchObject({ code: 0 });
    expect(done.said).toContain('Erased once more: 1');
    expect(await whoIsThere(fresh)).toEqual(['ben']);
    expect(await made(fresh, 'anna', 'other@example.org')).toBe(false);
    expect(existsSync(join(fresh.dataDir, 'erased.jsonl'))).toBe(true);

    // Without the list she is back, as the backup knows her; with it beside the database, the next start sees to it.
    const bare = await open();
    expect(await command(['restore', file], bare.env)).toMatchObject({ code: 0 });
    expect(await whoIsThere(bare)).toEqual(['anna', 'ben']);
    copyFileSync(list, join(bare.dataDir, 'erased.jsonl'));
    expect(await whoIsThere(bare)).toEqual(['ben']);
  } finally {
    for (const place of places) await place.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
