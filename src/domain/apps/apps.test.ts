import fc from 'fast-check';
import { expect, test } from 'vitest';
import { longestName, soundsLikeHouse, tidyName } from './name-rules.ts';
import {
  destinationOf,
  isRegistered,
  mayRedirectTo,
  outOfBand,
  withAnswer,
} from './redirect-rules.ts';
import { leaveWords } from './scope-words.ts';
import { covers, readScopes, scopes, within } from './scopes.ts';

test('an app may have people sent to https, to itself on the device, and to a scheme of its own', () => {
  const fine = [
    'https://client.example/callback',
    'https://client.example:8443/cb?from=here',
    'http://localhost:5173/',
    'http://127.0.0.1/cb',
    'http://[::1]:9000/cb',
    'http://elk.localhost:5314/cb',
    'tusky://oauth',
    'icecubesapp://',
    'com.example.app:/path',
    outOfBand,
  ];
  expect(fine.filter((uri) => !mayRedirectTo(uri))).toEqual([]);
});

test('OAU-01: nothing that runs, reads a file or hides where it leads can be a redirect', () => {
  const wrong = [
    ...[
      'javascript:alert(1)',
      'JavaScript:alert(1)',
      'java\nscript:alert(1)',
      ' javascript:alert(1)',
    ],
    ...['data:text/html,x', 'vbscript:x', 'file:///etc/passwd', 'blob:https://x.example/1'],
    ...[
      'view-source:https://x.example',
      'intent://x#Intent;end',
      'chrome-extension://abc/x',
      'about:blank',
    ],
    ...[
      'http://client.example/cb',
      'http://127.0.0.1.evil.example/',
      'http://127.0.0.1@evil.example/',
    ],
    ...['http://localhost:80@evil.example/', 'http://0x7f000001/', 'http://[::ffff:127.0.0.1]/'],
    ...[
      'https://good.example@evil.example/',
      'https:evil.example',
      'https:///evil.example',
      'https://',
    ],
    ...['https://client.example/#x', 'tusky://oauth#x', 'https://client.example\\@evil.example/'],
    ...[
      'https://cliént.example/',
      'https://client.example/\0',
      'https://client.example/ x',
      '//evil.example',
    ],
    ...[
      '/callback',
      'callback',
      '',
      ':',
      'urn:other',
      'ms-msdt:/id',
      `https://x.example/${'x'.repeat(1000)}`,
    ],
  ];
  expect(wrong.filter(mayRedirectTo)).toEqual([]);
});

test('OAU-01: two redirects are one only letter by letter, or but for the port on the device itself', () => {
  const registered = ['https://client.example/cb', 'tusky://oauth'];
  expect(isRegistered(registered, 'https://client.example/cb')).toBe(true);
  fc.assert(
    fc.property(
      fc.constantFrom(...registered),
      fc.string({ minLength: 1 }),
      fc.nat(),
      (uri, more, at) => {
        const place = at % (uri.length + 1);
        const changed = uri.slice(0, place) + more + uri.slice(place);
        expect(isRegistered(registered, changed)).toBe(false);
      },
    ),
  );
  const native = ['http://127.0.0.1/cb'];
  expect(isRegistered(native, 'http://127.0.0.1:49152/cb')).toBe(true);
  expect(isRegistered(['http://[::1]:1/cb?x'], 'http://[::1]:2/cb?x')).toBe(true);
  const foreign = [
    ...['http://localhost/cb', 'http://[::1]/cb', 'https://127.0.0.1/cb', 'http://127.0.0.2/cb'],
    ...[
      'http://127.0.0.1:0/cb',
      'http://127.0.0.1:65536/cb',
      'http://127.0.0.1:/cb',
      'http://127.0.0.1:1/cb/',
    ],
    ...[
      'http://127.0.0.1:1@evil.example/cb',
      'http://127.0.0.1.evil.example/cb',
      'http://127.0.0.1:1/../cb',
    ],
    ...['http://127.0.0.1:1/cb?x', 'http://127.0.0.1:1/cb#x', 'http://127.0.0.1:99999999999/cb'],
  ];
  expect(foreign.filter((uri) => isRegistered(native, uri))).toEqual([]);
});

