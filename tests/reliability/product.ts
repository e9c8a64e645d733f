import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { root } from '../../scripts/ready.mjs';

/** The real product in a process of its own. */
export interface Product {
  pid: number;
  /** Everything it has said. */
  said(): string;
  exited: Promise<{ code: number | null; signal: string | null }>;
  /** Resolves when it serves (or works); throws with what it said when it ends instead. */
  ready(): Promise<void>;
  kill(signal: NodeJS.Signals): Promise<void>;
}

/** Who it runs as; absent: like the tests. */
export type Account = { uid: number; gid: number } | undefined;

const node = join(root, 'node_modules', '.bin', 'node');

/** Starts `node src/main.ts`, or another file with words, under nothing but the given settings. */
export function startProduct(
  env: Record<string, string>,
  { account, args = ['src/main.ts'] }: { account?: Account; args?: string[] } = {},
): Product {
  const own = { PATH: process.env['PATH'] ?? '', HOME: '/', LOG_LEVEL: 'warn', ...env };
  const child = spawn(node, args, {
    cwd: root,
    env: own,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...account,
  });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (part: string) => said.push(part));
  const exited = once(child, 'close').then(() => ({
    code: child.exitCode,
    signal: child.signalCode,
  }));
  return {
    pid: child.pid ?? 0,
    said: () => said.join(''),
    exited,
    ready: () => waitUntilReady(child, env, () => said.join('')),
    kill: async (signal) => {
      child.kill(signal);
      await exited;
    },
  };
}

/** Runs a command to its end. */
export async function command(
  args: string[],
  env: Record<string, string>,
  account?: Account,
): Promise<{ code: number | null; said: string }> {
  const run = startProduct(env, { account, args: ['src/cli/main.ts', ...args] });
  const { code } = await run.exited;
  return { code, said: run.said() };
}

async function waitUntilReady(
  child: ChildProcess,
  env: Record<string, string>,
  said: () => string,
) {
  const end = Date.now() + 30_000;
  const alone = env['POCKETFRIENDS_PROCESS'] === 'worker';
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The product ended: ${said()}`);
    if (alone ? said().includes('works on its jobs') : await serves(env['PORT'] ?? '')) return;
    if (Date.now() > end) throw new Error(`The product is not ready after 30 s: ${said()}`);
    await pause(20);
  }
}

async function serves(port: string): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined);
  await answer?.arrayBuffer();
  return answer?.status === 200;
}

/** The process number of the database in a data folder. */
export function postmasterOf(dataDir: string): number {
  const file = join(dataDir, 'postgres', 'cluster', 'postmaster.pid');
  return Number.parseInt(readFileSync(file, 'utf8'), 10);
}
