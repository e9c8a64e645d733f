/** What a form with a file says: its texts by name, and the bytes of its files, uncopied. */
export interface SentForm {
  texts: ReadonlyMap<string, string>;
  files: ReadonlyMap<string, Buffer>;
}

const mostParts = 20;
const longestText = 64 * 1024;

/**
 * Takes a multipart form apart where it lies, so that forty megabytes are held once and not three times.
 * Names of files and their claimed kinds are not looked at. Undefined for what is broken.
 * Source: https://www.rfc-editor.org/rfc/rfc7578
 */
export function readForm(body: Buffer, contentType: string): SentForm | undefined {
  const said = /^multipart\/form-data\s*;.*?\bboundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(
    contentType,
  );
  const boundary = said?.[1] ?? said?.[2];
  if (!boundary) return undefined;
  const texts = new Map<string, string>();
  const files = new Map<string, Buffer>();
  for (const part of partsOf(body, boundary)) {
    if (!part || texts.size + files.size >= mostParts) return undefined;
    if (part.file) files.set(part.name, part.data);
    else {
      const text = part.data.length <= longestText ? decode(part.data) : undefined;
      if (text === undefined) return undefined;
      texts.set(part.name, text);
    }
  }
  return { texts, files };
}

type Part = { name: string; file: boolean; data: Buffer };

/** The parts in their order; nothing in place of one that cannot be read, and then no more. */
function* partsOf(body: Buffer, boundary: string): Generator<Part | undefined> {
  const line = Buffer.from(`--${boundary}`);
  const end = Buffer.from(`\r\n--${boundary}`);
  let at = body.indexOf(line);
  if (at < 0) return yield undefined;
  at += line.length;
  while (body.toString('latin1', at, at + 2) !== '--') {
    const head = body.indexOf('\r\n\r\n', at);
    const stop = head < 0 ? -1 : body.indexOf(end, head + 2);
    const said = head < 0 || head - at > 8192 ? '' : body.toString('utf8', at, head);
    const part = stop < 0 ? undefined : headOf(said);
    yield part && { ...part, data: body.subarray(Math.min(head + 4, stop), stop) };
    if (!part) return;
    at = stop + end.length;
  }
}

function headOf(lines: string): Omit<Part, 'data'> | undefined {
  const said = /^content-disposition:\s*form-data\s*;(.*)$/im.exec(lines)?.[1];
  const name = said && /(?:^|;)\s*name=(?:"([^"]*)"|([^\s;"]+))/i.exec(said);
  if (!said || !name) return undefined;
  // Some programs name no file, and say only that it is no text.
  const bytes = /^content-type:\s*(?!text\/plain\b)\S/im.test(lines);
  return { name: name[1] ?? name[2] ?? '', file: bytes || /;\s*filename\*?=/i.test(said) };
}

function decode(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
