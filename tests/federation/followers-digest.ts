import { createHash } from 'node:crypto';

/** By hand: the digests laid over each other. */
export function digestOf(...uris: string[]): string {
  const sum = Buffer.alloc(32);
  for (const uri of uris)
    createHash('sha256')
      .update(uri)
      .digest()
      .forEach((byte, at) => (sum[at] = (sum[at] ?? 0) ^ byte));
  return sum.toString('hex');
}
