import { asSender, findSender, sayNow } from './sender.server.ts';
import { personUri } from '#domain/federation/addresses.ts';
import { inboxesOf } from '#domain/federation/outgoing.server.ts';
import { findPerson } from '#domain/federation/persons-by-uri.server.ts';
import { urisOfPosts } from '#domain/federation/remote-posts.server.ts';
import { findPost } from '#domain/posts/read.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import type { About } from '#platform/events.server.ts';

/** Somebody here has chosen in a poll from elsewhere: its author's server hears each answer, as a note without words. */
export async function tellVote(ctx: Ctx, { postId = '', personId = '' }: About): Promise<void> {
  const sender = await findSender(ctx, personId);
  const post = sender && (await findPost(asSender(ctx, sender), postId));
  const author = post && (await findPerson(ctx, post.author.id));
  if (!sender || !post?.poll || !author || author.here) return;
  const inReplyTo = (await urisOfPosts(ctx, [postId])).get(postId);
  const actor = personUri(ctx.config.origin, sender.handle);
  for (const choice of post.poll.own ?? []) {
    const id = `${actor}#votes/${postId}/${choice}`;
    const name = post.poll.options[choice]?.title;
    const said = { id, type: 'Note', attributedTo: actor, to: [author.uri], name, inReplyTo };
    const saying = { id: `${id}/activity`, type: 'Create', to: [author.uri], object: said };
    await sayNow(ctx, sender, saying, async (tx) => ({
      inboxes: await inboxesOf(tx, [author.id]),
      forEverybody: false,
    }));
  }
}
