#!/usr/bin/env node
// `npx pocketfriends ...`: the command line; only `start` needs the built pages.
import { join } from 'node:path';
import { become, buildWhenChanged, makeReady, root } from '../scripts/ready.mjs';

const args = process.argv.slice(2);
const asksForHelp = args.some((arg) => arg === '--help' || arg === '-h');
const node = makeReady();
if (args[0] === 'start' && !asksForHelp) buildWhenChanged(node);
become(node, [join(root, 'src', 'cli', 'main.ts'), ...args]);
