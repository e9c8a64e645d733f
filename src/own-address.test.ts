import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { ownAddress } from './own-address.server.ts';
import { readConfig } from '#platform/config.server.ts';

const config = readConfig({ TRUSTED_PROXIES: '127.0.0.1,::1' });
if ('refused' in config) throw new Error(config.refused.join(' '));

/** The address that counts for a request from this peer, with these headers. */
const counted = (peer: string, headers: Record<string, string> = {}) =>
  ownAddress({ socket: { remoteAddress: peer }, headers } as unknown as IncomingMessage, config);

test('SES-08: what a stranger says of where they come from counts for nothing', () => {
  const lies = { 'x-forwarded-for': '9.9.9.9', forwarded: 'for=9.9.9.9', 'x-real-ip': '9.9.9.9' };
  expect(counted('203.0.113.7', lies)).toBe('203.0.113.7');
  expect(counted('::ffff:203.0.113.7', lies)).toBe('203.0.113.7');
  // A named proxy is believed, and of what it passes on only what it added itself.
  expect(counted('127.0.0.1', { 'x-forwarded-for': '9.9.9.9, 203.0.113.7' })).toBe('203.0.113.7');
  expect(counted('::1', { 'x-forwarded-for': '9.9.9.9, 203.0.113.7, 127.0.0.1' })).toBe(
    '203.0.113.7',
  );
  expect(counted('127.0.0.1', { 'cf-connecting-ip': '9.9.9.9' })).toBe('127.0.0.1');
});

test('SES-08: a network of IPv6 addresses is one address', () => {
  const network = '2001:db8:1:2::/64';
  const theirs = ['2001:db8:1:2::1', '2001:db8:1:2:ffff:ffff:ffff:ffff', '2001:0DB8:0001:2::9'];
  for (const address of theirs) {
    expect(counted(address)).toBe(network);
    expect(counted('127.0.0.1', { 'x-forwarded-for': address })).toBe(network);
    expect(counted('127.0.0.1', { 'x-forwarded-for': `[${address}]:4711` })).toBe(network);
  }
  expect(counted('2001:db8:1:3::1')).not.toBe(network);
  expect(counted('2001:db8::1')).toBe('2001:db8:0:0::/64');
});
