/** What SvelteKit answers to a form that is sent by script. */
export interface Result {
  type: string;
  location?: string;
  data?: unknown;
}

/** Sends a form of this page by script. Throws when the server cannot be reached. */
export async function postForm(
  action: string,
  fields: Record<string, string | readonly string[]>,
): Promise<Result> {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields))
    for (const one of [value].flat()) body.append(name, one);
  const headers = { accept: 'application/json', 'x-sveltekit-action': 'true' };
  const response = await fetch(`?/${action}`, { method: 'POST', body, headers });
  return (await response.json()) as Result;
}

/**
 * The failure's own fields. SvelteKit writes them with devalue: a list whose first entry maps names to
 * places in the list. Ours are flat, so that reading them needs no parser on the page.
 */
export function failureOf(data: unknown): unknown {
  const list: unknown = typeof data === 'string' ? JSON.parse(data) : data;
  if (!Array.isArray(list) || typeof list[0] !== 'object' || list[0] === null) return undefined;
  const places = Object.entries(list[0] as Record<string, unknown>);
  return Object.fromEntries(places.map(([name, at]) => [name, list[Number(at)] as unknown]));
}
