import { asActor, type Hearing } from '../hear.server.ts';
import { attributedPost, isWanted, keepPost, type Attributed } from '../posts-heard.server.ts';
import { findPostId } from '#domain/federation/remote-posts.server.ts';
import { findPost } from '#domain/posts/read.server.ts';
import { vote } from '#domain/posts/polls.server.ts';

/** Somebody has written something: kept when it is anybody's here to read. */
export async function hearCreate(hearing: Hearing): Promise<void> {
  const { ctx, actor, activity } = hearing;
  const found = await attributedPost(ctx, activity['object'], actor);
  if (!found) return;
  if (await hearVote(hearing, found)) return;
  if (await isWanted(ctx, found)) await keepPost(ctx, found);
}

/** A note without words that has a name and answers a poll of ours is a vote, and nothing else. */
async function hearVote(hearing: Hearing, { note, author }: Attributed): Promise<boolean> {
  if (note.vote === null || !note.answers) return false;
  const id = await findPostId(hearing.ctx, note.answers);
  const ctx = asActor({ ...hearing, actor: author });
  const poll = id ? (await findPost(ctx, id))?.poll : undefined;
  if (!id || !poll) return false;
  const choice = poll.options.findIndex(({ title }) => title === note.vote);
  if (choice >= 0) await vote(ctx, { id, choices: [choice], oneByOne: true });
  return true;
}
