import * as common from '@zxcvbn-ts/language-common';
import { expect, test } from 'vitest';
import { ownCpu } from '../../../tests/makers/own-cpu.ts';
import { readNewPassword, weakPassword } from './password-quality.server.ts';
import { credentialsForm } from './rules.ts';

const own = ['pat@clinic.example', 'pat_owl', 'Pat Owl', 'The Quiet House', 'Evening Journal Club'];

test('SES-27: what many people use is refused, and so is what they make of it', async () => {
  const listed = common.dictionary['passwords-common'] ?? [];
  const often = listed.map(String).filter((word) => [...word].length >= 10);
  expect(often.length).toBeGreaterThan(1000);
  for (const word of often) expect(await weakPassword(word), word).toMatch(/common|own/);
  const made = [
    ...['Password123', 'P@ssw0rd2024', 'passwordpassword', 'drowssap1234', 'liverpool2026'],
    ...['qwertyuiop123', '1qaz2wsx3edc', 'asdfghjkl;123', '1234567890', 'abababababab'],
    ...['aaaaaaaaaaaa', 'abcdefghijklm', '01/02/1987!!', 'iloveyou1234', 'Welcome2026!'],
    ...['dragonmonkey', 'x'.repeat(70)],
  ];
  for (const word of made) expect(await weakPassword(word), word).toBe('common');
});

// The three thousand that are tried first are shorter than ten for the most part.
test('SES-27: of the three thousand most used none is taken, whatever its length', async () => {
  const listed = (common.dictionary['passwords-common'] ?? []).slice(0, 3000).map(String);
  for (const word of listed) expect(await weakPassword(word), word).toBeDefined();
  for (const word of listed.slice(0, 300)) {
    const longer = `${word}${'!'.repeat(Math.max(1, 10 - word.length))}`;
    expect(await weakPassword(longer), longer).toBe('common');
  }
});

test('SES-27: what an acquaintance would try first is refused', async () => {
  const near = [
    ...['pat_owl_2026', 'PatOwl1987', 'patowlpatowl', 'Pat.Owl.2026!', 'clinic.example'],
    ...['thequiethouse', 'The Quiet House 1', 'EveningJournalClub', 'evening journal'],
    ...['pocketfriends', 'Pocket Friends 2026', 'p0cketfr1ends!'],
  ];
  for (const word of near) expect(await weakPassword(word, own), word).toBe('own');
  expect(await weakPassword('Pat@Clinic.example', own)).toBe('address');
  expect(await weakPassword('a journal of quiet rain', own)).toBeUndefined();
});

test('SES-27: long ones, spaces at the ends, faces and every script are taken as they are', async () => {
  const good = [
    ...[
      'four plain words here',
      '  a kettle sings at nine  ',
      '🦊🐻🐼🐨🐯🦁🐮🐷🐸🐵',
      'ünïcödé wörds',
    ],
    ...[
      '夜の図書館で会いましょう',
      'only small letters please',
      'correct horse battery staple '.repeat(3),
    ],
    ...['kettle rain violin moss harbour '.repeat(8), 'xkq83hfp2aw'],
  ];
  for (const password of good) {
    const read = await readNewPassword(credentialsForm, { email: 'pat@clinic.example', password });
    expect(read, password).toEqual({ value: { email: 'pat@clinic.example', password } });
  }
  expect(await weakPassword('x7#kq2!ab')).toBe('short');
  expect(await weakPassword('kettle rain violin moss harbour '.repeat(8) + 'k')).toBe('long');
});

test('to look at a password takes no time that somebody could waste for others', async () => {
  const hard = ['1@3$0', '4@8({[<369&#!1|0$5+7%2z', 'p4ssw0rd', '1!1!1|l|i1', 'aeiou1@430$'];
  await weakPassword('four plain words here');
  const started = ownCpu();
  for (const part of hard) await weakPassword(part.repeat(60).slice(0, 256), own);
  expect(ownCpu() - started).toBeLessThan(2000);
});
