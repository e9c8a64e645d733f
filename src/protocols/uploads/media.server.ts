import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { formBytes, fromOwnPage, nothing, saysItsLength, to } from './answers.server.ts';
import { oneAtATime } from './one-at-a-time.server.ts';
import { takeMedia } from './post.server.ts';
import { takeProfilePictures } from './profile.server.ts';
import { serve } from './serve.server.ts';
import { maxPictureBytes } from '#domain/club/guest-post-rules.ts';
import { addPicture, mayAddPicture, type WritingKey } from '#domain/club/pictures.server.ts';
import { findViewer } from '#domain/people/sign-in.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import type { Services } from '#platform/services.server.ts';

type Writing = { key: WritingKey; page: string };
/** What is found out about a request on its way to its answer. */
export type Variables = { Variables: { ctx: Ctx; writing: Writing } };

/**
 * Pictures, videos and sounds come in by a plain form, and pictures go out as WebP. They have a door of their
 * own because pages take half a megabyte at most, and because what people sent is served as nothing else.
 */
export function mediaDoor(services: Services): {
  paths: RegExp;
  answer(request: Request): Response | Promise<Response>;
} {
  const app = new Hono<Variables>();
  app.use(async (c, next) => {
    const viewer = await findViewer(services, c.req.header('cookie') ?? null);
    c.set('ctx', { ...services, viewer });
    await next();
  });
  app.get('/media/:name', async (c) => serve(c.var.ctx, c.req.param('name'), c.req.raw));
  app.post(
    '/uploads/guest-post/:id{[1-9][0-9]{0,17}}',
    // In this order, so that a stranger's bytes are not read.
    async (c, next) => (fromOwnPage(c.req.raw, services.config.origin) ? next() : nothing(403)),
    async (c, next) => (saysItsLength(c.req.raw) ? next() : nothing(411)),
    async (c, next) => {
      const found = await findWriting(c.var.ctx, c.req.raw, c.req.param('id'));
      if (found instanceof Response) return found;
      c.set('writing', found);
      return next();
    },
    oneAtATime(
      (c) => c.var.writing.page,
      (c) => to(`${c.var.writing.page}?problem=tooFast`),
    ),
    bodyLimit({
      maxSize: maxPictureBytes + formBytes,
      onError: (c) => to(`${(c as Context<Variables>).var.writing.page}?problem=tooLarge`),
    }),
    async (c) =>
      receive(c.var.ctx, c.var.writing, await c.req.raw.formData().catch(() => undefined)),
  );
  takeProfilePictures(app);
  takeMedia(app);
  app.notFound(() => nothing(404));
  app.onError((fault) => {
    services.log.error({ err: fault }, 'a picture failed');
    return nothing(500);
  });
  return { paths: /^\/(?:media|uploads)\//, answer: app.fetch };
}

/** Who writes, or where to send those who do not. */
async function findWriting(ctx: Ctx, request: Request, id: string): Promise<Writing | Response> {
  const token = new URL(request.url).searchParams.get('link');
  const key: WritingKey = token ? { token } : { id };
  const may = await mayAddPicture(ctx, key);
  if ('refused' in may)
    return token && may.refused !== 'gone'
      ? to(`/write/${encodeURIComponent(token)}`)
      : nothing(404);
  if (may.guestPostId !== id) return nothing(404);
  const page = token
    ? `/write/${token}/pictures`
    : `/${may.slug}/${may.date}/guest-post/edit/pictures`;
  return may.tooFast ? to(`${page}?problem=tooFast`) : { key, page };
}

async function receive(
  ctx: Ctx,
  { key, page }: Writing,
  form: FormData | undefined,
): Promise<Response> {
  const file = form?.get('picture');
  if (!(file instanceof File) || file.size === 0) return to(`${page}?problem=noFile`);
  const bytes = Buffer.from(await file.arrayBuffer());
  const result = await addPicture(ctx, key, { bytes, alt: form?.get('alt') ?? '' });
  if ('refused' in result) return to(`${page}?problem=${result.refused}`);
  const { name } = result.added;
  return to(`${page}?added=${name}&sent=picture#picture-${name.slice(0, 32)}`);
}
