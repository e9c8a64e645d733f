/** A document of the wire, read as the plain JSON that it is. */
export type Json = Readonly<Record<string, unknown>>;

const deepest = 64;
const longestUri = 2048;

/**
 * Reads a document: an object, at most 64 deep, without NUL and half characters (the database holds neither).
 * Nothing when it is none of that. Depth is counted before anything is parsed.
 */
export function readJson(text: string): Json | undefined {
  if (tooDeep(text) || /\\u0000/i.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) && JSON.stringify(value).isWellFormed() && !hasHalf(text)
      ? value
      : undefined;
  } catch {
    return undefined;
  }
}

function tooDeep(text: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '\\' && quoted) at += 1;
    else if (sign === '"') quoted = !quoted;
    else if (!quoted && (sign === '{' || sign === '[')) {
      depth += 1;
      if (depth > deepest) return true;
    } else if (!quoted && (sign === '}' || sign === ']')) depth -= 1;
  }
  return false;
}

/** Half characters that are written as escapes: JSON.stringify would write them as escapes again. */
function hasHalf(text: string): boolean {
  return (
    /\\u[dD][89abAB]/.test(text) && /\\u[dD][89aAbB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])/.test(text)
  );
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One value, several, or none: as a list. */
export function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** The http(s) address that a value is, or that the object has as its id: normalised, up to 2,048 characters. */
export function uriOf(value: unknown): string | undefined {
  const text = isObject(value) ? value['id'] : value;
  if (typeof text !== 'string' || text.length > longestUri) return undefined;
  const url = URL.parse(text);
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return undefined;
  if (url.username || url.password || url.hostname.endsWith('.')) return undefined;
  // What is kept is what was written, unless it only looks different: one thing has one name.
  return url.host === hostWritten(text) ? text : undefined;
}

function hostWritten(text: string): string {
  return /^https?:\/\/([^/?#]*)/.exec(text)?.[1] ?? '';
}

/** The addresses in a list of addresses or objects. */
export function urisOf(value: unknown): string[] {
  return listOf(value).flatMap((one) => uriOf(one) ?? []);
}

/** The types that an object says it is. */
export function typesOf(value: unknown): string[] {
  return isObject(value) ? listOf(value['type']).filter((type) => typeof type === 'string') : [];
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Whether two addresses are of one origin: who speaks for the one may speak for the other. */
export function sameOrigin(one: string, other: string): boolean {
  const origin = URL.parse(one)?.origin;
  return origin !== undefined && origin !== 'null' && origin === URL.parse(other)?.origin;
}

/** The host of an address, with its port where that is written. */
export function hostOf(uri: string): string {
  return URL.parse(uri)?.host ?? '';
}
