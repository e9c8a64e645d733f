import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { eq, inArray } from 'drizzle-orm';
import { archive } from '../schema.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import type { Services } from '#platform/services.server.ts';

const ourName = /^[0-9a-f]{32}\.zip$/;
const day = 24 * 60 * 60 * 1000;

type Place = Pick<Services, 'config'>;

/** Where a copy lies: in a folder of its own, under a name that cannot be guessed. */
export function archivePath({ config }: Place, file: string): string {
  if (!ourName.test(file)) throw new Error('This is no archive of ours.');
  return join(folderOf({ config }), file);
}

/** Writes a copy as it comes, never whole in memory; private, and complete or absent. Returns its size. */
export async function keepArchive(
  place: Place,
  file: string,
  content: NodeJS.ReadableStream,
): Promise<number> {
  const path = archivePath(place, file);
  await mkdir(folderOf(place), { recursive: true, mode: 0o700 });
  try {
    const out = createWriteStream(`${path}.part`, { mode: 0o600, flags: 'wx', flush: true });
    await pipeline(content, out);
    await rename(`${path}.part`, path);
  } catch (fault) {
    await rm(`${path}.part`, { force: true });
    throw fault;
  }
  return (await stat(path)).size;
}

/** Removes the copy of a person, file and row. One that is being made finds its row gone, and goes too. */
export async function removeArchive(tx: Ctx, personId: string): Promise<void> {
  const [own] = await tx.db.delete(archive).where(eq(archive.personId, personId)).returning();
  if (own?.file) await removeFile(tx, own.file);
}

/** Removes the file of a copy; nothing happens when it is gone already, or was never one of ours. */
export async function removeFile(place: Place, file: string): Promise<void> {
  if (ourName.test(file)) await rm(archivePath(place, file), { force: true });
}

/** Removes files that no row knows, a day after: a crash may have left them behind. */
export async function removeStrayFiles(services: Pick<Services, 'config' | 'db' | 'clock'>) {
  const folder = folderOf(services);
  const names = await readdir(folder).catch(() => []);
  if (names.length === 0) return;
  const rows = await services.db.select().from(archive).where(inArray(archive.file, names));
  const known = new Set(rows.map(({ file }) => file));
  for (const name of names.filter((each) => !known.has(each))) {
    const found = await stat(join(folder, name)).catch(() => undefined);
    const old = found && services.clock.now().getTime() - found.mtime.getTime() > day;
    if (old) await rm(join(folder, name), { force: true });
  }
}

function folderOf({ config }: Place): string {
  return join(config.dataDir, 'archives');
}
