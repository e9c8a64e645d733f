import { readForm, type SentForm } from './multipart.server.ts';

/** Why a form was not read. `busy`: its sender, or everybody together, has too many under way. */
export type NotRead = 'tooLarge' | 'broken' | 'busy';

const atOnce = 4;
const mostWaiting = 40;
const mostOfOne = 8;

interface Waiting {
  sender: string;
  enter(): void;
}

const inside = new Set<string>();
const waiting: Waiting[] = [];

/**
 * Reads a form with a file and lets `use` work with it. One form of a sender is held at a time and four of
 * all senders, so that a burst of forty megabytes each cannot take the memory; the others wait unread.
 * `most` is how many bytes the form may have; what is longer is not read, or not further.
 */
export async function withSentForm<T>(
  request: Request,
  { sender, most }: { sender: string; most: number },
  use: (form: SentForm) => Promise<T>,
): Promise<T | NotRead> {
  if (Number(request.headers.get('content-length')) > most) return 'tooLarge';
  if (!(await enter(sender))) return 'busy';
  try {
    const body = await readBytes(request, most);
    if (!body) return 'tooLarge';
    const form = readForm(body, request.headers.get('content-type') ?? '');
    return form ? await use(form) : 'broken';
  } finally {
    leave(sender);
  }
}

/** Into one piece of memory, as large as the form says that it is. */
async function readBytes({ headers, body }: Request, most: number): Promise<Buffer | undefined> {
  const said = Number(headers.get('content-length') ?? 0);
  let bytes = Buffer.allocUnsafe(said > 0 && said <= most ? said : 64 * 1024);
  let length = 0;
  for await (const part of body ?? []) {
    if (length + part.byteLength > most) return undefined;
    if (length + part.byteLength > bytes.length) {
      const larger = Buffer.allocUnsafe(Math.min(most, 2 * (length + part.byteLength)));
      bytes.copy(larger, 0, 0, length);
      bytes = larger;
    }
    bytes.set(part, length);
    length += part.byteLength;
  }
  return bytes.subarray(0, length);
}

async function enter(sender: string): Promise<boolean> {
  if (inside.size < atOnce && !inside.has(sender)) {
    inside.add(sender);
    return true;
  }
  const own = waiting.filter((one) => one.sender === sender).length;
  if (waiting.length >= mostWaiting || own >= mostOfOne) return false;
  await new Promise<void>((done) => waiting.push({ sender, enter: done }));
  return true;
}

function leave(sender: string): void {
  inside.delete(sender);
  const next = waiting.findIndex((one) => !inside.has(one.sender));
  const [one] = next < 0 ? [] : waiting.splice(next, 1);
  if (!one) return;
  inside.add(one.sender);
  one.enter();
}
