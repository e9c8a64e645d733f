import { proveReader, proveServer } from './authority.server.ts';
import { findRemotePerson } from '#domain/federation/remote-persons.server.ts';
import type { Ctx, Viewer } from '#platform/ctx.server.ts';

/**
 * Who asks for a document, when they sign the request and are known here; nobody is fetched for it. They read what
 * the one predicate gives them, as everybody does.
 */
export async function readerOf(ctx: Ctx, request: Request): Promise<Viewer | undefined> {
  const uri = await proveReader(ctx, request);
  return uri ? (await findRemotePerson(ctx, uri))?.viewer : undefined;
}

/**
 * The server in whose name a request is signed, and who signed for it, for what that server alone may read of somebody
 * here. Whoever is not known is fetched, whoever follows that person: how long it takes would say whether somebody of
 * that server does.
 */
export async function serverOf(
  ctx: Ctx,
  request: Request,
): Promise<{ origin: string; viewer: Viewer | null } | undefined> {
  const uri = await proveServer(ctx, request);
  const origin = uri && URL.parse(uri)?.origin;
  if (!origin) return undefined;
  return { origin, viewer: (await findRemotePerson(ctx, uri))?.viewer ?? null };
}
