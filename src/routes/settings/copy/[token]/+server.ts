import { error, type RequestHandler } from '@sveltejs/kit';
import { openArchive } from '#domain/leaving/archive.server.ts';

/** The file itself: for its owner, who has just shown that it is them, once. To everybody else it is absent. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const copy = await openArchive(locals.ctx, params['token'] ?? '');
  if (!copy) error(404);
  return new Response(streamOf(copy.content), {
    headers: {
      'content-type': 'application/zip',
      'content-length': String(copy.bytes),
      'content-disposition': `attachment; filename="${copy.name}"`,
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    },
  });
};

// Programs that look before they fetch would use the link up.
export const HEAD: RequestHandler = () => error(404);

/** Gives bytes as fast as they are taken; when whoever fetches goes away, the file is closed. */
function streamOf(content: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const read = content[Symbol.asyncIterator]();
  return new ReadableStream({
    pull: async (out) => {
      const { done, value } = await read.next();
      if (done) out.close();
      else out.enqueue(value);
    },
    cancel: async () => void (await read.return?.()),
  });
}
