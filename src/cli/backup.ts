import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { closing } from './beside.ts';
import type { Command } from './command.ts';
import { productVersion } from '#platform/product-version.server.ts';
import { reachDatabase } from '#house.server.ts';
import { writeBackup, type NoBackup } from '#platform/backup.server.ts';
import { ownSecret } from '#platform/secrets.server.ts';

/** `backup FILE`: everything in one file, while the server runs or not. */
export const backup: Command = {
  words: ['FILE'],
  options: {},
  usage: 'backup FILE',
  summary: 'Writes everything into one file (.tar.gz), also while the server is running.',
  help: `
The file has every table as it was at one moment, the pictures, and the server's secret: whoever has
it can read everything and sign in as anybody, so keep it as safe as the server itself. Letters and
other jobs that still wait are not in it. An existing file is never overwritten.`,
  run: async ({ config, words: [name = ''] }) => {
    const file = resolve(name);
    if (!config.databaseUrl && !existsSync(join(config.dataDir, 'postgres'))) {
      return { refused: refusals.nothingThere };
    }
    const made = await closing(
      await reachDatabase(config),
      ({ connection }) =>
        writeBackup(file, {
          connection,
          secret: config.secret ?? ownSecret(config.dataDir),
          mediaDir: join(config.dataDir, 'media'),
          product: productVersion(),
        }),
      (database) => database.stop(),
    );
    if ('refused' in made) return { refused: refusals[made.refused].replace('FILE', file) };
    const rows = made.tables.reduce((sum, table) => sum + table.rows, 0);
    console.log(
      `${file}: ${rows} rows of ${made.tables.length} tables, ${made.media.length} pictures.`,
    );
    return undefined;
  },
};

const refusals: Record<NoBackup['refused'], string> = {
  exists: 'FILE is there already, and is never overwritten.',
  noFolder: 'The folder of FILE is not there.',
  nothingThere: 'There is nothing to back up yet: the server has never been started.',
  anotherUnderWay: 'Another backup is under way.',
};
