import { refuse } from './errors.ts';

/** What a client sent, as it came: the pairs of a form, or what JSON says. */
export type Sent = { pairs: [name: string, value: string | File][] } | { json: unknown };

/**
 * Reads in the three ways that clients write: JSON, form, multipart. An answer instead: 413 for more than
 * `most` bytes, 415 for anything else. Nothing for what is broken.
 */
export async function readSent(
  request: Request,
  most: number,
): Promise<Sent | Response | undefined> {
  const type = request.headers.get('content-type') ?? '';
  const bytes = await readBytes(request, most);
  if (!bytes) return refuse(413, 'Payload too large');
  if (bytes.byteLength === 0) return { pairs: [] };
  const kind = type.split(';', 1)[0]?.trim().toLowerCase();
  if (kind === 'multipart/form-data') return fromMultipart(bytes, type);
  if (kind !== 'application/json' && kind !== 'application/x-www-form-urlencoded')
    return refuse(415, 'Unsupported media type');
  const text = decode(bytes);
  if (text === undefined) return undefined;
  return kind === 'application/json' ? fromJson(text) : { pairs: [...new URLSearchParams(text)] };
}

/** The whole body; nothing when it is too large, whether it says so before or only turns out to be. */
async function readBytes(request: Request, most: number) {
  if (Number(request.headers.get('content-length')) > most) return undefined;
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of request.body ?? []) {
    length += part.byteLength;
    if (length > most) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function decode(bytes: Buffer<ArrayBuffer>): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

async function fromMultipart(bytes: Buffer<ArrayBuffer>, type: string): Promise<Sent | undefined> {
  const body = new Response(bytes, { headers: { 'content-type': type } });
  const form = await body.formData().catch(() => undefined);
  return form && { pairs: [...form] };
}

function fromJson(text: string): Sent | undefined {
  try {
    return { json: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** Whether a text can be kept: whole characters, and no zero byte, which the database has no place for. */
export function isText(value: string): boolean {
  return value.isWellFormed() && !value.includes('\0');
}

/** The answer to a text that cannot. */
export const unkept = () => refuse(422, 'Text is not well-formed');
