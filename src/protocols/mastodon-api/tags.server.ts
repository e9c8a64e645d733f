import { readBody, textOf } from './body.server.ts';
import { featuredTagOf, tagEntityOf } from './entities/tag.ts';
import { answer, notFound, refuse } from './errors.ts';
import { answerPage, windowOf } from './page.ts';
import { anybody, person, type Call, type Route } from './route.ts';
import {
  featureTag,
  findTag,
  followTag,
  listFeaturedTags,
  listFollowedTags,
  suggestTags,
  unfeatureTag,
  unfollowTag,
  type TagRefused,
  type TagView,
} from '#domain/posts/tags.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

const follows = person('write:follows');
const writes = person('write:accounts');
const one = '/api/v1/tags/:id';
const featured = '/api/v1/featured_tags';

/** Hashtags: one of them, those that somebody follows, and those on a profile. */
export const tagRoutes: readonly Route[] = [
  {
    ...{ method: 'GET', path: one, needs: anybody('read') },
    answer: async ({ ctx, params }) => shown(ctx, await findTag(ctx, params['id'] ?? '')),
  },
  {
    ...{ method: 'POST', path: `${one}/follow`, needs: follows },
    answer: async ({ ctx, params }) => shown(ctx, await followTag(ctx, params['id'] ?? '')),
  },
  {
    ...{ method: 'POST', path: `${one}/unfollow`, needs: follows },
    answer: async ({ ctx, params }) => shown(ctx, await unfollowTag(ctx, params['id'] ?? '')),
  },
  { method: 'POST', path: `${one}/feature`, needs: writes, answer: feature },
  { method: 'POST', path: `${one}/unfeature`, needs: writes, answer: unfeature },
  {
    ...{ method: 'GET', path: '/api/v1/followed_tags', needs: person('read:follows') },
    answer: answerFollowed,
  },
  {
    ...{ method: 'GET', path: featured, needs: person('read:accounts') },
    answer: ({ ctx }) => answerFeatured(ctx, ctx.viewer?.personId ?? ''),
  },
  { method: 'POST', path: featured, needs: writes, answer: addFeatured },
  {
    ...{ method: 'DELETE', path: `${featured}/:id`, needs: writes },
    answer: async ({ ctx, params }) => {
      const refused = await unfeatureTag(ctx, { id: params['id'] ?? '' });
      return refused ? refusedTag(refused) : answer({});
    },
  },
  {
    ...{ method: 'GET', path: `${featured}/suggestions`, needs: person('read:accounts') },
    answer: async ({ ctx }) => answer(showTags(ctx, await suggestTags(ctx))),
  },
  {
    ...{ method: 'GET', path: '/api/v1/accounts/:id/featured_tags' },
    ...{ needs: anybody('read:accounts') },
    answer: ({ ctx, params }) => answerFeatured(ctx, params['id'] ?? ''),
  },
];

/** Hashtags as clients read them. */
export function showTags({ config, clock }: Ctx, tags: readonly TagView[]): object[] {
  return tags.map((tag) => tagEntityOf(config.origin, clock.now(), tag));
}

const words = {
  noTag: 'Validation failed: Tag is invalid',
  already: 'Validation failed: Tag has already been taken',
  tooMany: 'Validation failed: There are too many',
} as const;

function refusedTag({ refused: why }: TagRefused): Response {
  return why === 'gone' || why === 'signIn' ? notFound() : refuse(422, words[why]);
}

function shown(ctx: Ctx, made: TagView | TagRefused | undefined): Response {
  if (!made) return notFound();
  if (!('refused' in made)) return answer(tagEntityOf(ctx.config.origin, ctx.clock.now(), made));
  return made.refused === 'noTag' ? notFound() : refusedTag(made);
}

async function feature({ ctx, params }: Call): Promise<Response> {
  const made = await featureTag(ctx, params['id'] ?? '');
  if ('refused' in made && made.refused !== 'already') return refusedTag(made);
  return shown(ctx, await findTag(ctx, params['id'] ?? ''));
}

async function unfeature({ ctx, params }: Call): Promise<Response> {
  await unfeatureTag(ctx, { typed: params['id'] ?? '' });
  return shown(ctx, await findTag(ctx, params['id'] ?? ''));
}

async function addFeatured({ ctx, request }: Call): Promise<Response> {
  const body = await readBody(request);
  if (body instanceof Response) return body;
  const made = await featureTag(ctx, textOf(body, 'name') ?? '');
  return 'refused' in made ? refusedTag(made) : answer(featuredTagOf(ctx.config.origin, made));
}

async function answerFeatured(ctx: Ctx, personId: string): Promise<Response> {
  const found = await listFeaturedTags(ctx, personId);
  return found ? answer(found.map((tag) => featuredTagOf(ctx.config.origin, tag))) : notFound();
}

async function answerFollowed(call: Call): Promise<Response> {
  const listed = await listFollowedTags(call.ctx, windowOf(call, 100, 200));
  const tags = showTags(
    call.ctx,
    listed.map(({ tag }) => tag),
  );
  return answerPage(
    call,
    tags,
    listed.map(({ id }) => id),
  );
}
