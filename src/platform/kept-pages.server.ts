import { brotliCompressSync, constants } from 'node:zlib';

/** A rendered page for visitors without a session. */
export interface KeptPage {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
  brotli: Buffer;
}

/** Rendered pages in memory; each names what it depends on, as `kind:id` tags. */
export interface KeptPages {
  find(key: string): KeptPage | undefined;
  /** Taken before rendering starts; `keep` refuses a page that was overtaken by a change. */
  mark(): number;
  keep(
    key: string,
    page: Omit<KeptPage, 'brotli'>,
    tags: string[],
    until: number,
    mark: number,
  ): void;
  /** Drops every page that depends on the tag. */
  drop(tag: string): void;
  dropAll(): void;
}

interface Entry {
  page: KeptPage;
  tags: string[];
  until: number;
}

/**
 * Keeps up to `maxBytes` of pages, the longest unused leave first. A page is dropped by the very
 * event that changes it, and a page rendered while its subject changed is never kept.
 */
export function makeKeptPages(maxBytes = 64 * 1024 * 1024, now = () => Date.now()): KeptPages {
  const entries = new Map<string, Entry>();
  const dropped = new Map<string, number>();
  let bytes = 0;
  let changes = 0;
  let everything = 0;

  const remove = (key: string) => {
    const entry = entries.get(key);
    if (entry) bytes -= sizeOf(entry);
    entries.delete(key);
  };
  return {
    find(key) {
      const entry = entries.get(key);
      if (!entry) return undefined;
      entries.delete(key);
      if (entry.until < now()) return void (bytes -= sizeOf(entry));
      entries.set(key, entry);
      return entry.page;
    },
    mark: () => changes,
    keep(key, page, tags, until, mark) {
      if (everything > mark || tags.some((tag) => (dropped.get(tag) ?? 0) > mark)) return;
      remove(key);
      const entry = { page: { ...page, brotli: compress(page.body) }, tags, until };
      entries.set(key, entry);
      bytes += sizeOf(entry);
      for (const oldest of entries.keys()) {
        if (bytes <= maxBytes) break;
        remove(oldest);
      }
    },
    drop(tag) {
      dropped.set(tag, ++changes);
      for (const [key, entry] of entries) if (entry.tags.includes(tag)) remove(key);
      if (dropped.size > 10_000) forgetOldest(dropped);
    },
    dropAll() {
      everything = ++changes;
      entries.clear();
      bytes = 0;
    },
  };
}

const sizeOf = ({ page }: Entry) => page.body.length + page.brotli.length;

function compress(body: Buffer): Buffer {
  return brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } });
}

/** Marks live as long as one rendering; the older half of ten thousand is long past that. */
function forgetOldest(dropped: Map<string, number>): void {
  let left = 5_000;
  for (const tag of dropped.keys()) {
    if (left-- === 0) return;
    dropped.delete(tag);
  }
}
