import { pictureOf, profileAddress } from './entities/account.ts';
import { postAddress } from './entities/status.ts';
import { answer, notFound, refuse } from './errors.ts';
import type { Call, Route } from './route.ts';
import { readSettings } from '#domain/house/settings.server.ts';
import { findPost } from '#domain/posts/read.server.ts';
import type { PostView } from '#domain/posts/view.ts';
import { escapeHtml } from '#platform/text.server.ts';

/** How other places show a post of this one. Source: https://oembed.com */
export const oembedRoutes: readonly Route[] = [
  { method: 'GET', path: '/api/oembed', needs: { token: 'none' }, answer: embed },
];

const [usualWidth, leastWidth] = [400, 220];
const day = 24 * 60 * 60;

/** Only what everybody may read, whoever asks. */
async function embed({ ctx, query }: Call): Promise<Response> {
  if ((query.get('format') ?? 'json') !== 'json') return refuse(501, 'Only JSON is spoken here');
  const { origin } = ctx.config;
  const named = postIn(query.get('url') ?? '', origin);
  const view = named && (await findPost({ ...ctx, viewer: null }, named.id));
  if (!view || view.author.handle !== named.handle) return notFound();
  const { name } = await readSettings(ctx);
  const asked = Math.trunc(Number(query.get('maxwidth') ?? usualWidth));
  const width = asked >= leastWidth && asked < usualWidth ? asked : usualWidth;
  return answer({
    type: 'rich',
    version: '1.0',
    title: `A post by ${view.author.name}`,
    author_name: view.author.name,
    author_url: profileAddress(origin, view.author),
    provider_name: name,
    provider_url: `${origin}/`,
    cache_age: day,
    thumbnail_url: pictureOf(origin, view.author),
    thumbnail_width: 192,
    thumbnail_height: 192,
    html: quoteOf(origin, view),
    width,
    height: null,
  });
}

function postIn(url: string, origin: string): { handle: string; id: string } | undefined {
  const page = URL.parse(url);
  if (page?.origin !== origin) return undefined;
  const [, handle, id] = /^\/@([a-z0-9_]{3,30})\/([1-9]\d{0,17})\/?$/i.exec(page.pathname) ?? [];
  return handle && id ? { handle: handle.toLowerCase(), id } : undefined;
}

/** The words alone, without a script; under a content note only the note. */
function quoteOf(origin: string, view: PostView): string {
  const address = postAddress(origin, view);
  const words = view.contentNote ? `<p>${escapeHtml(view.contentNote)}</p>` : view.html;
  const { name, handle } = view.author;
  const by = `${escapeHtml(name)} (@${handle})`;
  return `<blockquote cite="${address}">${words}<footer>${by}, <a href="${address}">${view.published.slice(0, 10)}</a></footer></blockquote>`;
}
