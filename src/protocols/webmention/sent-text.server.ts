/** The most that a sender may say: two addresses, and what stands around them. */
const mostBytes = 16 * 1024;

/** What was sent, as text; 413 for more than two addresses need, 415 for another type than one of these. */
export async function readText(request: Request, types: RegExp): Promise<string | Response> {
  if (!types.test(request.headers.get('content-type') ?? '')) return told(415);
  if (Number(request.headers.get('content-length') ?? 0) > mostBytes) return told(413);
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of request.body ?? []) {
    length += part.byteLength;
    if (length > mostBytes) return told(413);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

const words: Readonly<Record<number, string>> = {
  202: 'Thank you. We look at your page soon; whoever leads the club decides what is shown.',
  400: 'That is no page here that takes this, or no page elsewhere that we could read.',
  405: 'Send this by POST.',
  413: 'That is too long.',
  415: 'Send this as a form.',
  429: 'That was a lot at once. Please try again later.',
};

/** The same bytes for the same number, whatever was asked: an answer tells nothing of what is not there. */
export function told(status: number, headers: Record<string, string> = {}): Response {
  return new Response(`${words[status] ?? ''}\n`, {
    status,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'",
      ...headers,
    },
  });
}
