import { expect, test } from 'vitest';
import { claimOf } from '#protocols/activitypub/signature.server.ts';

const keyId = 'https://p1.test/users/bob#main-key';
const whole = '"@method" "@target-uri" "@authority" "content-digest"';

function claimed(headers: Record<string, string>) {
  return claimOf(new Request('https://a.test/inbox', { method: 'POST', headers }));
}

test('a signature is read that covers path, host, time and body', () => {
  const input = `sig1=(${whole});created=1795953600;keyid="${keyId}";alg="rsa-v1_5-sha256"`;
  expect(claimed({ 'signature-input': input })).toMatchObject({ keyUri: keyId, spec: 'rfc9421' });
  const cavage = `keyId="${keyId}",algorithm="rsa-sha256",headers="(request-target) host date digest",signature="x"`;
  expect(claimed({ signature: cavage })).toMatchObject({ keyUri: keyId });
});

test('of two signatures none is believed: one could be looked at and the other be good', () => {
  const one = (parts: string) => `(${parts});created=1795953600;keyid="${keyId}"`;
  const two = `sig1=${one(whole)}, sig2=${one('"date"')}`;
  expect(claimed({ 'signature-input': two })).toBeUndefined();
});

test('a signature that says a thing twice is none', () => {
  const parts = 'headers="(request-target) host date digest"';
  for (const twice of [`${parts},headers="date"`, `${parts},keyId="https://p2.test/x"`])
    expect(claimed({ signature: `keyId="${keyId}",${twice},signature="x"` })).toBeUndefined();
  const keys = `keyid="${keyId}";keyid="https://p2.test/x"`;
  expect(claimed({ 'signature-input': `s=(${whole});created=1;${keys}` })).toBeUndefined();
});
