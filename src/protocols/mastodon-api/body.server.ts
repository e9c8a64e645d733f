import { refuse } from './errors.ts';
import { isText, readSent, unkept } from './sent.server.ts';

/** A value of a body: text (numbers and truths too), a file of a form, several of them, or a body inside. */
export type Value = string | File | readonly Value[] | Body;

/** What a body says, by name, as deep as clients nest it. */
export interface Body {
  readonly [name: string]: Value;
}

const usualBytes = 256 * 1024;
const mostValues = 500;
const deepest = 4;

/** How a body may be: its size, whether files are in it, and whether the address counts too. */
interface Reading {
  bytes?: number;
  files?: boolean;
  address?: boolean;
}

/**
 * Reads a body in any of the three ways that clients write it: JSON, form (`poll[options][]=…`), multipart.
 * Files come only where the route says so (`files`). What stands behind the question mark counts as said where
 * the body does not say it, except for secrets (`address: false`). An answer instead: 413 for more than `bytes`
 * (256 KiB), 415 for anything else, 400 for what is broken or nested too deep, 422 for text that nobody can keep.
 */
export async function readBody(request: Request, reading: Reading = {}): Promise<Body | Response> {
  const said = await readWhole(request, reading);
  if (said instanceof Response || reading.address === false) return said;
  const behind = fromPairs([...new URL(request.url).searchParams]);
  return behind instanceof Response ? behind : { ...behind, ...said };
}

async function readWhole(
  request: Request,
  { bytes: most = usualBytes, files = false }: Reading,
): Promise<Body | Response> {
  const sent = await readSent(request, most);
  if (sent instanceof Response) return sent;
  if (!sent) return broken();
  if ('json' in sent) return fromJson(sent.json);
  if (!files && sent.pairs.some(([, value]) => typeof value !== 'string')) return broken();
  return fromPairs(sent.pairs);
}

const broken = () => refuse(400, 'The request could not be read');

type Open = { [name: string]: string | File | Open | (string | File | Open)[] };

/** `a[b][]=1` as Rack and qs read it; a list of bodies begins a new one when a name comes again. */
function fromPairs(pairs: [string, string | File][]): Body | Response {
  if (pairs.length > mostValues) return broken();
  const body: Open = Object.create(null) as Open;
  for (const [name, value] of pairs) {
    if (typeof value === 'string' && !isText(value)) return unkept();
    const keys = [
      name.replace(/\[.*$/s, ''),
      ...name.matchAll(/\[([^\]]*)\]/g).map(([, key]) => key ?? ''),
    ];
    if (keys.length > deepest || keys.includes('__proto__')) return broken();
    put(body, keys, value);
  }
  return body;
}

function put(at: Open, [key = '', ...rest]: string[], value: string | File): void {
  if (rest.length === 0) return void (at[key] = value);
  const [next = ''] = rest;
  if (next !== '' && !/^\d+$/.test(next)) {
    const inside = at[key];
    const open = isOpen(inside) ? inside : (Object.create(null) as Open);
    at[key] = open;
    return put(open, rest, value);
  }
  const known = at[key];
  const list = Array.isArray(known) ? known : [];
  at[key] = list;
  if (rest.length === 1) return void list.push(value);
  putInList(list, rest, value);
}

function putInList(
  list: (string | File | Open)[],
  [at = '', ...rest]: string[],
  value: string | File,
) {
  const index = at === '' ? undefined : Number(at);
  let last = index === undefined ? list.at(-1) : list[Math.min(index, list.length)];
  const [name = ''] = rest;
  if (!isOpen(last) || (index === undefined && name in last && rest.length === 1)) {
    last = Object.create(null) as Open;
    list.push(last);
  }
  put(last, rest, value);
}

function isOpen(value: unknown): value is Open {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof File)
  );
}

function fromJson(parsed: unknown): Body | Response {
  if (!isOpen(parsed)) return broken();
  const kept = textsOf(parsed, 0);
  return kept === undefined ? broken() : kept === 'unkept' ? unkept() : (kept as Body);
}

/** The same with numbers and truths as text, and without what is null; nothing when it goes too deep. */
function textsOf(value: unknown, depth: number): Value | 'unkept' | undefined {
  if (typeof value === 'string') return isText(value) ? value : 'unkept';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (depth >= deepest || typeof value !== 'object' || value === null) return undefined;
  const made: [string, Value][] = [];
  for (const [name, one] of Object.entries(value)) {
    if (one === null) continue;
    const kept = textsOf(one, depth + 1);
    if (kept === undefined || kept === 'unkept') return kept;
    made.push([name, kept]);
  }
  if (made.length > mostValues || made.some(([name]) => name === '__proto__')) return undefined;
  return Array.isArray(value) ? made.map(([, one]) => one) : Object.fromEntries(made);
}

/** The text of a name; nothing when it is missing or no text. */
export function textOf(body: Body, name: string): string | undefined {
  const value = body[name];
  return typeof value === 'string' ? value : undefined;
}

/** The truth of a name, as Rails reads it; nothing when it is missing. */
export function flagOf(body: Body, name: string): boolean | undefined {
  const value = textOf(body, name);
  return value === undefined || value === '' ? undefined : !/^(?:0|f|false|off)$/i.test(value);
}

/** The texts of a name, be it one or several; nothing when it is missing. */
export function textsIn(body: Body, name: string): string[] | undefined {
  const value = body[name];
  if (value === undefined) return undefined;
  const all = Array.isArray(value) ? (value as readonly Value[]) : [value];
  return all.filter((one) => typeof one === 'string');
}

/** The body inside of a name; nothing when it is missing. */
export function bodyIn(body: Body, name: string): Body | undefined {
  const value = body[name];
  return isOpen(value) ? (value as Body) : undefined;
}

/** The bodies of a name, be they a list or numbered (`{"0": {…}}`); none when it is missing. */
export function bodiesIn(body: Body, name: string): Body[] {
  const value = body[name];
  const all = isOpen(value) ? Object.values(value) : Array.isArray(value) ? (value as Value[]) : [];
  return all.filter(isOpen) as Body[];
}

/** The file of a name, where the route takes files. */
export function fileOf(body: Body, name: string): File | undefined {
  const value = body[name];
  return value instanceof File && value.size > 0 ? value : undefined;
}
