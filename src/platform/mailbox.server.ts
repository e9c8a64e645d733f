import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { domainToASCII } from 'node:url';

/** A letter in the mailbox folder: whom it is for (lower case, plain), and when it was written. */
export interface KeptLetter {
  to: string;
  kept: Date;
}

/**
 * Removes letters from the mailbox folder, which holds them where no mail server is set. A folder that
 * is not there is empty; a letter that another process removed meanwhile is gone, as it should be.
 */
export async function removeLetters(
  mailbox: string,
  unwanted: (letter: KeptLetter) => boolean,
): Promise<void> {
  const names = await readdir(mailbox).catch(() => []);
  for (const name of names.filter((each) => /\.eml(\.part)?$/.test(each))) {
    const file = join(mailbox, name);
    const letter = await read(file).catch(() => undefined);
    if (letter && unwanted(letter)) await rm(file, { force: true });
  }
}

/** An address as it stands in a letter's head: a domain in other letters is written in ASCII there. */
export function asInLetter(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  return `${address.slice(0, at)}@${domainToASCII(domain) || domain}`.toLowerCase();
}

async function read(file: string): Promise<KeptLetter> {
  const text = await readFile(file, 'utf8');
  const head = text.split(/\r?\n\r?\n/, 1)[0] ?? '';
  const unfolded = head.replace(/\r?\n[ \t]+/g, ' ');
  const to = /^To: *<?([^<>\s]*)>?/im.exec(unfolded)?.[1] ?? '';
  return { to: asInLetter(to), kept: (await stat(file)).mtime };
}
