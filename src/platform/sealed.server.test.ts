import { expect, test } from 'vitest';
import { seal, unseal } from './sealed.server.ts';

test('what was sealed opens again, and never reads the same twice', () => {
  const [one, two] = [seal('a secret', 'totp', 'words'), seal('a secret', 'totp', 'words')];
  expect(one).not.toBe(two);
  expect(one).not.toContain('words');
  expect(unseal('a secret', 'totp', one)).toBe('words');
});

test('another secret, another purpose or one changed letter does not open it', () => {
  const sealed = seal('a secret', 'totp', 'words');
  const [iv = '', tag = '', body = ''] = sealed.split('.');
  const changed = `${iv}.${tag}.${body.startsWith('A') ? 'B' : 'A'}${body.slice(1)}`;
  expect(() => unseal('no secret', 'totp', sealed)).toThrow();
  expect(() => unseal('a secret', 'provider', sealed)).toThrow();
  expect(() => unseal('a secret', 'totp', changed)).toThrow();
  expect(() => unseal('a secret', 'totp', 'nothing')).toThrow('not sealed');
});
