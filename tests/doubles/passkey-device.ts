import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

/** A device that holds passkeys, as a phone does: what it answers can be bent, to see who notices. */
export interface PasskeyDevice {
  /** Makes a passkey for the options of a page, and returns what the browser would send. */
  make(options: string, bent?: Bent): string;
  /** Shows the newest passkey to the options of a page. */
  show(options: string, bent?: Bent): string;
}

/** What is different from an honest answer. */
export interface Bent {
  origin?: string;
  crossOrigin?: boolean;
  /** Present, but no finger, face or PIN was checked. */
  unverified?: boolean;
  counter?: number;
  userHandle?: string;
  id?: string;
  /** What a maker says of its device, over the bytes that it signs. */
  attestation?: (signed: Buffer) => Buffer;
  signature?: string;
}

interface Held {
  id: string;
  key: KeyObject;
  userHandle: string;
  rpId: string;
}

/** A device whose passkeys count their uses from `counter` on; most phones do not count and say 0. */
export function passkeyDevice(origin: string, { counts = false } = {}): PasskeyDevice {
  const held: Held[] = [];
  let uses = 0;
  const clientData = (type: string, challenge: string, bent: Bent) =>
    Buffer.from(
      JSON.stringify({
        type,
        challenge,
        origin: bent.origin ?? origin,
        crossOrigin: bent.crossOrigin ?? false,
      }),
    );
  const counter = (bent: Bent) => bent.counter ?? (counts ? ++uses : 0);
  return {
    make(options, bent = {}) {
      const { challenge, rp, user } = JSON.parse(options);
      const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const id = bent.id ? Buffer.from(bent.id, 'base64url') : randomBytes(32);
      held.push({
        id: id.toString('base64url'),
        key: privateKey,
        userHandle: user.id,
        rpId: rp.id,
      });
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const own = Buffer.concat([Buffer.alloc(16), length, id, coseKey(publicKey)]);
      const data = Buffer.concat([authenticatorData(rp.id, counter(bent), bent, 0x40), own]);
      const client = clientData('webauthn.create', challenge, bent);
      const signed = Buffer.concat([data, createHash('sha256').update(client).digest()]);
      const attestation = (bent.attestation ?? nobodyVouches)(signed);
      return JSON.stringify({
        ...named(id.toString('base64url')),
        response: {
          clientDataJSON: client.toString('base64url'),
          attestationObject: Buffer.concat([attestation, text('authData'), bytes(data)]).toString(
            'base64url',
          ),
          transports: ['internal'],
        },
      });
    },
    show(options, bent = {}) {
      const { challenge } = JSON.parse(options);
      const own = held.at(-1);
      if (!own) throw new Error('This device holds no passkey.');
      const data = authenticatorData(own.rpId, counter(bent), bent, 0);
      const client = clientData('webauthn.get', challenge, bent);
      const signed = Buffer.concat([data, createHash('sha256').update(client).digest()]);
      return JSON.stringify({
        ...named(bent.id ?? own.id),
        response: {
          clientDataJSON: client.toString('base64url'),
          authenticatorData: data.toString('base64url'),
          signature: bent.signature ?? sign('sha256', signed, own.key).toString('base64url'),
          userHandle: bent.userHandle ?? own.userHandle,
        },
      });
    },
  };
}

const nobodyVouches = () =>
  fields(
    [
      ['fmt', text('none')],
      ['attStmt', Buffer.from([0xa0])],
    ],
    3,
  );

const named = (id: string) => ({ id, rawId: id, type: 'public-key', clientExtensionResults: {} });

/** https://www.w3.org/TR/webauthn-3/#sctn-authenticator-data */
function authenticatorData(
  rpId: string,
  counter: number,
  { unverified }: Bent,
  more: number,
): Buffer {
  const present = 0x01;
  const verified = unverified ? 0 : 0x04;
  const count = Buffer.alloc(4);
  count.writeUInt32BE(counter);
  const flags = Buffer.from([present | verified | more]);
  return Buffer.concat([createHash('sha256').update(rpId).digest(), flags, count]);
}

// As much CBOR as a passkey needs (RFC 8949).

function coseKey(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  const coordinate = (part: string) => bytes(Buffer.from(part, 'base64url'));
  return Buffer.concat([
    Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]),
    coordinate(x),
    Buffer.from([0x22]),
    coordinate(y),
  ]);
}

/** A text in CBOR, up to 23 bytes. */
export function text(said: string): Buffer {
  return Buffer.concat([Buffer.from([0x60 + Buffer.byteLength(said)]), Buffer.from(said)]);
}

/** Bytes in CBOR, 24 to 65,535 of them, with the shortest length there is. */
export function bytes(own: Buffer): Buffer {
  const length = Buffer.alloc(own.length < 256 ? 1 : 2);
  length.writeUIntBE(own.length, 0, length.length);
  return Buffer.concat([Buffer.from([0x57 + length.length]), length, own]);
}

/** The beginning of a CBOR map of so many entries. */
export function fields(entries: [string, Buffer][], count = entries.length): Buffer {
  const said = entries.flatMap(([name, value]) => [text(name), value]);
  return Buffer.concat([Buffer.from([0xa0 + count]), ...said]);
}
