import { follows, posts, thanks } from './posts.ts';
import { must, type Stage } from './stage.ts';
import { followPerson } from '#domain/connections/follows.server.ts';
import { favouritePost } from '#domain/posts/marks.server.ts';
import { writePost } from '#domain/posts/write.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

const hour = 60 * 60_000;

/** Plays what people wrote to each other before a chat that begins at `start`. */
export async function playPosts(
  stage: Stage,
  cast: (handle: string) => Ctx,
  start: Date,
): Promise<void> {
  for (const [handle, others] of follows)
    for (const other of others)
      must(await followPerson(cast(handle), cast(other).viewer?.personId ?? ''));
  const written: string[] = [];
  for (const { by, hoursBefore, text, note, answers, poll } of posts) {
    stage.clock.turnTo(new Date(start.getTime() - hoursBefore * hour));
    const inReplyTo = answers === undefined ? null : (written[answers - 1] ?? null);
    const made = await writePost(cast(by), {
      text,
      visibility: 'public',
      inReplyTo,
      contentNote: note,
      poll: poll ?? null,
    });
    const done = must(made);
    if ('post' in done) written.push(done.post.id);
  }
  for (const [number, handle] of thanks)
    must(await favouritePost(cast(handle), written[number - 1] ?? ''));
}
