import { error, redirect } from '@sveltejs/kit';
import { actOn } from './acts.ts';
import type { Actions, PageServerLoad } from './$types';
import { findConversationOf } from '#domain/messages/conversations.server.ts';
import { readRemotePosts } from '#domain/federation/remote-shown.server.ts';
import { withNext } from '#domain/people/next.ts';
import { deskFor } from '#domain/posts/desk.server.ts';
import { shownThread, type ShownThread } from '#domain/posts/shown-thread.server.ts';
import { onlyRendered } from '#ui/only-rendered.ts';

export const load: PageServerLoad = async (event) => {
  const { locals, params, url } = event;
  const { ctx } = locals;
  const thread = await shownThread(ctx, params.post);
  if (!thread) error(404);
  const { view, post, ...around } = thread;
  if (params.handle !== post.author.handle) redirect(307, post.href);
  // A message is read and answered among its people, where a name in the text adds nobody.
  const conversation = view.visibility === 'direct' && (await findConversationOf(ctx, post.id));
  if (conversation) redirect(303, `/messages/${conversation}#message-${post.id}`);
  const { host } = view.author;
  const there = host === null ? undefined : (await readRemotePosts(ctx, [post.id])).get(post.id);
  const page = there?.page ?? there?.uri;
  const indexable =
    host === null && view.author.indexable && view.visibility === 'public' && !view.localOnly;
  if (!indexable) event.setHeaders({ 'x-robots-tag': 'noindex' });
  if (url.search === '') locals.keep = { tags: tagsOf(thread), seconds: 20 };
  return onlyRendered(event, {
    ...around,
    post,
    desk: ctx.viewer ? await deskFor(ctx, { parent: view, back: post.href }) : undefined,
    elsewhere: host === null ? undefined : { host, page },
    robots: indexable ? undefined : 'noindex',
    address: ctx.config.origin + post.href,
    embed: embedOf(ctx.config.origin, post.href, view),
    signIn: withNext('/sign-in', post.href),
  });
};

/** Where other places ask how to show it, if everybody may read it. */
function embedOf(origin: string, href: string, { visibility, localOnly }: ShownThread['view']) {
  const open = (visibility === 'public' || visibility === 'unlisted') && !localOnly;
  return open ? `${origin}/api/oembed?url=${encodeURIComponent(origin + href)}` : undefined;
}

/** What changes the page: its thread, each of its posts, what they quote, and who wrote the one that it is about. */
function tagsOf({ before, post, replies, view }: ShownThread): string[] {
  const posts = [...before, post, ...replies.map((reply) => reply.post)];
  const ids = posts.flatMap(({ id, quoted }) => (quoted ? [id, quoted.id] : [id]));
  return [
    `thread:${view.threadId ?? view.id}`,
    ...ids.flatMap((id) => [`postChanged:${id}`, `postDeleted:${id}`]),
    `person:${view.author.id}`,
  ];
}

export const actions: Actions = {
  favourite: actOn('favourite'),
  boost: actOn('boost'),
  bookmark: actOn('bookmark'),
  pin: actOn('pin'),
  mute: actOn('mute'),
  fold: actOn('fold'),
  vote: actOn('vote'),
  replies: actOn('replies'),
};
