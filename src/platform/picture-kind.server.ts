import { strangeKind, type StrangeFile } from './strange-files.ts';

/** By the first bytes, so that no other decoder (SVG, PDF, TIFF) ever sees the file. */
export function pictureKind(bytes: Buffer): 'known' | 'heic' | 'notAPicture' | StrangeFile {
  const strange = strangeKind(bytes);
  if (strange) return strange;
  const head = bytes.subarray(0, 64).toString('latin1');
  if (head.slice(4, 8) === 'ftyp') return boxedKind(head);
  const webp = head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP';
  const other = /^(?:\xff\xd8\xff|\x89PNG\r\n\x1a\n|GIF8[79]a)/.test(head);
  return webp || other ? 'known' : 'notAPicture';
}

/** AVIF and HEIC are boxed alike; which one it is stands in the list of brands. */
function boxedKind(head: string): 'known' | 'heic' | 'notAPicture' {
  const own = head.slice(8, 12);
  const brands = head.slice(8, 12 + 4 * 12);
  if (/^hei[cxms]|^hev[cxms]/.test(own)) return 'heic';
  if (own === 'mif1' && /hei[cxms]/.test(brands) && !brands.includes('avif')) return 'heic';
  return ['avif', 'avis', 'mif1'].includes(own) ? 'known' : 'notAPicture';
}
