import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { maxPictureBytes } from '#domain/club/guest-post-rules.ts';
import {
  addPicture,
  mayAddPicture,
  openPicture,
  type WritingKey,
} from '#domain/club/pictures.server.ts';
import { findViewer } from '#domain/people/sign-in.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import type { Services } from '#platform/services.server.ts';

type Writing = { key: WritingKey; page: string };
type Variables = { Variables: { ctx: Ctx; writing: Writing } };

/** Everything around the file itself: boundaries, the words for the picture. */
const formBytes = 64 * 1024;

/**
 * Pictures come in by a plain form and go out as WebP. They have a door of their own because pages take
 * half a megabyte at most, and because what people sent is served as nothing but a picture.
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
  app.get('/media/:name', async (c) =>
    serve(c.var.ctx, c.req.param('name'), new URL(c.req.url).searchParams),
  );
  app.post(
    '/uploads/guest-post/:id{[1-9][0-9]{0,17}}',
    // In this order, so that a stranger's bytes are not read.
    async (c, next) => (fromOwnPage(c.req.raw, services.config.origin) ? next() : nothing(403)),
    async (c, next) => {
      const found = await findWriting(c.var.ctx, c.req.raw, c.req.param('id'));
      if (found instanceof Response) return found;
      c.set('writing', found);
      return next();
    },
    bodyLimit({
      maxSize: maxPictureBytes + formBytes,
      onError: (c) => to(`${(c as Context<Variables>).var.writing.page}?problem=tooLarge`),
    }),
    async (c) =>
      receive(c.var.ctx, c.var.writing, await c.req.raw.formData().catch(() => undefined)),
  );
  app.notFound(() => nothing(404));
  app.onError((fault) => {
    services.log.error({ err: fault }, 'a picture failed');
    return nothing(500);
  });
  return { paths: /^\/(?:media|uploads)\//, answer: app.fetch };
}

async function serve(ctx: Ctx, name: string, query: URLSearchParams): Promise<Response> {
  const size = query.get('size') === 'small' ? 'small' : 'large';
  const file = await openPicture(ctx, { name, size, token: query.get('link') ?? undefined });
  if (!file) return nothing(404);
  // Only the reader's own browser keeps it: a shared cache would go on showing what was deleted.
  const control = file.forAll ? 'private, max-age=31536000, immutable' : 'private, no-store';
  return new Response(file.bytes, {
    headers: {
      'content-type': file.contentType,
      'content-length': String(file.bytes.length),
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'cache-control': control,
    },
  });
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

/** A form of a page of ours: browsers say so, and no other page can make them say it. */
function fromOwnPage({ headers }: Request, origin: string): boolean {
  const from = headers.get('origin');
  if (from && from !== 'null' && from !== origin) return false;
  const site = headers.get('sec-fetch-site');
  return site ? site === 'same-origin' : from === origin;
}

function to(location: string): Response {
  return new Response(null, { status: 303, headers: { location, 'cache-control': 'no-store' } });
}

function nothing(status: number): Response {
  return new Response('There is nothing to see here.\n', {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  });
}
