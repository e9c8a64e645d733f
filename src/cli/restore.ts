import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { closing } from './beside.ts';
import type { Command, NotDone } from './command.ts';
import { reachDatabase } from '#house.server.ts';
import type { Manifest } from '#platform/backup-manifest.server.ts';
import { checkBackup, restoreBackup } from '#platform/backup-restore.server.ts';
import type { Config } from '#platform/config.server.ts';

/** `restore FILE`: fills an empty server from a backup. */
export const restore: Command = {
  words: ['FILE'],
  options: {},
  usage: 'restore FILE',
  summary: 'Fills an empty server from a backup; changes nothing when anything is wrong with it.',
  help: `
The whole file is checked before anything is written. The database must be empty: a new data folder,
or an empty database behind DATABASE_URL. An interrupted restore leaves it empty. Nothing that was
sent before is sent again. A backup of an older version is brought up to date.`,
  run: async ({ config, words: [name = ''] }) => {
    const file = resolve(name);
    if (!existsSync(file) || !statSync(file).isFile())
      return { refused: `There is no file ${file}.` };
    const manifest = await checkBackup(file);
    if ('refused' in manifest) return refusal(manifest.refused, file, config);
    return fill(file, manifest, config);
  },
};

async function fill(
  file: string,
  manifest: Manifest,
  config: Config,
): Promise<NotDone | undefined> {
  const restored = await closing(
    await reachDatabase(config),
    ({ connection }) => restoreBackup(file, manifest, { connection, dataDir: config.dataDir }),
    (database) => database.stop(),
  );
  if ('refused' in restored) return refusal(restored.refused, file, config);
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  console.log(`Restored ${rows} rows and ${manifest.media.length} pictures of ${manifest.made}.`);
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
