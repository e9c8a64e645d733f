import { readBody, textOf } from './body.server.ts';
import { mediaAttachmentOf } from './entities/media.ts';
import { answer, notFound, refuse } from './errors.ts';
import { person, type Call, type Route } from './route.ts';
import {
  addMedia,
  describeMedia,
  findOwnMedia,
  mayAddMedia,
  removeMedia,
  type MediaView,
} from '#domain/posts/media.server.ts';
import {
  mediaWords,
  mostMediaBytes,
  readFocus,
  type MediaRefusal,
} from '#domain/posts/media-rules.ts';
import type { SentForm } from '#platform/multipart.server.ts';
import { withSentForm, type NotRead } from '#platform/sent-form.server.ts';

const formBytes = 64 * 1024;
/** A description, and a thumbnail that is not looked at. */
const wordsBytes = 2 * 1024 * 1024;
const needs = person('write:media');

/** Files for posts: sent, described, taken away. */
export const mediaRoutes: readonly Route[] = [
  { method: 'POST', path: '/api/v2/media', needs, answer: take },
  { method: 'POST', path: '/api/v1/media', needs, answer: take },
  { method: 'GET', path: '/api/v1/media/:id', needs, answer: show },
  { method: 'PUT', path: '/api/v1/media/:id', needs, answer: describe },
  { method: 'DELETE', path: '/api/v1/media/:id', needs, answer: remove },
];

const statuses: Partial<Record<MediaRefusal, number>> = {
  signIn: 401,
  gone: 404,
  tooLarge: 413,
  tooFast: 429,
  tooMuch: 429,
};

function no(refused: MediaRefusal): Response {
  if (refused === 'gone') return notFound();
  const headers = refused === 'tooFast' || refused === 'tooMuch' ? { 'retry-after': '1800' } : {};
  return refuse(statuses[refused] ?? 422, mediaWords[refused], { headers });
}

const unread = {
  tooLarge: 'tooLarge',
  broken: 'noFile',
  busy: 'tooFast',
} as const satisfies Record<NotRead, MediaRefusal>;

/** Asked and counted before a byte of the file is read. */
async function take({ ctx, request, query }: Call): Promise<Response> {
  const may = await mayAddMedia(ctx);
  if (may) return no(may.refused);
  const sender = ctx.viewer?.personId ?? '';
  const kept = await withSentForm(request, { sender, most: mostMediaBytes + formBytes }, (form) =>
    keep(ctx, form, query),
  );
  if (typeof kept === 'string') return no(unread[kept]);
  return 'refused' in kept ? no(kept.refused) : entity(ctx, kept, 202);
}

async function keep(
  ctx: Call['ctx'],
  form: SentForm,
  query: URLSearchParams,
): ReturnType<typeof addMedia> {
  const said = (name: string) => form.texts.get(name) ?? query.get(name) ?? '';
  const bytes = form.files.get('file');
  const focus = readFocus(said('focus'));
  if (!bytes) return { refused: 'noFile' };
  if (focus === undefined) return { refused: 'focus' };
  return addMedia(ctx, { bytes, alt: said('description'), focus });
}

/** 202 or 206 while it is not ready. */
function entity({ config }: Call['ctx'], media: MediaView, waiting: 202 | 206 | 200): Response {
  const status = media.state === 'waiting' ? waiting : 200;
  return answer(mediaAttachmentOf(config.origin, media), status);
}

async function show({ ctx, params }: Call): Promise<Response> {
  const media = await findOwnMedia(ctx, params['id'] ?? '');
  return media ? entity(ctx, media, 206) : notFound();
}

async function describe({ ctx, request, params }: Call): Promise<Response> {
  const body = await readBody(request, { bytes: wordsBytes, files: true });
  if (body instanceof Response) return body;
  const focus = readFocus(textOf(body, 'focus') ?? '');
  if (focus === undefined) return no('focus');
  const said = { alt: textOf(body, 'description'), focus };
  const media = await describeMedia(ctx, { id: params['id'] ?? '', ...said });
  return 'refused' in media ? no(media.refused) : entity(ctx, media, 200);
}

async function remove({ ctx, params }: Call): Promise<Response> {
  const refused = await removeMedia(ctx, params['id'] ?? '');
  return refused ? no(refused.refused) : answer({});
}
