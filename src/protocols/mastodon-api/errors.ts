/** An answer in the shape that clients read errors in. */
export function refuse(
  status: number,
  error: string,
  more: { description?: string; headers?: Record<string, string> } = {},
): Response {
  const { description, headers } = more;
  return answer({ error, ...(description && { error_description: description }) }, status, headers);
}

/** A JSON answer. Nobody keeps it: nearly all of them are for one person, and some hold tokens. */
export function answer(body: object, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      ...headers,
    },
  });
}

/** What is not there, and what one may not know of, in Mastodon's words. */
export const notFound = (): Response => refuse(404, 'Record not found');

/** Too much from one side; `seconds` until it is heard again. */
export const tooFast = (seconds: number): Response =>
  refuse(429, 'Too many requests', { headers: { 'retry-after': String(seconds) } });
