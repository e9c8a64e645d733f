import { createRequire } from 'node:module';
import { buffer } from 'node:stream/consumers';
import type { Readable } from 'node:stream';

interface Entry {
  fileName: string;
}
interface OpenZip {
  readEntry(): void;
  on(event: 'entry', take: (entry: Entry) => void): void;
  on(event: 'end' | 'error', take: (fault?: Error) => void): void;
  openReadStream(entry: Entry, take: (fault: Error | null, stream: Readable) => void): void;
}
// The package has no types of its own.
const yauzl = createRequire(import.meta.url)('yauzl') as {
  fromBuffer(
    bytes: Buffer,
    options: { lazyEntries: true },
    take: (fault: Error | null, zip: OpenZip) => void,
  ): void;
};

/** Every file of a zip by its name. Throws on a broken one, and on names that lead out of it. */
export function unzip(bytes: Buffer): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>();
  return new Promise((done, fail) => {
    yauzl.fromBuffer(bytes, { lazyEntries: true }, (fault, zip) => {
      if (fault) return fail(fault);
      zip.on('error', fail);
      zip.on('end', () => done(found));
      zip.on('entry', (entry) =>
        zip.openReadStream(entry, (wrong, stream) => {
          if (wrong) return fail(wrong);
          buffer(stream).then((content) => {
            found.set(entry.fileName, content);
            zip.readEntry();
          }, fail);
        }),
      );
      zip.readEntry();
    });
  });
}
