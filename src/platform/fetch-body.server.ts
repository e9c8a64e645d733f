import { Readable, type Transform } from 'node:stream';
import {
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createZstdDecompress,
} from 'node:zlib';

/** The encodings that we say we read. */
export const acceptEncoding = 'gzip, deflate, br, zstd';

/** Thrown when a body passes its cap, as sent or as decoded. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

/**
 * Reads a body to its end, decoded. `maxBytes` bounds both what travels and what comes out of the
 * decoder, so that neither an endless stream nor a decompression bomb is held; what is too long is
 * refused by throwing TooLarge, never cut. An encoding that we did not ask for is a fault.
 */
export async function readBody(
  body: Readable,
  encoding: string,
  maxBytes: number,
): Promise<Buffer> {
  const decoder = decoderFor(encoding.trim().toLowerCase());
  const travelled = capped(body, maxBytes);
  if (!decoder) return collect(travelled);
  const raw = Readable.from(travelled, { objectMode: false, highWaterMark: 16 * 1024 });
  raw.on('error', (error) => decoder.destroy(error));
  try {
    return await collect(capped(raw.pipe(decoder), maxBytes));
  } finally {
    raw.destroy();
    decoder.destroy();
  }
}

function decoderFor(encoding: string): Transform | undefined {
  switch (encoding) {
    case '':
    case 'identity':
      return undefined;
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    case 'zstd':
      // RFC 9659: 8 MiB of window at most, else a few bytes could claim 2 GiB of memory.
      return createZstdDecompress({ params: { [constants.ZSTD_d_windowLogMax]: 23 } });
    default:
      throw new Error('an encoding that was not asked for');
  }
}

async function* capped(chunks: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new TooLarge();
    yield chunk;
  }
}

async function collect(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}
