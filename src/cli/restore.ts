import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { beside, closing } from './beside.ts';
import type { Command, NotDone } from './command.ts';
import { sendNothingAgain } from '#domain/federation/after-restore.server.ts';
import { eraseAgain } from '#domain/leaving/erasure.server.ts';
import { readLedger, writeLedger } from '#domain/leaving/ledger.server.ts';
import { reachDatabase } from '#house.server.ts';
import type { Manifest } from '#platform/backup-manifest.server.ts';
import { checkBackup, restoreBackup } from '#platform/backup-restore.server.ts';
import type { Config } from '#platform/config.server.ts';

/** `restore FILE`: fills an empty server from a backup, and erases once more whoever was erased since. */
export const restore: Command = {
  words: ['FILE'],
  options: { erased: { type: 'string' } },
  usage: 'restore FILE [--erased LIST]',
  summary: 'Fills an empty server from a backup; changes nothing when anything is wrong with it.',
  help: `
The whole file is checked before anything is written. The database must be empty: a new data folder,
or an empty database behind DATABASE_URL. An interrupted restore leaves it empty. Nothing that was
sent before is sent again, except requests to other servers to delete something. A backup of an older
version is brought up to date.
Whoever was erased after the backup was made is erased again: their numbers are in erased.jsonl in the
data folder. On a new machine, name the one of the old machine with --erased.`,
  run: async ({ config, options, words: [name = ''] }) => {
    const file = resolve(name);
    const list = typeof options['erased'] === 'string' ? resolve(options['erased']) : undefined;
    if (list && !existsSync(list)) return { refused: `There is no file ${list}.` };
    if (!existsSync(file) || !statSync(file).isFile())
      return { refused: `There is no file ${file}.` };
    const manifest = await checkBackup(file);
    if ('refused' in manifest) return refusal(manifest.refused, file, config);
    return fill(file, manifest, config, list);
  },
};

async function fill(
  file: string,
  manifest: Manifest,
  config: Config,
  list: string | undefined,
): Promise<NotDone | undefined> {
  const erased = list ? await readLedger(list) : [];
  if (list && erased.length === 0)
    return { refused: `${list} is not a list of people who were erased.` };
  const restored = await closing(
    await reachDatabase(config),
    async ({ connection }) => {
      // Before the first row: should this end half-way, the next start knows whom to erase.
      await writeLedger(config.dataDir, erased);
      const place = { connection, dataDir: config.dataDir };
      return restoreBackup(file, manifest, { ...place, afterwards: sendNothingAgain });
    },
    (database) => database.stop(),
  );
  if ('refused' in restored) return refusal(restored.refused, file, config);
  const again = await beside(config, eraseAgain);
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  console.log(`Restored ${rows} rows and ${manifest.media.length} pictures of ${manifest.made}.`);
  if (again > 0) console.log(`Erased once more: ${again} of those who had been erased since.`);
  if (config.secret) {
    console.log(
      'POCKETFRIENDS_SECRET is set: unless it is the same as before, everybody signs in anew.',
    );
  }
  return undefined;
}

function refusal(
  why: 'notABackup' | 'damaged' | 'newerVersion' | 'otherSecret' | 'notEmpty',
  file: string,
  config: Config,
): NotDone {
  const place = config.databaseUrl
    ? 'The database of DATABASE_URL'
    : `The database in ${config.dataDir}`;
  const sentences = {
    notABackup: `${file} is not a backup of Pocket Friends.`,
    damaged: `${file} is damaged: it is not what was written, and nothing was changed.`,
    newerVersion: `${file} was made by another version of Pocket Friends: install that one or a newer one first.`,
    notEmpty: `${place} is not empty: a backup is only restored into an empty one.`,
    otherSecret: `${config.dataDir} has a secret of another server: use a new folder, or move that file away first.`,
  };
  return { refused: sentences[why] };
}
