import type { Context, Hono } from 'hono';
import { formBytes, fromOwnPage, nothing, saysItsLength, to } from './answers.server.ts';
import type { Variables } from './media.server.ts';
import { addMedia, mayAddMedia } from '#domain/posts/media.server.ts';
import {
  mediaWords,
  mostMediaBytes,
  readFocus,
  type MediaRefusal,
} from '#domain/posts/media-rules.ts';
import { withSentForm, type NotRead } from '#platform/sent-form.server.ts';
import type { SentForm } from '#platform/multipart.server.ts';

/** What was kept, or why nothing was. */
type Kept = Exclude<Awaited<ReturnType<typeof addMedia>>, { refused: string }>;
type Outcome = { kept: Kept } | { refused: MediaRefusal };

/**
 * Takes files for posts: `POST /uploads/post`, a form with `file`, and perhaps `alt`, `focus` and `back`, the page
 * to go on to (`?added=ID`, or `?problem=…`). With `accept: application/json` it answers in JSON.
 */
export function takeMedia(app: Hono<Variables>): void {
  app.post(
    '/uploads/post',
    // In this order, so that a stranger's bytes are not read.
    async (c, next) => (fromOwnPage(c.req.raw, c.var.ctx.config.origin) ? next() : nothing(403)),
    async (c, next) => (saysItsLength(c.req.raw) ? next() : nothing(411)),
    async (c, next) => {
      const no = await mayAddMedia(c.var.ctx);
      return no ? reply(c, no) : next();
    },
    receive,
  );
}

async function receive(c: Context<Variables>): Promise<Response> {
  const sender = c.var.ctx.viewer?.personId ?? '';
  let back: string | undefined;
  const outcome = await withSentForm(
    c.req.raw,
    { sender, most: mostMediaBytes + formBytes },
    (form) => {
      back = form.texts.get('back');
      return keep(c, form);
    },
  );
  return reply(c, typeof outcome === 'string' ? { refused: unread[outcome] } : outcome, back);
}

const unread = {
  tooLarge: 'tooLarge',
  broken: 'noFile',
  busy: 'tooFast',
} as const satisfies Record<NotRead, MediaRefusal>;

async function keep({ var: { ctx } }: Context<Variables>, form: SentForm): Promise<Outcome> {
  const bytes = form.files.get('file');
  const focus = readFocus(form.texts.get('focus') ?? '');
  if (!bytes) return { refused: 'noFile' };
  if (focus === undefined) return { refused: 'focus' };
  const kept = await addMedia(ctx, { bytes, alt: form.texts.get('alt') ?? '', focus });
  return 'refused' in kept ? kept : { kept };
}

function reply(c: Context<Variables>, outcome: Outcome, back?: string): Response {
  const { origin } = c.var.ctx.config;
  if (/^application\/json\b/.test(c.req.header('accept') ?? '')) return inJson(outcome);
  if ('refused' in outcome && outcome.refused === 'signIn') return to('/sign-in');
  const page = pageOf(back ?? c.req.header('referer'), origin);
  const said: [string, string] =
    'refused' in outcome ? ['problem', outcome.refused] : ['added', outcome.kept.id];
  // Files that came before stay named: a page without script has no other memory.
  page.searchParams.delete('problem');
  page.searchParams.append(...said);
  return to(page.pathname + page.search + page.hash);
}

/** Longer addresses than any page of ours has: a header of the answer could not hold them. */
const longestBack = 2000;

/** A page of ours, whatever was said; the home page when it was another's. */
function pageOf(back: string | undefined, origin: string): URL {
  const url = back && back.length <= longestBack ? URL.parse(back, origin) : null;
  // A path that begins with two strokes would lead to another place.
  return url?.origin === origin && !url.pathname.startsWith('//') ? url : new URL('/', origin);
}

const statuses: Partial<Record<MediaRefusal, number>> = {
  signIn: 401,
  tooFast: 429,
  tooLarge: 413,
};

function inJson(outcome: Outcome): Response {
  const headers = { 'cache-control': 'no-store' };
  if ('refused' in outcome) {
    const { refused } = outcome;
    const status = statuses[refused] ?? 422;
    return Response.json({ refused, error: mediaWords[refused] }, { status, headers });
  }
  const { id, kind, name, alt, small } = outcome.kept;
  const url = `/media/${name}`;
  const previewUrl = small ? `${url}?size=small` : null;
  return Response.json({ id, url, previewUrl, kind, alt }, { headers });
}
