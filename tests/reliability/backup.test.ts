import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { engine, openPlace, testServer, type Place } from './place.ts';
import { command, startProduct } from './product.ts';
import { post } from './writers.ts';
import { buildWhenChanged } from '../../scripts/ready.mjs';

const local = 'postgresql://postgres@127.0.0.1:5432/postgres';
const password = 'a kettle sings at nine';
const me = { handle: 'anna', email: 'anna@example.org' };

beforeAll(() => buildWhenChanged(process.execPath));

test(`${engine}: a backup goes back onto an empty folder and onto a separate server, and people can sign in`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pf-files-'));
  const places: Place[] = [];
  const open = async (server: string | undefined) => {
    const place = await openPlace({ server });
    places.push(place);
    return place;
  };
  try {
    const first = await open(testServer);
    const make = [
      'person',
      'create',
      '--handle',
      me.handle,
      '--email',
      me.email,
      '--password',
      password,
    ];
    expect(await command(make, first.env)).toMatchObject({ code: 0 });
    await signInWorks(first);
    const file = join(folder, 'first.tar.gz');
    expect(await command(['backup', file], first.env)).toMatchObject({ code: 0 });

    const fresh = await open(undefined);
    const damaged = join(folder, 'damaged.tar.gz');
    const bytes = readFileSync(file);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    writeFileSync(damaged, bytes);
    const refused = await command(['restore', damaged], fresh.env);
    expect(refused.code).toBe(1);
    expect(refused.said).toContain('is damaged');

    expect(await command(['restore', file], fresh.env)).toMatchObject({ code: 0 });
    await signInWorks(fresh);
    const again = await command(['restore', file], fresh.env);
    expect(again.said).toContain('is not empty');

    const server = testServer ?? ((await answers(local)) ? local : undefined);
    if (!server) return;
    const moved = join(folder, 'moved.tar.gz');
    expect(await command(['backup', moved], fresh.env)).toMatchObject({ code: 0 });
    const separate = await open(server);
    expect(await command(['restore', moved], separate.env)).toMatchObject({ code: 0 });
    await signInWorks(separate);
  } finally {
    for (const place of places) await place.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

async function signInWorks(place: Place): Promise<void> {
  const product = startProduct(place.env);
  try {
    await product.ready();
    const tried = async (word: string) =>
      post(`${place.origin}/sign-in`, place.origin, { email: me.email, password: word });
    expect(await tried('not the right one')).toBe(403);
    expect(await tried(password)).toBe(303);
  } finally {
    await product.kill('SIGTERM');
  }
}

async function answers(server: string): Promise<boolean> {
  const place = await openPlace({ server }).catch(() => undefined);
  await place?.close();
  return place !== undefined;
}
