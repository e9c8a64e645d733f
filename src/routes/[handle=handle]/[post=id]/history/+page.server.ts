import { error, redirect } from '@sveltejs/kit';
import { momentWords } from '../../../day-words.ts';
import type { PageServerLoad } from './$types';
import { readHistory, type Edition } from '#domain/posts/history.server.ts';
import { onlyRendered } from '#ui/only-rendered.ts';

const atOnce = 10;

export const load: PageServerLoad = async (event) => {
  const { locals, params, url } = event;
  const found = (await readHistory(locals.ctx, params.post)) ?? error(404);
  const { post, editions } = found;
  const page = `/@${post.author.handle}/${post.id}`;
  if (params.handle !== post.author.handle) redirect(307, `${page}/history`);
  event.setHeaders({ 'x-robots-tag': 'noindex' });
  const listed = editions.map(shown).reverse();
  const asked = Number(url.searchParams.get('from'));
  const from = Number.isSafeInteger(asked) && asked > 0 && asked < listed.length ? asked : 0;
  const older = from + atOnce;
  return onlyRendered(event, {
    page,
    own: post.author.id === locals.ctx.viewer?.personId,
    changed: post.updated !== null,
    language: post.language,
    editions: listed.slice(from, older),
    newer: from > 0 ? `${page}/history` : undefined,
    older: older < listed.length ? `${page}/history?from=${older}` : undefined,
  });
};

function shown({ published, alts, ...said }: Edition, at: number) {
  const described = Object.values(alts ?? {}).filter(Boolean);
  return { ...said, number: at + 1, at: momentWords(new Date(published)), described };
}
