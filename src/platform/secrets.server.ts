import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The server's own secret: 32 random bytes made on the first start, in a file only its owner can read. */
export function ownSecret(dataDir: string): string {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = join(dataDir, 'secret');
  const kept = readKept(file);
  if (kept) return kept;
  const made = randomBytes(32).toString('base64url');
  // `wx` fails when another process was faster; its secret counts then.
  try {
    writeFileSync(file, made, { mode: 0o600, flag: 'wx' });
    return made;
  } catch {
    return readKept(file) ?? made;
  }
}

function readKept(file: string): string | undefined {
  try {
    if ((statSync(file).mode & 0o077) !== 0) {
      throw new Error(
        `${file} can be read by others; make it private with chmod 600 and start again.`,
      );
    }
    return readFileSync(file, 'utf8').trim();
  } catch (fault) {
    if (fault instanceof Error && 'code' in fault && fault.code === 'ENOENT') return undefined;
    throw fault;
  }
}
