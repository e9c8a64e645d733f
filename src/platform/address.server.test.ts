import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closedV4, closedV6, publicAddress } from '#platform/address.server.ts';

const v4 = (value: number) =>
  [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255].join('.');
const number = (address: string) =>
  address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
const hex = (value: number) => `${(value >>> 16).toString(16)}:${(value & 0xffff).toString(16)}`;
const word = fc.integer({ min: 0, max: 0xffffffff });

describe('which addresses we may dial', () => {
  it.each(['8.8.8.8', '1.1.1.1', '93.184.215.14', '172.15.255.255', '172.32.0.0', '100.128.0.1'])(
    'a public IPv4 host is reached: %s',
    (address) => expect(publicAddress(address)).toBe(true),
  );

  it.each([
    '2606:4700:4700::1111',
    '2a00:1450:4001::200e',
    '2001:4860:4860::8888',
    '64:ff9b::808:808',
  ])('a public IPv6 host is reached: %s', (address) => expect(publicAddress(address)).toBe(true));

  it.each([
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '::127.0.0.1',
    'fe80::1',
    'fe80::1%eth0',
    '2606:4700:4700::1111%1',
    'fc00::1',
    'fd12:3456::1',
    'fec0::1',
    'ff02::1',
    '100::1',
    '2001::1',
    '2001:2::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '3fff::1',
    '5f00::1',
    '64:ff9b::7f00:1',
    '64:ff9b::a00:1',
    '64:ff9b:1::808:808',
    '',
    'localhost',
    '127.1',
    '0x7f.0.0.1',
    '2130706433',
    '[::1]',
    ' 8.8.8.8',
  ])('a door of our own house is never dialled: %j', (address) =>
    expect(publicAddress(address)).toBe(false),
  );

  it('no address of a closed IPv4 range is dialled, nor through NAT64, a mapped or a 6to4 address', () => {
    fc.assert(
      fc.property(fc.constantFrom(...closedV4), word, ([network, bits], random) => {
        const host = 2 ** (32 - bits);
        const value = (number(network) + (random % host)) >>> 0;
        const spellings = [
          v4(value),
          `::ffff:${v4(value)}`,
          `::ffff:${hex(value)}`,
          `64:ff9b::${v4(value)}`,
          `64:ff9b::${hex(value)}`,
          `2002:${hex(value)}::1`,
          `::${v4(value)}`,
        ];
        for (const spelling of spellings) expect(publicAddress(spelling), spelling).toBe(false);
      }),
    );
  });

  it('an IPv4 address and its NAT64 form are judged alike', () => {
    fc.assert(
      fc.property(word, (value) => {
        expect(publicAddress(`64:ff9b::${hex(value)}`)).toBe(publicAddress(v4(value)));
      }),
    );
  });

  it('outside 2000::/3 nothing but NAT64 is dialled', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffff }), word, word, (first, middle, last) => {
        fc.pre(first >>> 13 !== 1 && first !== 0x64);
        expect(publicAddress(`${first.toString(16)}:${hex(middle)}::${hex(last)}`)).toBe(false);
      }),
    );
  });

  it('the table says of every closed range why', () => {
    for (const [, , why] of [...closedV4, ...closedV6]) expect(why).not.toBe('');
  });
});
