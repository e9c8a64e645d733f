import { refuse } from './errors.ts';
import { isText, readSent, unkept, type Sent } from './sent.server.ts';

/** What OAuth's endpoints are sent, by name. Every value is text; a name may come more than once. */
export type Fields = ReadonlyMap<string, readonly string[]>;

const mostBytes = 64 * 1024;
const mostFields = 100;

/**
 * Reads what an endpoint of OAuth is sent: flat, and with every value of a name, because a parameter that
 * comes twice must be refused (RFC 6749, 3.2; see `one`), where `readBody` takes the last as Rails does.
 * `name[]` is `name`; numbers and truths become text; objects inside, and files, are refused with 400. With
 * `address`, what stands behind the question mark counts too where the body does not say it.
 */
export async function readFields(
  request: Request,
  { address = false }: { address?: boolean } = {},
): Promise<Fields | Response> {
  const sent = await readSent(request, mostBytes);
  if (sent instanceof Response) return sent;
  const pairs = sent && pairsOf(sent);
  if (!pairs || pairs.length > mostFields) return refuse(400, 'invalid_request');
  const said = new Set(pairs.map(([name]) => keyOf(name)));
  const behind = address ? [...new URL(request.url).searchParams] : [];
  return fieldsOf([...pairs, ...behind.filter(([name]) => !said.has(keyOf(name)))]);
}

const keyOf = (name: string) => name.replace(/\[\]$/, '');

function fieldsOf(pairs: readonly Pair[]): Fields | Response {
  const fields = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    if (!isText(value)) return unkept();
    fields.set(keyOf(name), [...(fields.get(keyOf(name)) ?? []), value]);
  }
  return fields;
}

type Pair = [name: string, value: string];

function pairsOf(sent: Sent): Pair[] | undefined {
  if ('json' in sent) return fromJson(sent.json);
  const pairs = sent.pairs.filter((pair): pair is Pair => typeof pair[1] === 'string');
  return pairs.length === sent.pairs.length ? pairs : undefined;
}

function fromJson(body: unknown): Pair[] | undefined {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined;
  const pairs: Pair[] = [];
  for (const [name, value] of Object.entries(body)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one === null) continue;
      if (typeof one === 'object') return undefined;
      pairs.push([name, String(one)]);
    }
  }
  return pairs;
}

/** The one value of a name; empty text when there is none. Nothing when it came more than once. */
export function one(fields: Fields, name: string): string | undefined {
  const values = fields.get(name) ?? [];
  return values.length > 1 ? undefined : (values[0] ?? '');
}
