import { isEntry, type Entry } from './entries.ts';

/** Whose an entry is, as this device marks it, and which it is. Both are bound into the seal. */
export interface Place {
  owner: string;
  id: string;
}

/** An entry as it lies on the device. A fresh `iv` for each writing also tells two writings of one entry apart. */
export interface Sealed extends Place {
  iv: Uint8Array<ArrayBuffer>;
  sealed: ArrayBuffer;
}

/** What the server gives to whoever is signed in, and to nobody else: their handle, and their half of the key. */
export interface Half {
  person: string;
  half: string;
}

/** A key that opens one person's entries on one device, and the mark that they carry there. */
export interface OwnKey {
  owner: string;
  key: CryptoKey;
}

const utf8 = new TextEncoder();
/** How long an entry is shows only in steps of so many bytes. */
const step = 512;

/** The device's half. Script can work with it on this device; nothing gives its bytes out again. */
export function newDeviceKey(): Promise<CryptoKey> {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return crypto.subtle.importKey('raw', bytes, 'HKDF', false, ['deriveKey', 'deriveBits']);
}

/** Puts the two halves together. Neither is worth anything without the other. */
export async function ownKeyOf(device: CryptoKey, { person, half }: Half): Promise<OwnKey> {
  const how = hkdf(bytesOf(half), 'pocketfriends notebook: key');
  const aes = { name: 'AES-GCM', length: 256 };
  const key = await crypto.subtle.deriveKey(how, device, aes, false, ['encrypt', 'decrypt']);
  return { owner: await ownerOf(device, person), key };
}

/** The mark of somebody's entries on this device: it needs no server, and does not spell out who they are. */
export async function ownerOf(device: CryptoKey, person: string): Promise<string> {
  const how = hkdf(new Uint8Array(), `pocketfriends notebook: owner ${person}`);
  return hexOf(new Uint8Array(await crypto.subtle.deriveBits(how, device, 128)));
}

/** Seals an entry for its place. */
export async function sealEntry({ owner, key }: OwnKey, id: string, entry: Entry): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = utf8.encode(JSON.stringify(entry));
  const padded = new Uint8Array(Math.ceil(plain.length / step) * step).fill(0x20);
  padded.set(plain);
  const how = { name: 'AES-GCM', iv, additionalData: bound({ owner, id }) };
  return { owner, id, iv, sealed: await crypto.subtle.encrypt(how, key, padded) };
}

/** Opens an entry. Nothing comes of one that is another's, lies in another's place, or was changed by one bit. */
export async function openEntry(
  { key }: OwnKey,
  { sealed, iv, ...place }: Sealed,
): Promise<Entry | undefined> {
  try {
    const how = { name: 'AES-GCM', iv, additionalData: bound(place) };
    const plain = await crypto.subtle.decrypt(how, key, sealed);
    const value: unknown = JSON.parse(new TextDecoder().decode(plain));
    return isEntry(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A name for an entry that nobody else makes. */
export function newEntryId(): string {
  return hexOf(crypto.getRandomValues(new Uint8Array(16)));
}

function bound({ owner, id }: Place) {
  return utf8.encode(`${owner} ${id}`);
}

function hkdf(salt: Uint8Array<ArrayBuffer>, info: string) {
  return { name: 'HKDF', hash: 'SHA-256', salt, info: utf8.encode(info) };
}

function bytesOf(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
