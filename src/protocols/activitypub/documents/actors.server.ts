import { actorDocument, type ActorFacts } from './actor.ts';
import { urisOfHandles } from '#domain/federation/persons-by-uri.server.ts';
import { findOwnPerson, type OwnPerson } from '#domain/federation/own-person.server.ts';
import { ownKeys } from '#domain/federation/own-keys.server.ts';
import { readAuthors } from '#domain/posts/authors.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** Somebody here, or a club, as an actor; nothing where nobody has the handle. Not to be called in a transaction. */
export async function readOwnActor(ctx: Ctx, handle: string) {
  const own = await findOwnPerson(ctx, handle);
  return own && actorOf(ctx, own);
}

export async function actorOf(ctx: Ctx, own: OwnPerson) {
  const author = (await readAuthors({ ...ctx, viewer: null }, [own.id])).get(own.id);
  if (!author) return undefined;
  const keys = await ownKeys(ctx, own.id);
  const { movedTo } = own;
  const alsoKnownAs = await urisOfHandles(ctx, own.alsoKnownAs);
  // A club is there to be found; in lists of people here it has no place.
  const found = own.kind === 'group' ? { discoverable: true, indexable: true } : {};
  const kind = kinds[own.kind] ?? 'Person';
  const facts = { author: { ...author, ...found }, kind, keys, alsoKnownAs, movedTo };
  return actorDocument(ctx.config.origin, facts);
}

const kinds: Partial<Record<OwnPerson['kind'], ActorFacts['kind']>> = {
  person: 'Person',
  group: 'Group',
  application: 'Application',
};
