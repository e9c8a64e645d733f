import { verifyProof } from '@fedify/fedify/sig';
import { DataIntegrityProof, Multikey } from '@fedify/vocab';
import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { everybody } from './addresses.ts';
import { canonical, withProof } from './inner/proof.server.ts';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const verificationMethod = 'https://here.example/users/anna#ed25519-key';
const said = {
  '@context': [
    'https://www.w3.org/ns/activitystreams',
    'https://w3id.org/security/data-integrity/v1',
  ],
  id: 'https://here.example/1/activity',
  type: 'Create',
  actor: 'https://here.example/users/anna',
  to: [everybody],
  object: { type: 'Note', content: '<p>Grüße, “tea” 🩻</p>', votes: 10.5, none: undefined },
};
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const proved = withProof(said, { verificationMethod, pem, created: new Date() });

/** Whether a library that others use believes it, as it came out of the database and over the wire. */
async function believed(document: Record<string, unknown>): Promise<boolean> {
  const wire = JSON.parse(JSON.stringify(document)) as Record<string, unknown>;
  const proof = await DataIntegrityProof.fromJsonLd(wire['proof']);
  const key = new Multikey({
    id: new URL(verificationMethod),
    controller: new URL(said.actor),
    publicKey: await crypto.subtle.importKey(
      'spki',
      new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })),
      'Ed25519',
      true,
      ['verify'],
    ),
  });
  const keyCache = { get: async () => key, set: async () => undefined };
  return (await verifyProof(wire, proof, { keyCache })) !== null;
}

test('another program believes the proof, and no longer when a letter of what was said is another', async () => {
  expect(await believed(proved)).toBe(true);
  // A database may hand the parts back in another order.
  expect(await believed(Object.fromEntries(Object.entries(proved).toReversed()))).toBe(true);
  expect(await believed({ ...proved, object: { ...said.object, content: '<p>Grusse</p>' } })).toBe(
    false,
  );
});

test('JSON is written as RFC 8785 says: names in order, nothing between', () => {
  expect(canonical({ b: [1e21, 0.002, true, null], a: 'ö"\n', '€': 1, A: undefined })).toBe(
    '{"a":"ö\\"\\n","b":[1e+21,0.002,true,null],"€":1}',
  );
});
