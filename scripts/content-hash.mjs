import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * One hash of the names and contents of everything below the named folders and files, tests left
 * out; what is not there counts as absent.
 *
 * @param {string} root
 * @param {string[]} places relative to root
 * @param {string[]} more
 */
export function contentHash(root, places, more = []) {
  const hash = createHash('sha256');
  for (const name of [...places, ...more]) addTo(hash, root, name);
  return hash.digest('hex');
}

function addTo(hash, root, name) {
  const path = join(root, name);
  if (!existsSync(path) || /\.test\.ts$/.test(name)) return;
  if (statSync(path).isDirectory()) {
    for (const entry of readdirSync(path).sort()) addTo(hash, root, join(name, entry));
    return;
  }
  const content = readFileSync(path);
  hash.update(`${name}\0${content.length}\0`).update(content);
}
