import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeMailer, type Mailer } from '#platform/mail.server.ts';

const from = 'Pocket Friends <home@club.test>';
const letter = { to: 'sue@home.test', subject: 'A letter', text: 'Good morning\n.\nÅse' };
const received: { from: string; to: string[]; text: string }[] = [];
let full = false;
let server: SMTPServer;
let mailbox: string;
let mailer: Mailer;

beforeAll(async () => {
  mailbox = join(await mkdtemp(join(tmpdir(), 'letters-')), 'mailbox');
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: (_, __, done) => done(full ? new Error('the mailbox is full') : null),
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        received.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          text: Buffer.concat(chunks).toString(),
        });
        done();
      });
    },
  });
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo;
  mailer = makeMailer({ smtpUrl: `smtp://127.0.0.1:${port}`, from, mailbox });
});
beforeEach(() => {
  received.length = 0;
  full = false;
});
afterAll(async () => {
  await new Promise<void>((done) => server.close(done));
  await rm(join(mailbox, '..'), { recursive: true });
});

const headersOf = (text: string) => text.split(/\r?\n\r?\n/)[0]?.replace(/\r?\n[ \t]+/g, ' ') ?? '';

describe('a letter by SMTP', () => {
  it('reaches one person, as text and as HTML, and asks for no automatic answer', async () => {
    await mailer.send({ ...letter, html: '<p>Good morning</p>', messageId: '<a.1@club.test>' });
    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({ from: 'home@club.test', to: ['sue@home.test'] });
    const headers = headersOf(received[0]?.text ?? '');
    expect(headers).toContain('From: Pocket Friends <home@club.test>');
    expect(headers).toContain('Message-ID: <a.1@club.test>');
    expect(headers).toContain('Auto-Submitted: auto-generated');
    expect(headers).toContain('multipart/alternative');
    expect(received[0]?.text).toContain('=C3=85se');
  });

  it('is a fault when the mail server does not take it, so that it can be tried again', async () => {
    full = true;
    await expect(mailer.send(letter)).rejects.toThrow('full');
  });

  it.each([
    'sue@home.test, eve@evil.test',
    'sue@home.test\r\nBcc: eve@evil.test',
    'sue@home.test\nRCPT TO:<eve@evil.test>',
    'Sue <sue@home.test>',
    'sue@home.test;eve@evil.test',
    'sue@home.test eve@evil.test',
    'friends: sue@home.test, eve@evil.test;',
    '"eve@evil.test"@home.test',
    'sue@home.test\0',
    'sue',
    '',
  ])('never leaves for what is not exactly one address: %j', async (to) => {
    await expect(mailer.send({ ...letter, to })).rejects.toThrow('not one mail address');
    expect(received).toEqual([]);
  });

  it('refuses a message id that could carry a header', async () => {
    const messageId = '<a@b>\r\nBcc: eve@evil.test';
    await expect(mailer.send({ ...letter, messageId })).rejects.toThrow('message id');
  });
});

describe('a letter without a mail server', () => {
  it('becomes a private file in the mailbox folder', async () => {
    await makeMailer({ from, mailbox }).send(letter);
    const [name = ''] = await readdir(mailbox);
    const path = join(mailbox, name);
    expect(name).toMatch(/\.eml$/);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(mailbox)).mode & 0o777).toBe(0o700);
    expect(await readFile(path, 'utf8')).toContain('To: sue@home.test');
    await rm(mailbox, { recursive: true });
  });

  it('has the headers we wrote and no others, whatever its subject says', async () => {
    const expected = [
      'auto-submitted content-transfer-encoding content-type date from message-id',
      'mime-version subject to',
    ].join(' ');
    const nasty = fc.constantFrom(
      '\r\nBcc: eve@evil.test',
      '\n',
      '\r',
      '\u2028',
      '\0',
      'Bcc: ',
      'é',
    );
    const parts = fc.array(fc.oneof(nasty, fc.string({ unit: 'binary' })), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(parts, async (words) => {
        const subject = `Hello ${words.join('')}`;
        await makeMailer({ from, mailbox }).send({ ...letter, subject });
        const [name = ''] = await readdir(mailbox);
        const headers = headersOf(await readFile(join(mailbox, name), 'utf8')).split('\n');
        const names = headers.map((line) => (line.split(':')[0] ?? '').toLowerCase());
        expect(names.sort().join(' ')).toBe(expected);
        await rm(mailbox, { recursive: true });
      }),
      { numRuns: 60 },
    );
  });

  it('is not made with a sender that is not one address', () => {
    for (const sender of ['', 'a@b.test, c@d.test', 'Us <a@b.test>\nBcc: c@d.test']) {
      expect(() => makeMailer({ from: sender, mailbox })).toThrow('the sender');
    }
  });
});

it('keeps a letter that is tried again once', async () => {
  const mailbox = await mkdtemp(join(tmpdir(), 'pf-mailbox-'));
  const mailer = makeMailer({ from, mailbox });
  await mailer.send({ ...letter, messageId: '<1@club.test>' });
  await mailer.send({ ...letter, messageId: '<1@club.test>' });
  expect(await readdir(mailbox)).toHaveLength(1);
  await rm(mailbox, { recursive: true });
});