test('our answer stands behind the address of the app, which stays as it was', () => {
  expect(withAnswer('tusky://oauth', { code: 'a', state: undefined })).toBe('tusky://oauth?code=a');
  const state = 'x&code=stolen#\r\nset-cookie: a';
  const sent = withAnswer('https://a.example/?x=%20', { code: 'b', state });
  expect(sent.startsWith('https://a.example/?x=%20&code=b&state=')).toBe(true);
  expect(new URL(sent).searchParams.getAll('code')).toEqual(['b']);
  expect(new URL(sent).searchParams.get('state')).toBe(state);
  expect(sent).not.toMatch(/[\r\n#]/);
});

test('people read where their answer goes as it goes over the wire', () => {
  expect(destinationOf('https://xn--pple-43d.example/cb')).toEqual({
    kind: 'web',
    host: 'xn--pple-43d.example',
  });
  expect(destinationOf('com.example.app:/cb')).toEqual({
    kind: 'program',
    scheme: 'com.example.app',
  });
  expect(destinationOf('http://[::1]:80/')).toEqual({ kind: 'device', host: '[::1]' });
  expect(destinationOf(outOfBand)).toEqual({ kind: 'copy' });
});

test('a scope covers itself and its parts, and nothing beside them', () => {
  for (const held of scopes)
    for (const needed of scopes) {
      const part = needed === held || needed.startsWith(`${held}:`);
      const byFollow = held === 'follow' && /^(read|write):(blocks|follows|mutes)$/.test(needed);
      expect(covers([held], needed), `${held} for ${needed}`).toBe(part || byFollow);
    }
  expect(within(['read:lists', 'push'], ['read', 'push'])).toBe(true);
  expect(within(['write'], ['write:lists'])).toBe(false);
});

test('scopes are read as one text; one that does not exist spoils all', () => {
  expect(readScopes('')).toEqual(['read']);
  expect(readScopes('write read  read\tfollow')).toEqual(['read', 'write', 'follow']);
  for (const wrong of ['read:', 'READ', 'read:everything', 'admin', 'read,write', '__proto__'])
    expect(readScopes(wrong), wrong).toBeUndefined();
});

test('every scope is said to people in words', () => {
  for (const scope of scopes) {
    const said = leaveWords([scope]);
    expect(said, scope).toHaveLength(1);
    expect(JSON.stringify(said), scope).not.toMatch(/[a-z]:[a-z]|_/);
  }
  const all = leaveWords(['read', 'read:lists', 'write:media', 'write:statuses', 'follow', 'push']);
  expect(all.map(({ lines }) => lines.length)).toEqual([0, 0, 1, 2]);
});

test('OAU-11: a name that sounds like the house is known, also in look-alikes', () => {
  const house = 'The Reading Room';
  const pretending = [
    ...[
      'Pocket Friends Security',
      'P0cketFr1ends',
      'Pосkеt Friends',
      'the reading-room app',
      'Ｐｏｃｋｅｔ Ｆｒｉｅｎｄｓ',
    ],
    ...['Official app', 'App Support', 'Moderator tools', 'Sécurité', '0fficial', 'Verified Login'],
  ];
  expect(pretending.filter((name) => !soundsLikeHouse(name, house))).toEqual([]);
  const honest = [
    'Tusky',
    'Ice Cubes',
    'Phanpy',
    'Elk',
    'Mona',
    'Steam',
    'Mastodon for iOS',
    'Ivory',
  ];
  expect(honest.filter((name) => soundsLikeHouse(name, house))).toEqual([]);
});

test('OAU-11: a name holds nothing that turns or hides text', () => {
  expect(tidyName('\u202eyksuT\u2066\u200b\ufeff\u00ad \n\t x')).toBe('yksuT x');
  expect(longestName).toBe(60);
});
