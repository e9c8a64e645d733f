import type { NoteFacts } from './note.ts';
import { readQuotes } from './quotes.server.ts';
import { monthsOfPosts } from '#domain/club/month-event.server.ts';
import { urisOfPersons } from '#domain/federation/persons-by-uri.server.ts';
import { clubsOfPosts, urisOfPosts } from '#domain/federation/remote-posts.server.ts';
import { mediaOfPosts } from '#domain/posts/media-of-posts.server.ts';
import { readPosts } from '#domain/posts/read.server.ts';
import type { PostView } from '#domain/posts/view.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** Posts of people here as the wire shows them, as far as whoever asks may read them; in the order asked for. */
export async function readNotes(ctx: Ctx, ids: readonly string[]): Promise<NoteFacts[]> {
  const posts = (await readPosts(ctx, ids)).filter(
    ({ author, localOnly }) => !author.handle.includes('@') && !localOnly,
  );
  const media = await mediaOfPosts(
    ctx,
    posts.filter(({ hasMedia }) => hasMedia).map(({ id }) => id),
  );
  const people = await urisOfPersons(ctx, posts.flatMap(peopleOf));
  const around = await urisOfPosts(
    ctx,
    posts.flatMap(({ inReplyTo, threadId }) => [inReplyTo ?? [], threadId ?? []].flat()),
  );
  const clubs = await clubsOfPosts(
    ctx,
    posts.map(({ id, threadId }) => threadId ?? id),
  );
  const inClubs = posts.filter(({ id, threadId }) => clubs.has(threadId ?? id));
  const months = await monthsOfPosts(
    ctx,
    inClubs.map(({ id }) => id),
  );
  const quotes = await readQuotes(ctx, posts);
  return posts.map((post) => ({
    post,
    quote: quotes.get(post.id) ?? null,
    media: media.get(post.id) ?? [],
    people: peopleOf(post).flatMap((id) => people.get(id) ?? []),
    answers: (post.inReplyTo && around.get(post.inReplyTo)) || null,
    thread: (post.threadId && around.get(post.threadId)) || null,
    club: clubs.get(post.threadId ?? post.id) ?? null,
    month: months.get(post.id) ?? null,
  }));
}

/** Whom it names, and whom it answers: they are told as well. */
function peopleOf({ mentions, repliedPersonId, author }: PostView): string[] {
  const ids = [...mentions.map(({ id }) => id), ...(repliedPersonId ? [repliedPersonId] : [])];
  return [...new Set(ids)].filter((id) => id !== author.id);
}
