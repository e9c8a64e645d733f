import { readBody, textOf } from './body.server.ts';
import { orBoosted } from './boosted.server.ts';
import { statusEditOf, statusSourceOf } from './entities/edition.ts';
import { answer, notFound, refuse } from './errors.ts';
import { person, anybody, type Call, type Route } from './route.ts';
import { plan } from './scheduled.server.ts';
import { showLines, showPost, showPosts } from './show.server.ts';
import { unwritten } from './writing-refusals.ts';
import { readRewriting, readWriting } from './writing.server.ts';
import { adviseLater } from '#domain/notifications/advice-notes.server.ts';
import { isId } from '#domain/people/id.ts';
import { findPostingDefaults } from '#domain/people/posting.server.ts';
import { findBoostLine, unboostPost } from '#domain/posts/boosts.server.ts';
import { rewritePost } from '#domain/posts/edit.server.ts';
import { readHistory } from '#domain/posts/history.server.ts';
import { findPost, readPosts } from '#domain/posts/read.server.ts';
import { removePost } from '#domain/posts/remove.server.ts';
import { readThread } from '#domain/posts/threads.server.ts';
import type { LineView, PostView } from '#domain/posts/view.ts';
import { writePost } from '#domain/posts/write.server.ts';

const reads = anybody('read:statuses');
const writes = person('write:statuses');
const one = '/api/v1/statuses/:id';

/** Posts, one by one: written, read, changed, deleted, and what stands around them. */
export const statusRoutes: readonly Route[] = [
  { method: 'POST', path: '/api/v1/statuses', needs: writes, answer: publish },
  { method: 'GET', path: '/api/v1/statuses', needs: reads, answer: several },
  { method: 'GET', path: one, needs: reads, answer: read },
  { method: 'PUT', path: one, needs: writes, answer: edit },
  { method: 'DELETE', path: one, needs: writes, answer: remove },
  { method: 'GET', path: `${one}/context`, needs: reads, answer: orBoosted(context) },
  { method: 'GET', path: `${one}/history`, needs: reads, answer: orBoosted(history) },
  {
    ...{ method: 'GET', path: `${one}/source`, needs: person('read:statuses') },
    answer: (call) => onPost(call, source),
  },
  { method: 'GET', path: `${one}/card`, needs: reads, answer: (call) => onPost(call, card) },
  {
    ...{ method: 'POST', path: `${one}/translate`, needs: person('read:statuses') },
    answer: (call) => onPost(call, async () => refuse(503, 'Posts are not translated here')),
  },
];

async function onPost(
  call: Call,
  work: (call: Call, view: PostView) => Promise<Response>,
): Promise<Response> {
  const view = await findPost(call.ctx, call.params['id'] ?? '');
  return view ? work(call, view) : notFound();
}

/** A boost has a number of its own, and is read by it as a timeline shows it. */
async function read(call: Call): Promise<Response> {
  const id = call.params['id'] ?? '';
  const view = await findPost(call.ctx, id);
  if (view) return whole(call, view);
  const line = await findBoostLine(call.ctx, id);
  return line ? answerLine(call, line) : notFound();
}

async function answerLine({ ctx }: Call, line: LineView): Promise<Response> {
  const [shown] = await showLines(ctx, [line]);
  return shown ? answer(shown) : notFound();
}

async function whole({ ctx }: Call, view: PostView): Promise<Response> {
  return answer(await showPost(ctx, view));
}

/** What its author wrote: others have no business with it. */
async function source({ ctx }: Call, view: PostView): Promise<Response> {
  return view.author.id === ctx.viewer?.personId ? answer(statusSourceOf(view)) : notFound();
}

async function card({ ctx }: Call, view: PostView): Promise<Response> {
  const [shown] = await showPosts(ctx, [view]);
  return answer(shown?.card ?? {});
}

async function publish(call: Call): Promise<Response> {
  const { ctx, request } = call;
  const body = await readBody(request);
  if (body instanceof Response) return body;
  const writing = readWriting(body, call, await findPostingDefaults(ctx));
  if (writing instanceof Response) return writing;
  const { inReplyTo, quotedId } = writing;
  if (inReplyTo && !isId(inReplyTo)) return unwritten('parentGone');
  if (quotedId && !isId(quotedId)) return unwritten('mayNotQuote');
  const hour = textOf(body, 'scheduled_at');
  if (hour) return plan(call, writing, hour);
  const made = await writePost(ctx, writing);
  if ('refused' in made) return unwritten(made.refused);
  const { id: messageId, authorId: personId } = made.post;
  if (made.fresh && writing.visibility === 'direct')
    await adviseLater(ctx, { personId, messageId });
  const view = await findPost(ctx, made.post.id);
  return view ? whole(call, view) : notFound();
}

const mostAtOnce = 40;

async function several({ ctx, query }: Call): Promise<Response> {
  const ids = [...query.getAll('id[]'), ...query.getAll('id')].slice(0, mostAtOnce);
  return answer(await showPosts(ctx, await readPosts(ctx, [...new Set(ids)])));
}

async function edit(call: Call): Promise<Response> {
  const { ctx, request, params } = call;
  const body = await readBody(request);
  if (body instanceof Response) return body;
  const rewriting = readRewriting(body, params['id'] ?? '', await findPostingDefaults(ctx));
  if (rewriting instanceof Response) return rewriting;
  const done = await rewritePost(ctx, rewriting);
  return 'refused' in done ? unwritten(done.refused) : onPost(call, whole);
}

/** Answers with what was there, its text as it was written: an app may begin anew with it. */
async function remove(call: Call): Promise<Response> {
  const { ctx, params, query } = call;
  const id = params['id'] ?? '';
  const view = await findPost(ctx, id);
  if (!view) return takeBoostBack(call, id);
  if (view.author.id !== ctx.viewer?.personId) return notFound();
  const shown = await showPost(ctx, view);
  const media = /^(?:1|t|true|on)$/i.test(query.get('delete_media') ?? '');
  const no = await removePost(ctx, { id, media });
  return no ? notFound() : answer({ ...shown, text: view.text });
}

/** Deleting an own boost is taking it back; the post stays. */
async function takeBoostBack(call: Call, id: string): Promise<Response> {
  const line = await findBoostLine(call.ctx, id);
  if (line?.boost?.author.id !== call.ctx.viewer?.personId || !line) return notFound();
  const no = await unboostPost(call.ctx, line.post.id);
  return no ? notFound() : answerLine(call, line);
}

async function context({ ctx, params }: Call): Promise<Response> {
  const thread = await readThread(ctx, params['id'] ?? '');
  if (!thread) return notFound();
  const shown = await showPosts(ctx, [...thread.ancestors, ...thread.descendants]);
  const above = thread.ancestors.length;
  return answer({ ancestors: shown.slice(0, above), descendants: shown.slice(above) });
}

async function history({ ctx, params }: Call): Promise<Response> {
  const found = await readHistory(ctx, params['id'] ?? '');
  if (!found) return notFound();
  const [shown] = await showPosts(ctx, [found.post]);
  const files = (shown?.media_attachments ?? []) as { id: string; description: string | null }[];
  const { origin } = ctx.config;
  return answer(found.editions.map((one) => statusEditOf(origin, found.post, one, files)));
}
