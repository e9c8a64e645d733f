// `npm run boundaries:compile`: checks every pack of rules and writes its table, which is committed. `--check` writes
// nothing and fails when a table is not the one of its text.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { format, resolveConfig } from 'prettier';
import {
  checkPack,
  compileBase,
  packText,
  type Problem,
} from '#domain/boundaries/compile.server.ts';
import { packNames, type PackId } from '#domain/boundaries/packs-of.ts';
import type { Pack } from '#domain/boundaries/pack.ts';

const folder = new URL('../src/domain/boundaries/', import.meta.url);
const check = process.argv.includes('--check');
let whole = '';
let tables = '';

const base = await compiled('base', (text, name) => compileBase(text, { id: 'base', name }));
await keep(base);
for (const id of Object.keys(packNames) as PackId[]) {
  if (id === 'base') continue;
  await keep(await compiled(id, (text, name) => checkPack(text, { id, name }, base)));
}
const size = (text: string) =>
  `${gzipSync(text, { level: 9 }).length} B gzip, ${brotliCompressSync(text).length} B brotli`;
console.log(`tables of all packs: ${size(tables)}`);
console.log(`with every word:     ${size(whole)}`);

type Compile = (text: string, name: string) => Promise<{ pack: Pack } | { problems: Problem[] }>;

async function compiled(id: PackId, compile: Compile): Promise<Pack> {
  const file = `packs/${id.toLowerCase()}.cedar`;
  const answer = await compile(packText(id), packNames[id]);
  if ('pack' in answer) return answer.pack;
  for (const { line, says } of answer.problems)
    console.error(`${file}${line ? `:${line}` : ''} ${says}`);
  return process.exit(1);
}

async function keep(pack: Pack): Promise<void> {
  const file = fileURLToPath(new URL(`compiled/${pack.id.toLowerCase()}.json`, folder));
  const text = JSON.stringify(pack);
  const tidy = await format(text, { ...(await resolveConfig(file)), filepath: file });
  if (check && readFileSync(file, 'utf8') !== tidy) {
    console.error(`${file} is not current: npm run boundaries:compile`);
    process.exitCode = 1;
  }
  if (!check) writeFileSync(file, tidy);
  whole += JSON.stringify(pack);
  tables += JSON.stringify(pack.table);
  console.log(
    `${pack.id}: ${pack.rules.length} rules, ${pack.table.nodes.split(' ').length} nodes, ${pack.table.ends.split(' ').length} outcomes`,
  );
}
