import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport, type SendMailOptions } from 'nodemailer';

/** One letter to one person. `messageId` as `<left@right>`, so that a retry is the same letter. */
export interface Letter {
  to: string;
  subject: string;
  text: string;
  html?: string;
  messageId?: string;
}

export interface Mailer {
  send(letter: Letter): Promise<void>;
}

/** `from` is `name@host` or `Somebody <name@host>`; `mailbox` is a folder, made when needed. */
export interface MailerSettings {
  smtpUrl?: string | undefined;
  from: string;
  mailbox: string;
}

const address = /^[^\s@<>()[\]\\,;:"\p{Cc}]{1,64}@[^\s@<>()[\]\\,;:"\p{Cc}]{1,253}$/u;
const control = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;

/**
 * Makes the way in which letters leave the house: by SMTP when there is a server, else as an `.eml`
 * file (mode 0600) in the mailbox folder, which is complete when it appears. Each letter has exactly
 * one recipient and no header that its text could add to. Throws on an address that is not one
 * plain address, and when the mail server does not take the letter, so that a job can try again.
 */
export function makeMailer({ smtpUrl, from, mailbox }: MailerSettings): Mailer {
  const sender = parseSender(from);
  if (smtpUrl === undefined) {
    return { send: async (letter) => keep(mailbox, compose(letter, sender)) };
  }
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send(letter) {
      await transport.sendMail(compose(letter, sender));
    },
  };
}

interface Sender {
  name: string;
  address: string;
}

function parseSender(from: string): Sender {
  const named = /^([^<>]*)<([^<>]+)>$/.exec(from.trim());
  const sender = {
    name: oneLine(named?.[1] ?? '').replace(/^"|"$/g, ''),
    address: named?.[2] ?? from.trim(),
  };
  if (!address.test(sender.address)) throw new Error('the sender is not one mail address');
  return sender;
}

function compose(letter: Letter, sender: Sender): SendMailOptions {
  if (!address.test(letter.to)) throw new Error('the recipient is not one mail address');
  const { messageId } = letter;
  if (messageId !== undefined && !/^<[\w.+=-]{1,120}@[\w.-]{1,120}>$/.test(messageId)) {
    throw new Error('the message id is not of the form <left@right>');
  }
  return {
    // Addresses are given as objects and once more as the envelope: nothing is parsed from text.
    from: sender,
    to: { name: '', address: letter.to },
    envelope: { from: sender.address, to: [letter.to] },
    subject: oneLine(letter.subject),
    text: letter.text,
    ...(letter.html === undefined ? {} : { html: letter.html }),
    ...(messageId === undefined ? {} : { messageId }),
    // RFC 3834: no out-of-office answers to letters that a machine sent.
    headers: { 'Auto-Submitted': 'auto-generated' },
  };
}

function oneLine(text: string): string {
  return text.replace(control, ' ').trim();
}

/** A letter that is tried again is the same letter: its file bears a mark made of its id. */
function markOf(messageId: string | undefined): string {
  if (messageId === undefined) return randomBytes(8).toString('hex');
  return createHash('sha256').update(messageId).digest('hex').slice(0, 16);
}

async function keep(mailbox: string, letter: SendMailOptions): Promise<void> {
  const composer = createTransport({
    streamTransport: true,
    buffer: true,
    newline: 'unix',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const { message } = await composer.sendMail(letter);
  await mkdir(mailbox, { recursive: true, mode: 0o700 });
  const stamp = new Date().toISOString().replace(/[:.]/g, '-');
  const mark = markOf(letter.messageId);
  const kept = await readdir(mailbox);
  if (kept.some((name) => name.endsWith(`-${mark}.eml`))) return;
  const file = join(mailbox, `${stamp}-${mark}.eml`);
  await writeFile(`${file}.part`, message as Buffer, { mode: 0o600, flag: 'w' });
  await rename(`${file}.part`, file);
}
