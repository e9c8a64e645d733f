import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import tar from 'tar-stream';

/** Puts one entry into an archive; resolves when the archive has taken it. */
export type AddEntry = (name: string, content: Buffer) => Promise<void>;

/**
 * Writes a `.tar.gz` that only its owner can read (0600). It is called `FILE.part` until it is
 * complete and on the disk. At its end, as the comment of an empty gzip member (RFC 1952, 2.3.1),
 * stands the SHA-256 of everything before: ordinary tools ignore it, and `checkSeal` finds any
 * changed byte with it.
 */
export async function writeArchive(
  file: string,
  fill: (add: AddEntry) => Promise<void>,
): Promise<void> {
  const part = `${file}.part`;
  await rm(part, { force: true });
  const handle = await open(part, 'wx', 0o600);
  try {
    const pack = tar.pack();
    const written = pipeline(
      () => pack as AsyncIterable<Buffer>,
      createGzip(),
      sealed(createHash('sha256')),
      handle.createWriteStream({ flush: true }),
    );
    await Promise.race([fill(addTo(pack)), written]);
    pack.finalize();
    await written;
    await rename(part, file);
  } catch (fault) {
    await rm(part, { force: true });
    throw fault;
  } finally {
    await handle.close().catch(() => undefined);
  }
}

function addTo(pack: tar.Pack): AddEntry {
  return (name, content) =>
    new Promise((done, fail) => {
      const told = (fault?: Error | null) => (fault ? fail(fault) : done());
      pack.entry({ name, size: content.length, mode: 0o600 }, told).end(content);
    });
}

function sealed(hash: Hash) {
  return async function* (chunks: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
    for await (const chunk of chunks) {
      hash.update(chunk);
      yield chunk;
    }
    yield sealOf(hash);
  };
}

/** An empty gzip member: header with the flag of a comment, the comment, an empty block, no bytes. */
function sealOf(hash: Hash): Buffer {
  return Buffer.concat([
    Buffer.from('1f8b08100000000000ff', 'hex'),
    Buffer.from(`sha256 ${hash.digest('hex')}\0`, 'latin1'),
    Buffer.from('03000000000000000000', 'hex'),
  ]);
}

const sealLength = sealOf(createHash('sha256')).length;

/** Whether every byte of an archive is as it was written. */
export async function checkSeal(file: string): Promise<boolean> {
  const { size } = await stat(file);
  if (size < sealLength) return false;
  const hash = createHash('sha256');
  const body = size - sealLength;
  if (body > 0)
    for await (const chunk of createReadStream(file, { end: body - 1 })) hash.update(chunk);
  const rest: Buffer[] = [];
  for await (const chunk of createReadStream(file, { start: body })) rest.push(chunk as Buffer);
  return sealOf(hash).equals(Buffer.concat(rest));
}

/**
 * Reads an archive entry by entry, in the order of writing. `take` has to read each content to its
 * end. Throws when it is no `.tar.gz`.
 */
export async function readArchive(
  file: string,
  take: (name: string, content: AsyncIterable<Buffer>) => Promise<void>,
): Promise<void> {
  const extract = tar.extract();
  const flow = pipeline(createReadStream(file), createGunzip(), extract);
  flow.catch(() => undefined);
  for await (const entry of extract) {
    await take(entry.header.name, entry as AsyncIterable<Buffer>);
    entry.resume();
  }
  await flow;
}
