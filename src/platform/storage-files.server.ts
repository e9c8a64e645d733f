import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { PictureSize } from './storage.server.ts';

const picture = /^[0-9a-f]{32}\.webp$/;
const recording = /^[0-9a-f]{32}\.(?:mp4|webm|ogg|mp3|m4a|wav|flac)$/;

/** Whether a value from outside can be the name of a picture of ours. */
export function isPictureName(value: string): boolean {
  return picture.test(value);
}

/** Whether a value from outside can be the name of a video or a sound of ours. */
export function isRecordingName(value: string): boolean {
  return recording.test(value);
}

/** A name that cannot be guessed: 128 random bits. */
export function newName(ending: string): string {
  return `${randomBytes(16).toString('hex')}.${ending}`;
}

/** Where a file of ours lies; only pictures have a small form. */
export function pathOf(folder: string, name: string, size: PictureSize = 'large'): string {
  const file = size === 'large' ? name : `small-${name}`;
  return join(folder, name.slice(0, 2), name.slice(2, 4), file);
}

/** Complete or absent: a crash leaves a `.part` that nobody serves, and a full disk not even that. */
export async function write(path: string, data: Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const part = `${path}.part`;
  try {
    const file = await open(part, 'wx', 0o600);
    try {
      await file.writeFile(data);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part, path);
  } catch (fault) {
    await rm(part, { force: true });
    throw fault;
  }
}
