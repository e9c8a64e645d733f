import { readPageWords, type PageWords } from './page-words.server.ts';
import { blurhashOf } from '#platform/blurhash.server.ts';
import type { Services } from '#platform/services.server.ts';

/** What a page says of itself, with its picture drawn anew. */
export type PreparedPage = Omit<PageWords, 'image'> & {
  image: string | null;
  width: number | null;
  height: number | null;
  blurhash: string | null;
};

const pageBytes = 1024 * 1024;
const imageBytes = 5 * 1024 * 1024;
const deadlineMs = 8000;

/**
 * Looks at a page elsewhere, once, and keeps nothing of it but a few words and a picture drawn anew. No program
 * of it runs, nothing it embeds is fetched. Undefined for whatever is no page, or does not answer soon.
 */
export async function preparePage(
  services: Pick<Services, 'fetcher' | 'storage'>,
  url: string,
): Promise<PreparedPage | undefined> {
  const accept = 'text/html, application/xhtml+xml;q=0.9';
  const page = await services.fetcher.get(url, { accept, deadlineMs, maxBytes: pageBytes });
  if ('refused' in page || page.status !== 200) return undefined;
  const contentType = page.headers['content-type'] ?? '';
  if (!/^(?:text\/html|application\/xhtml\+xml)\b/i.test(contentType)) return undefined;
  const words = await readPageWords({ url: page.url, contentType, body: page.body });
  if (!words) return undefined;
  return { ...words, ...(await preparePicture(services, words.image)) };
}

const none = { image: null, width: null, height: null, blurhash: null };

async function preparePicture(
  { fetcher, storage }: Pick<Services, 'fetcher' | 'storage'>,
  url: string | null,
) {
  if (!url) return none;
  const accept = 'image/webp, image/png, image/jpeg, image/gif, image/avif';
  const sent = await fetcher.get(url, { accept, deadlineMs, maxBytes: imageBytes });
  if ('refused' in sent || sent.status !== 200) return none;
  const stored = await storage.savePicture(sent.body, { maxBytes: imageBytes });
  if ('refused' in stored) return none;
  const drawn = await storage.open(stored.name, 'small');
  const { name: image, width, height } = stored;
  return { image, width, height, blurhash: drawn ? await blurhashOf(drawn.bytes) : null };
}
