import { proveReader } from './authority.server.ts';
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
