import type { Readable } from 'node:stream';
import { nothing } from './answers.server.ts';
import { openPicture } from '#domain/club/pictures.server.ts';
import { openProfilePicture } from '#domain/people/profile-pictures.server.ts';
import { openMedia } from '#domain/posts/open-media.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import type { OpenRecording } from '#platform/storage.server.ts';

/** For whom a file is, and who may keep it. */
interface Audience {
  forAll: boolean;
  indexable: boolean;
  /** Apps of other origins show it: pictures of people, of posts and of cards. */
  embeddable: boolean;
}

/** Serves a file of ours as nothing but a picture, a video or a sound, to whoever may see it. */
export async function serve(ctx: Ctx, name: string, request: Request): Promise<Response> {
  const query = new URL(request.url).searchParams;
  const size = query.get('size') === 'small' ? 'small' : 'large';
  const face = await openProfilePicture(ctx, { name, size });
  if (face) {
    const audience = { forAll: true, indexable: face.indexable, embeddable: true };
    return picture(request, `${name}-${size}`, face, audience);
  }
  const media = await openMedia(ctx, { name, size });
  if (media) {
    const audience = { ...media, embeddable: true };
    if ('recording' in media) return recording(request, name, media, audience);
    const file = { bytes: media.picture, contentType: media.contentType };
    return picture(request, `${name}-${size}`, file, audience);
  }
  const file = await openPicture(ctx, { name, size, token: query.get('link') ?? undefined });
  if (!file) return nothing(404);
  const { forAll } = file;
  const audience = { forAll, indexable: forAll, embeddable: false };
  return picture(request, `${name}-${size}`, file, audience);
}

function picture(
  request: Request,
  tag: string,
  { bytes, contentType }: { bytes: Buffer<ArrayBuffer>; contentType: string },
  audience: Audience,
): Response {
  const headers = headersFor(tag, contentType, audience);
  if (isKnown(request, headers)) return new Response(null, { status: 304, headers });
  headers.set('content-length', String(bytes.length));
  return new Response(bytes, { headers });
}

/** One part of a recording, when one is asked for: players jump to and fro in it. */
function recording(
  request: Request,
  tag: string,
  { recording: file, contentType }: { recording: OpenRecording; contentType: string },
  audience: Audience,
): Response {
  const headers = headersFor(tag, contentType, audience);
  headers.set('accept-ranges', 'bytes');
  if (isKnown(request, headers)) return new Response(null, { status: 304, headers });
  const same = [null, headers.get('etag')].includes(request.headers.get('if-range'));
  const part = same ? partOf(request.headers.get('range'), file.bytes) : undefined;
  if (part === 'none') {
    headers.set('content-range', `bytes */${file.bytes}`);
    return new Response(null, { status: 416, headers });
  }
  const { from, to } = part ?? { from: 0, to: file.bytes - 1 };
  headers.set('content-length', String(to - from + 1));
  if (part) headers.set('content-range', `bytes ${from}-${to}/${file.bytes}`);
  // Nothing is opened for somebody who only looks.
  const body = request.method === 'HEAD' ? null : streamOf(file.read({ from, to }));
  return new Response(body, { status: part ? 206 : 200, headers });
}

/** Several parts at once are answered with the whole, as RFC 9110 (14.2) allows: nobody needs them. */
function partOf(
  range: string | null,
  bytes: number,
): { from: number; to: number } | 'none' | undefined {
  const asked = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(range ?? '');
  if (!asked || (asked[1] === '' && asked[2] === '')) return undefined;
  const last = bytes - 1;
  const from = asked[1] === '' ? Math.max(0, bytes - Number(asked[2])) : Number(asked[1]);
  const to = asked[1] === '' || asked[2] === '' ? last : Math.min(Number(asked[2]), last);
  if (asked[2] !== '' && asked[1] !== '' && Number(asked[2]) < from) return undefined;
  return from > last || from > to ? 'none' : { from, to };
}

function headersFor(tag: string, contentType: string, audience: Audience): Headers {
  const { forAll, indexable, embeddable } = audience;
  return new Headers({
    'content-type': contentType,
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': embeddable ? 'cross-origin' : 'same-origin',
    'x-content-type-options': 'nosniff',
    // Only the reader's own browser keeps it: a shared cache would go on showing what was deleted.
    'cache-control': forAll ? 'private, max-age=31536000, immutable' : 'private, no-store',
    ...(forAll && { etag: `"${tag}"` }),
    ...(embeddable && { 'access-control-allow-origin': '*' }),
    ...(!indexable && { 'x-robots-tag': 'noindex' }),
  });
}

/** What only some may see has no mark, and is never "the same as before". */
function isKnown({ headers }: Request, own: Headers): boolean {
  const tag = own.get('etag');
  const known = headers.get('if-none-match')?.split(',') ?? [];
  return tag !== null && known.some((one) => one.trim().replace(/^W\//, '') === tag);
}

/** Gives bytes as fast as they are taken; when whoever reads goes away, the file is closed. */
function streamOf(content: Readable): ReadableStream<Uint8Array> {
  const read: AsyncIterator<Uint8Array> = content[Symbol.asyncIterator]();
  return new ReadableStream({
    pull: async (out) => {
      const { done, value } = await read.next();
      if (done) out.close();
      else out.enqueue(value);
    },
    cancel: () => void content.destroy(),
  });
}
