import { error, redirect } from '@sveltejs/kit';
import { connectionShown } from './connection-shown.ts';
import { postsShown } from './posts-shown.ts';
import { publicWords } from './public-words.ts';
import type { PageServerLoad } from './$types';
import { findClubOf } from '#domain/club/club-person.server.ts';
import { findPersonIds } from '#domain/federation/persons-by-uri.server.ts';
import { meet } from '#domain/connections/meet.server.ts';
import { findLanguage } from '#domain/people/languages.ts';
import { guessesHandles, noteWrongHandle } from '#domain/people/handle-guesses.server.ts';
import { placeOf } from '#domain/people/profile-rules.ts';
import {
  asOnlooker,
  findProfile,
  type Onlooker,
  type Profile,
} from '#domain/people/profile.server.ts';
import { findWork } from '#domain/people/work.server.ts';
import { readAuthors } from '#domain/posts/authors.server.ts';
import { listFeaturedTags } from '#domain/posts/tags.server.ts';
import { onlyRendered } from '#ui/only-rendered.ts';

// Not kept for the next visitor: who may see what differs, and whoever guesses handles is stopped alike
// at those that exist and those that do not.
export const load: PageServerLoad = async (event) => {
  const { locals, params, url } = event;
  const address = event.getClientAddress();
  if (await guessesHandles(locals.ctx, address)) error(429);
  const as = onlookerIn(url);
  const ctx = asOnlooker(locals.ctx, as);
  const profile = await findProfile(ctx, params.handle);
  if (!profile || !(await meet(locals.ctx, profile.id))) {
    await noteWrongHandle(locals.ctx, address);
    error(404);
  }
  const club = profile.kind === 'group' && (await findClubOf(locals.ctx, profile.id));
  if (club) redirect(307, `/${club}${url.search}`);
  if (profile.kind === 'application') redirect(307, '/about');
  const own = locals.ctx.viewer?.personId === profile.id;
  const work = await findWork(ctx, profile.id);
  const elsewhere = await livesAt(ctx, profile);
  // Search engines find them where they live.
  const indexable = profile.indexable && !elsewhere;
  if (!indexable) event.setHeaders({ 'x-robots-tag': 'noindex' });
  return onlyRendered(event, {
    person: shown(profile, own && !as),
    elsewhere,
    moved: await movedTo(ctx, profile),
    work,
    hint: locals.ctx.viewer && !own && work ? publicWords(profile, work) : undefined,
    featured: ((await listFeaturedTags(ctx, profile.id)) ?? []).map(({ tag, shown: words }) => ({
      tag,
      words,
    })),
    together: await connectionShown(as ? ctx : locals.ctx, profile, url),
    ...(await postsShown(event, ctx, profile)),
    own,
    as: own ? as : undefined,
    robots: indexable ? undefined : 'noindex',
    address: `${locals.ctx.config.origin}/@${profile.handle}`,
    fresh: own && url.searchParams.has('welcome'),
  });
};

/** The server of somebody who does not live here, and their page there. */
async function livesAt(ctx: App.Locals['ctx'], { id, host }: Profile) {
  if (host === null) return undefined;
  return { host, page: (await readAuthors(ctx, [id])).get(id)?.page ?? undefined };
}

/** Where somebody lives now: their page here when they are known, else where they are found. */
async function movedTo(ctx: App.Locals['ctx'], { movedTo: uri }: Profile) {
  if (!uri) return undefined;
  const [known] = await findPersonIds(ctx, [uri]);
  return known ? { name: `@${known.handle}`, href: `/@${known.handle}` } : { name: uri, href: uri };
}

function onlookerIn(url: URL): Onlooker | undefined {
  const as = url.searchParams.get('as');
  return as === 'everyone' || as === 'people' ? as : undefined;
}

/** Whom a role is shown to is its owner's own business; the id is ours. */
function shown(
  { id: _ours, movedTo: _where, published, roles, links, languages, ...rest }: Profile,
  own: boolean,
) {
  return {
    ...rest,
    since: published.toISOString().slice(0, 4),
    roles: own ? roles : roles.map(({ role }) => ({ role, audience: undefined })),
    languages: languages.flatMap((code) => findLanguage(code) ?? []),
    links: links.map(({ label, address, verified }) => ({
      label,
      address,
      place: placeOf(address),
      verified: verified && dayWords(verified),
    })),
  };
}

function dayWords(day: Date): { at: string; words: string } {
  const words = day.toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
  return { at: day.toISOString().slice(0, 10), words };
}
