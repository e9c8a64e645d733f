import { context } from './context.ts';
import { createOf, noteDocument } from './note.ts';
import { readNotes } from './notes.server.ts';
import { personUri, postUri } from '#domain/federation/addresses.ts';
import { urisOfPosts } from '#domain/federation/remote-posts.server.ts';
import { listThread, readThread } from '#domain/posts/threads.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** A post of somebody here, as far as whoever asks may read it. */
export async function readNote(ctx: Ctx, handle: string, id: string) {
  const facts = await factsOf(ctx, handle, id);
  return facts && noteDocument(ctx.config.origin, facts);
}

/** That it was written: never to be had without the post. */
export async function readActivityOf(ctx: Ctx, handle: string, id: string) {
  const facts = await factsOf(ctx, handle, id);
  return facts && { '@context': context, ...createOf(ctx.config.origin, facts) };
}

const mostReplies = 100;

/** The addresses of what answers it directly, the oldest first. */
export async function readReplies(ctx: Ctx, handle: string, id: string) {
  if (!(await factsOf(ctx, handle, id))) return undefined;
  const thread = await readThread(ctx, id);
  const ids = (thread?.descendants ?? [])
    .filter(({ inReplyTo }) => inReplyTo === id)
    .slice(0, mostReplies)
    .map((reply) => reply.id);
  const uris = await urisOfPosts(ctx, ids);
  const items = ids.flatMap((reply) => uris.get(reply) ?? []);
  const collection = `${postUri(ctx.config.origin, handle, id)}/replies`;
  return {
    '@context': context,
    id: collection,
    type: 'Collection',
    totalItems: items.length,
    items,
  };
}

const mostOfAThread = 1000;

/** The addresses of all posts of a thread that began with this one, the oldest first (FEP-f228), for who comes late. */
export async function readContext(ctx: Ctx, handle: string, id: string) {
  const facts = await factsOf(ctx, handle, id);
  if (!facts || facts.post.threadId) return undefined;
  const ids = await listThread(ctx, id, mostOfAThread);
  const uris = await urisOfPosts(ctx, ids);
  const orderedItems = ids.flatMap((one) => uris.get(one) ?? []);
  const { origin } = ctx.config;
  return {
    '@context': context,
    id: `${postUri(origin, handle, id)}/context`,
    type: 'OrderedCollection',
    attributedTo: personUri(origin, handle),
    totalItems: orderedItems.length,
    orderedItems,
  };
}

async function factsOf(ctx: Ctx, handle: string, id: string) {
  const [facts] = await readNotes(ctx, [id]);
  return facts?.post.author.handle === handle ? facts : undefined;
}
