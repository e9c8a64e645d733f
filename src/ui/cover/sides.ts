/** How wide and high a picture is as it lies in its file, before it is turned upright. */
export interface Sides {
  width: number;
  height: number;
}

/** How much of a file's beginning holds its sides: what cameras write before them may be long. */
export const headBytes = 512 * 1024;

/**
 * The sides of a JPEG, PNG, GIF or WebP, read from its beginning, so that a large picture can be drawn small without
 * being unpacked first. Undefined where the beginning does not say.
 */
export function sidesOf(head: Uint8Array<ArrayBuffer>): Sides | undefined {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  try {
    const sides = read(view);
    return sides && sides.width > 0 && sides.height > 0 ? sides : undefined;
  } catch {
    // It ends before it has said.
    return undefined;
  }
}

function read(view: DataView): Sides | undefined {
  const begins = view.getUint32(0);
  if (begins >>> 8 === 0xffd8ff) return ofJpeg(view);
  if (begins === 0x89504e47) return { width: view.getUint32(16), height: view.getUint32(20) };
  if (begins === 0x47494638)
    return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
  return begins === 0x52494646 && view.getUint32(8) === 0x57454250 ? ofWebp(view) : undefined;
}

/** From segment to segment up to the first frame. Source: ITU T.81, B.2.2 */
function ofJpeg(view: DataView): Sides | undefined {
  for (let at = 2; view.getUint8(at) === 0xff;) {
    const marker = view.getUint8(at + 1);
    const frame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (frame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return undefined;
}

/** Source: RFC 9649, section 2 */
function ofWebp(view: DataView): Sides | undefined {
  const kind = view.getUint8(15);
  if (kind === 0x58) {
    const three = (at: number) => view.getUint16(at, true) + (view.getUint8(at + 2) << 16);
    return { width: 1 + three(24), height: 1 + three(27) };
  }
  if (kind === 0x4c) {
    const both = view.getUint32(21, true);
    return { width: 1 + (both & 0x3fff), height: 1 + ((both >>> 14) & 0x3fff) };
  }
  const fourteen = (at: number) => view.getUint16(at, true) & 0x3fff;
  return { width: fourteen(26), height: fourteen(28) };
}
