/** What people take for a picture and we do not open: a drawing that can hold programs, a file of a scanner. */
export type StrangeFile = 'svg' | 'dicom';

/** How much of a file's beginning tells. */
export const tellingBytes = 4096;

/**
 * What a file is by its first bytes, never by its name, if it is one of those that deserve a sentence of their
 * own. The same on a device, before anything is sent, and on the server.
 */
export function strangeKind(bytes: Uint8Array): StrangeFile | undefined {
  const head = String.fromCharCode(...bytes.subarray(0, tellingBytes));
  if (isDicom(head)) return 'dicom';
  return isSvg(head) ? 'svg' : undefined;
}

/**
 * `DICM` behind 128 bytes that may say anything (a JPEG's beginning too), or without them; old scanners leave even
 * that out and begin with the first element. Source: DICOM PS3.10, section 7.1
 */
function isDicom(head: string): boolean {
  if (head.slice(128, 132) === 'DICM' || head.startsWith('DICM')) return true;
  const group = /^[\x02\x08]\0[^]\0(?:[A-Z]{2}|[^][^]\0\0)/;
  return group.test(head) || /^\0[\x02\x08]\0[^][A-Z]{2}/.test(head);
}

/** Letters of two bytes each are read as well. */
function isSvg(head: string): boolean {
  const text = head.replaceAll('\0', '');
  return /^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*</.test(text) && /<(?:\w+:)?svg[\s/>]/i.test(text);
}
