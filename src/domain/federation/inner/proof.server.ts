import { createHash, createPrivateKey, sign } from 'node:crypto';

/**
 * A document with a proof of whose it is (FEP-8b32, eddsa-jcs-2022), so that it can be handed on and still be
 * believed: https://www.w3.org/TR/vc-di-eddsa/#eddsa-jcs-2022. `pem` is the private Ed25519 key that
 * `verificationMethod` names.
 */
export function withProof(
  document: Readonly<Record<string, unknown>>,
  by: { verificationMethod: string; pem: string; created: Date },
): Record<string, unknown> {
  const config = {
    '@context': document['@context'],
    type: 'DataIntegrityProof',
    cryptosuite: 'eddsa-jcs-2022',
    verificationMethod: by.verificationMethod,
    proofPurpose: 'assertionMethod',
    // Whole seconds: who reads it as an instant and writes it again must come to the same text.
    created: by.created.toISOString().replace(/\.\d+Z$/, 'Z'),
  };
  const digest = Buffer.concat([digestOf(config), digestOf(document)]);
  const proofValue = `z${base58(sign(null, digest, createPrivateKey(by.pem)))}`;
  return { ...document, proof: { ...config, proofValue } };
}

function digestOf(value: unknown): Buffer {
  return createHash('sha256').update(canonical(value)).digest();
}

/** JSON as RFC 8785 writes it: https://www.rfc-editor.org/rfc/rfc8785. What is undefined is not there. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`);
  return `{${members.join(',')}}`;
}

const digits = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** Base58 as Bitcoin writes it, which is what `z` at the start of a multibase text says. */
function base58(bytes: Buffer): string {
  let number = BigInt(`0x0${bytes.toString('hex')}`);
  let text = '';
  for (; number > 0n; number /= 58n) text = digits.charAt(Number(number % 58n)) + text;
  const zeros = bytes.findIndex((byte) => byte !== 0);
  return '1'.repeat(zeros < 0 ? bytes.length : zeros) + text;
}
