import { beforeAll, describe, expect, test } from 'vitest';
import type { Care } from './entries.ts';
import { keyHalfOf } from './key-half.server.ts';
import { newDeviceKey, newEntryId, openEntry, ownKeyOf, ownerOf, sealEntry } from './seal.ts';
import type { Half, OwnKey, Sealed } from './seal.ts';

const care: Care = {
  kind: 'care',
  written: '2026-11-22T12:00:00.000Z',
  place: 'Meadow Clinic',
  since: '2024',
  until: '',
};
const secret = 'a secret of a server that is long enough';
const halfOf = (personId: string, handle: string, from = secret): Half => {
  const viewer = { personId, handle, name: handle, operator: false, zone: 'UTC' };
  const half = keyHalfOf({ viewer, secret: from });
  if (!half) throw new Error('Somebody is signed in.');
  return half;
};

let device: CryptoKey;
let anna: OwnKey;
let sealed: Sealed;
beforeAll(async () => {
  device = await newDeviceKey();
  anna = await ownKeyOf(device, halfOf('1', 'anna'));
  sealed = await sealEntry(anna, newEntryId(), care);
});

/** The same with one bit turned. */
function bent(bytes: ArrayBuffer, at: number): ArrayBuffer {
  const copy = new Uint8Array(bytes.slice(0));
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy.buffer;
}

test('what one person seals on a device, that person opens there again', async () => {
  expect(await openEntry(anna, sealed)).toEqual(care);
  const later = await ownKeyOf(device, halfOf('1', 'anna'));
  expect(await openEntry(later, sealed)).toEqual(care);
});

describe('nothing opens', () => {
  test('with another half of the server, another device, or another person’s key', async () => {
    const others = [
      await ownKeyOf(device, halfOf('1', 'anna', 'the server has another secret now, as long')),
      await ownKeyOf(await newDeviceKey(), halfOf('1', 'anna')),
      await ownKeyOf(device, halfOf('2', 'ben')),
    ];
    for (const other of others) {
      expect(await openEntry(other, sealed)).toBeUndefined();
      // Not even under the right mark.
      expect(await openEntry({ ...other, owner: anna.owner }, sealed)).toBeUndefined();
    }
  });

  test('when any one byte was changed', async () => {
    for (let at = 0; at < sealed.sealed.byteLength; at += 1)
      expect(
        await openEntry(anna, { ...sealed, sealed: bent(sealed.sealed, at) }),
        `${at}`,
      ).toBeUndefined();
    for (let at = 0; at < 12; at += 1) {
      const iv = new Uint8Array(bent(sealed.iv.buffer, at));
      expect(await openEntry(anna, { ...sealed, iv }), `iv ${at}`).toBeUndefined();
    }
    const short = sealed.sealed.slice(0, 15);
    expect(await openEntry(anna, { ...sealed, sealed: short })).toBeUndefined();
  });

  test('in the place of another entry, or under another mark', async () => {
    const other = await sealEntry(anna, newEntryId(), { ...care, place: 'Hill Clinic' });
    expect(await openEntry(anna, { ...sealed, id: other.id })).toBeUndefined();
    expect(await openEntry(anna, { ...other, id: sealed.id })).toBeUndefined();
    const mark = await ownerOf(device, 'ben');
    expect(await openEntry(anna, { ...sealed, owner: mark })).toBeUndefined();
  });

  test('that is no entry, whoever sealed it', async () => {
    const odd = await sealEntry(anna, 'an id', { kind: 'care', place: 7 } as unknown as Care);
    expect(await openEntry(anna, odd)).toBeUndefined();
  });
});

test('no key gives its bytes out', async () => {
  for (const key of [device, anna.key]) {
    expect(key.extractable).toBe(false);
    await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow();
  }
});

test('each writing has a fresh beginning, and short and long notes look alike', async () => {
  const again = await sealEntry(anna, sealed.id, care);
  expect(again.iv).not.toEqual(sealed.iv);
  const longer = await sealEntry(anna, 'an id', { ...care, place: 'x'.repeat(120) });
  expect(longer.sealed.byteLength).toBe(sealed.sealed.byteLength);
});

test('a mark names nobody, differs for each person and device, and outlasts a new secret of the server', async () => {
  expect(anna.owner).toMatch(/^[0-9a-f]{32}$/);
  expect(await ownerOf(device, 'ben')).not.toBe(anna.owner);
  expect(await ownerOf(await newDeviceKey(), 'anna')).not.toBe(anna.owner);
  const anew = await ownKeyOf(device, halfOf('1', 'anna', 'another secret, which is long enough'));
  expect(anew.owner).toBe(anna.owner);
});

test('the server’s half is one person’s, the same every time, and nobody’s who is not signed in', () => {
  expect(halfOf('1', 'anna')).toEqual(halfOf('1', 'anna'));
  expect(halfOf('1', 'anna').half).toMatch(/^[0-9a-f]{64}$/);
  expect(halfOf('2', 'ben').half).not.toBe(halfOf('1', 'anna').half);
  expect(halfOf('1', 'anna', `${secret}!`).half).not.toBe(halfOf('1', 'anna').half);
  expect(keyHalfOf({ viewer: null, secret })).toBeNull();
});
