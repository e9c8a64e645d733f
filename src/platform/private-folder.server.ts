import { chmodSync, mkdirSync, readdirSync, realpathSync, statSync } from 'node:fs';

/**
 * Makes sure that a folder exists and that only its owner can open it (mode 0700), and returns its
 * real path. An empty folder is closed silently; throws one sentence when a folder that already
 * holds something is open to others, because what lies in it may have been read or changed.
 */
export function privateFolder(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (openToOthers(folder)) {
    if (readdirSync(folder).length > 0)
      throw new Error(
        `Other accounts of this machine can open ${folder}: close it with "chmod 700 ${folder}" and start again.`,
      );
    chmodSync(folder, 0o700);
  }
  return realpathSync(folder);
}

function openToOthers(folder: string): boolean {
  return (statSync(folder).mode & 0o077) !== 0;
}
