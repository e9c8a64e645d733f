import { randomUUID } from 'node:crypto';
import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { askedNumber, faultOf } from './asked.ts';
import { elsewhereShown } from '../elsewhere-shown.ts';
import type { Actions, PageServerLoad } from './$types';
import { hideComment, showComment } from '#domain/club/comment-hosting.server.ts';
import {
  deleteComment,
  editComment,
  listComments,
  publishComment,
} from '#domain/club/comments.server.ts';
import { isKey } from '#domain/posts/rules.ts';
import { dayWords, pageOf } from '#domain/club/guest-post-rules.ts';
import {
  findGuestPost,
  unpublishGuestPost,
  type GuestPost,
} from '#domain/club/guest-posts.server.ts';
import type { CommentLine } from '#domain/club/comments.server.ts';
import { mentionHeaders } from '#domain/mentions/shown.ts';
import { wasHere } from '#domain/mentions/told.server.ts';
import { onlyRendered } from '#ui/only-rendered.ts';

export const load: PageServerLoad = async ({ locals, params, url, isDataRequest, setHeaders }) => {
  const { ctx } = locals;
  const post = await findGuestPost(ctx, params.club, params.date);
  if (!post) error((await wasHere(ctx, url.pathname)) ? 410 : 404, 'Not here');
  const last = pageOf(post.lastComment);
  const page = Math.min(askedNumber(url, 'page') ?? 1, last);
  const { hosts, club, month } = post;
  const here = `/${club.slug}/${month.date}`;
  if (month.state !== 'draft') setHeaders(mentionHeaders(ctx.config.origin));
  const changing = askedNumber(url, 'change');
  const lines = await listComments(ctx, { guestPostId: post.id, page, hosts });
  if (/^(\?page=\d{1,6})?$/.test(url.search))
    locals.keep = { tags: [`month:${post.month.id}`, `club:${post.club.id}`], seconds: 60 };
  const answers = lines.find(({ number, said }) => said && number === askedNumber(url, 'answer'));
  return onlyRendered(
    { isDataRequest },
    {
      post: shown(post),
      origin: ctx.config.origin,
      elsewhere: await elsewhereShown(locals, {
        monthId: month.id,
        page: 'guestPost',
        here,
        hosts,
      }),
      comments: lines.map((line) => commentOf(line, ctx.viewer?.personId, changing)),
      page,
      last,
      changing,
      answers: answers?.said && { number: answers.number, name: answers.said.name },
      key: ctx.viewer && randomUUID(),
    },
  );
};

function shown({ body: _, published, updated, ...post }: GuestPost) {
  return {
    ...post,
    published: { at: published.toISOString(), words: dayWords(published) },
    updated: updated && { at: updated.toISOString(), words: dayWords(updated) },
  };
}

/** What a page says of a comment and no more: Kit writes all of it out once more, also for no script. */
function commentOf(line: CommentLine, viewerId: string | undefined, changing: number | undefined) {
  const { number, published, hiddenReason, parentNumber, parentName, said } = line;
  const own = said !== null && said.authorId === viewerId;
  return {
    number,
    at: published,
    ...(parentNumber && { parentNumber, parentName }),
    ...(hiddenReason && { hiddenReason }),
    ...(said && { html: said.html, name: said.name, handle: said.handle }),
    ...(said?.edited && { edited: true }),
    ...(own && { own: true }),
    ...(own && number === changing && { text: said.text ?? '' }),
  };
}

type Asked = Pick<RequestEvent, 'locals' | 'request' | 'url'> & {
  params: { club: string; date: string };
};

async function readAsked({ locals, params, request }: Asked) {
  const form = await request.formData();
  const post = await findGuestPost(locals.ctx, params.club, params.date);
  const number = Number(form.get('number') ?? NaN);
  const text = String(form.get('text') ?? '');
  const key = form.get('key');
  return {
    ctx: locals.ctx,
    guestPostId: post?.id ?? '0',
    number: Number.isSafeInteger(number) && number > 0 && number < 1e9 ? number : undefined,
    text,
    key: isKey(key) ? key : undefined,
    looked: form.get('looked') === 'yes',
    to: (at: number | undefined, kept = '') =>
      `/${params.club}/${params.date}/guest-post?page=${pageOf(at ?? 1)}${kept}#comment-${at ?? 1}`,
  };
}

export const actions: Actions = {
  comment: async (event) => {
    const { ctx, guestPostId, number, text, key, looked, to } = await readAsked(event);
    const said = { guestPostId, text, answers: number, key, looked };
    const result = await publishComment(ctx, said);
    if ('refused' in result) return fail(400, { said: text, fault: faultOf(result.refused) });
    redirect(303, to(result.number, `&sent=comment-${guestPostId}`));
  },
  change: async (event) => {
    const { ctx, guestPostId, number = 0, text, looked, to } = await readAsked(event);
    const result = await editComment(ctx, { guestPostId, number, text, looked });
    if ('refused' in result) {
      const fault = faultOf(result.refused);
      return fail(400, { changing: number, changed: text, changeFault: fault });
    }
    redirect(303, to(number));
  },
  delete: async (event) => {
    const { ctx, guestPostId, number = 0, to } = await readAsked(event);
    const result = await deleteComment(ctx, { guestPostId, number });
    if ('refused' in result) error(404, 'Not here');
    redirect(303, to(number));
  },
  hide: async (event) => {
    const { ctx, guestPostId, number = 0, text, to } = await readAsked(event);
    const result = await hideComment(ctx, { guestPostId, number, reason: text });
    if ('hidden' in result) redirect(303, to(number));
    if (result.refused === 'gone') error(404, 'Not here');
    return fail(400, { changing: number, hideFault: 'Say in a few words why.' });
  },
  show: async (event) => {
    const { ctx, guestPostId, number = 0, to } = await readAsked(event);
    const result = await showComment(ctx, { guestPostId, number });
    if ('refused' in result) error(404, 'Not here');
    redirect(303, to(number));
  },
  unpublish: async ({ locals, params }) => {
    const post = await findGuestPost(locals.ctx, params.club, params.date);
    const result = await unpublishGuestPost(locals.ctx, post?.id ?? '0');
    if ('refused' in result) error(404, 'Not here');
    redirect(303, `/${params.club}/${params.date}/guest-post/edit`);
  },
};
