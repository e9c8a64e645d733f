import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
  type CustomFetch,
} from 'openid-client';
import type { Ctx } from '#platform/ctx.server.ts';

/** How long one request to a service may take, and how much it may answer. */
const bounds = { deadlineMs: 7_000, maxBytes: 256 * 1024, maxRedirects: 0 } as const;

/** Thrown through openid-client when a service did not answer, or may not be asked. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** openid-client's way out: through the one fetcher, without redirects, with a deadline and a cap. */
export function fetchThrough({ fetcher }: Pick<Ctx, 'fetcher'>): CustomFetch {
  return async (url, { method, headers, body }) => {
    const { accept = 'application/json', 'content-type': contentType, ...rest } = headers;
    const options = { ...bounds, accept, headers: rest };
    const answer =
      method === 'POST'
        ? await fetcher.post(url, {
            ...options,
            body: String(body ?? ''),
            contentType: contentType ?? 'application/x-www-form-urlencoded',
          })
        : await fetcher.get(url, options);
    if ('refused' in answer) throw new NoAnswer(answer.refused);
    return new Response(bodyFor(answer), {
      status: answer.status,
      headers: { 'content-type': answer.headers['content-type'] ?? '' },
    });
  };
}

function bodyFor({ status, body }: { status: number; body: Buffer }): string | null {
  return status === 204 || status === 205 || status === 304 ? null : body.toString('utf8');
}

/**
 * What went wrong at a service: it does not answer, the person said no there, it does not know us, it
 * does not know the code, or it answered something that is not right.
 */
export type OutsideFault = 'unreachable' | 'denied' | 'client' | 'code' | 'mangled';

/** Turns what openid-client throws into a fault; a mistake of ours stays thrown. */
export function outsideFault(error: unknown): OutsideFault {
  if (causes(error).some((cause) => cause instanceof NoAnswer)) return 'unreachable';
  if (error instanceof AuthorizationResponseError)
    return error.error === 'access_denied' ? 'denied' : 'mangled';
  if (error instanceof ResponseBodyError || error instanceof WWWAuthenticateChallengeError)
    return bodyFault(error);
  if (error instanceof ClientError || error instanceof TypeError) return 'mangled';
  throw error;
}

function bodyFault(error: ResponseBodyError | WWWAuthenticateChallengeError): OutsideFault {
  if (error.status >= 500) return 'unreachable';
  const said = error instanceof ResponseBodyError ? error.error : 'invalid_client';
  if (said === 'invalid_client' || said === 'unauthorized_client') return 'client';
  return said === 'invalid_grant' ? 'code' : 'mangled';
}

function causes(error: unknown): unknown[] {
  const list = [];
  for (let next = error; next && list.length < 5; next = cause(next)) list.push(next);
  return list;
}

const cause = (error: unknown) => (error instanceof Error ? error.cause : undefined);

/** Whether a plain-text address belongs to a peer that the environment names: never on the open web. */
export function namedPeer({ config }: Pick<Ctx, 'config'>, url: URL): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return config.allowedPeers.includes(`${url.hostname}:${port}`);
}
