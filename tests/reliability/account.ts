import { spawnSync } from 'node:child_process';
import type { Account } from './product.ts';
import { root } from '../../scripts/ready.mjs';

/** An account without rights to try the product under; none when the tests run under one anyway. */
export function anOrdinaryAccount(): Account {
  if (process.getuid?.() !== 0) return undefined;
  const [uid, gid] = ['-u', '-g'].map((what) =>
    Number.parseInt(spawnSync('id', [what, 'nobody'], { encoding: 'utf8' }).stdout, 10),
  );
  return uid && gid ? { uid, gid } : undefined;
}

/** Whether the account may read the project; a checkout below a closed home is not for others. */
export function mayRead(account: Account): boolean {
  const look = ['-c', 'test -r package.json && test -x node_modules/.bin/node'];
  return spawnSync('/bin/sh', look, { cwd: root, ...account }).status === 0;
}
