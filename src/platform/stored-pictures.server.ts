import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isPictureName, isRecordingName } from './storage.server.ts';

/** Names of the pictures and recordings in a folder that were stored before a moment, each once. */
export async function picturesFromBefore(folder: string, moment: Date): Promise<string[]> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const old = new Set<string>();
  for (const { parentPath, name } of files.filter((file) => file.isFile())) {
    const picture = name.replace(/^small-/, '');
    if (!isPictureName(picture) && !isRecordingName(picture)) continue;
    const found = await stat(join(parentPath, name)).catch(() => undefined);
    if (found && found.mtime < moment) old.add(picture);
  }
  return [...old];
}
