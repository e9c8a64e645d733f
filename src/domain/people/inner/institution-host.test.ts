import { expect, test } from 'vitest';
import { institutionOf, sameInstitution } from './institution-host.server.ts';

test.each([
  ['leedsth.nhs.uk', 'leedsth.nhs.uk'],
  ['www.leedsth.nhs.uk', 'leedsth.nhs.uk'],
  ['www.nhs.uk', 'www.nhs.uk'],
  ['students.uni.example', 'uni.example (students.uni.example)'],
  ['nhs.uk.evil.example', 'evil.example (nhs.uk.evil.example)'],
  ['xn--nhs-8cd.uk', 'xn--nhs-8cd.uk'],
])('%s is called %s', (host, named) => {
  expect(institutionOf(host, 'page')).toEqual({ named });
  expect(institutionOf(host, 'address')).toEqual({ named });
});

test.each([
  'somebody.github.io',
  'github.io',
  'somebody.wordpress.com',
  'somebody.blogspot.com',
  'linktr.ee',
  'medium.com',
  'somebody.medium.com',
  'sites.google.com',
  'www.linkedin.com',
  'orcid.org',
  'somebody.substack.com',
  'somebody.notion.site',
  'gmail.com',
])('anybody can get a page at %s', (host) => {
  expect(institutionOf(host, 'page')).toEqual({ refused: 'anybodysPages' });
});

test.each([
  'gmail.com',
  'googlemail.com',
  'outlook.com',
  'hotmail.co.uk',
  'live.com',
  'yahoo.fr',
  'icloud.com',
  'proton.me',
  'gmx.de',
  'web.de',
  'btinternet.com',
  'mailinator.com',
  'eu.mailinator.com',
])('anybody can get an address at %s', (host) => {
  expect(institutionOf(host, 'address')).toEqual({ refused: 'anybodysMail' });
});

test.each(['nhs.uk', 'co.uk', 'com', 'localhost', '127.0.0.1', '[::1]', '10.0.0.1', '', 'a b'])(
  '%s is no host of an institution',
  (host) => {
    expect(institutionOf(host, 'page')).toEqual({ refused: 'notAHost' });
    expect(institutionOf(host, 'address')).toEqual({ refused: 'notAHost' });
  },
);

test('a host inside a house counts once its operator has named it', () => {
  expect(institutionOf('intranet:443', 'page')).toEqual({ refused: 'notAHost' });
  expect(institutionOf('intranet:443', 'page', ['intranet:443'])).toEqual({ named: 'intranet' });
});

test('two hosts are of one institution when they share what somebody had to register', () => {
  expect(sameInstitution('uni.example', 'www.uni.example')).toBe(true);
  expect(sameInstitution('uni.example', 'uni.example.evil.example')).toBe(false);
  expect(sameInstitution('one.nhs.uk', 'other.nhs.uk')).toBe(false);
  expect(sameInstitution('one.github.io', 'other.github.io')).toBe(false);
  expect(sameInstitution('127.0.0.1:80', '127.0.0.1:81')).toBe(false);
});
