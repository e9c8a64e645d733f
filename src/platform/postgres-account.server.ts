import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';

/** The account that PostgreSQL runs under; `undefined` means "the one we run under ourselves". */
export type Account = { uid: number; gid: number } | undefined;

/**
 * The account for the database of a folder. PostgreSQL refuses to run as root, so root gives it to
 * the owner of the folder, or else to `postgres` or `nobody`. An ordinary account just uses itself.
 * Throws one sentence when root finds no such account.
 */
export function accountFor(folder: string): Account {
  if (!runsAsRoot()) return undefined;
  const { uid, gid } = statSync(folder);
  if (uid !== 0) return { uid, gid };
  const account = lookUp('postgres') ?? lookUp('nobody');
  if (account) return account;
  throw new Error(
    'PostgreSQL does not run as root, and there is no account "postgres" or "nobody" to run it under: start as an ordinary account or set DATABASE_URL.',
  );
}

/** Whether the account may walk into a folder (tried, not guessed from modes). */
export function reaches(account: Account, folder: string): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], as(account)).status === 0;
}

/** Spawn options under which a program runs as the account, and sees none of our secrets. */
export function as(account: Account) {
  const env: NodeJS.ProcessEnv = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', TZ: 'UTC' };
  return { cwd: '/', env, ...account };
}

function runsAsRoot(): boolean {
  return process.getuid?.() === 0;
}

// `id` asks the machine's own directory of accounts, which /etc/passwd need not be.
function lookUp(name: string): Account {
  const [uid, gid] = ['-u', '-g'].map((what) => {
    const { status, stdout } = spawnSync('id', [what, name], { encoding: 'utf8' });
    return status === 0 ? Number.parseInt(stdout, 10) : 0;
  });
  return uid && gid ? { uid, gid } : undefined;
}
