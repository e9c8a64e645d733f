import { context } from './context.ts';
import { createOf } from './note.ts';
import { readNotes } from './notes.server.ts';
import * as at from '#domain/federation/addresses.ts';
import { listFollowersAt } from '#domain/federation/followers-by-server.server.ts';
import type { OwnPerson } from '#domain/federation/own-person.server.ts';
import { urisOfPersons } from '#domain/federation/persons-by-uri.server.ts';
import { urisOfPosts } from '#domain/federation/remote-posts.server.ts';
import { listFollowers, listFollowing } from '#domain/connections/lists.server.ts';
import { readAuthors } from '#domain/posts/authors.server.ts';
import { listPostsOf } from '#domain/posts/posts-of.server.ts';
import type { LineView } from '#domain/posts/view.ts';
import { isId } from '#domain/people/id.ts';
import type { Ctx } from '#platform/ctx.server.ts';

const perPage = 20;

/** A collection of somebody's, or a page of it, as whoever asks may read it. */
export type Collection = (ctx: Ctx, own: OwnPerson, query: URLSearchParams) => Promise<object>;

/** What somebody wrote and boosted for everybody to read, newest first. */
export const outbox: Collection = async (ctx, own, query) => {
  const id = at.outboxUri(ctx.config.origin, own.handle);
  if (!query.has('page')) {
    const posts = (await readAuthors(ctx, [own.id])).get(own.id)?.posts ?? 0;
    return whole(id, posts, true);
  }
  const maxId = query.get('max_id') ?? '';
  const window = { limit: perPage, ...(isId(maxId) && { maxId }) };
  const lines = (await listPostsOf(ctx, own.id, window)) ?? [];
  return pageOf(id, query, lines, await activitiesOf(ctx, own, lines));
};

async function activitiesOf(ctx: Ctx, own: OwnPerson, lines: readonly LineView[]) {
  const { origin } = ctx.config;
  const notes = await readNotes(
    ctx,
    lines.filter(({ boost }) => !boost).map(({ post }) => post.id),
  );
  const byId = new Map(notes.map((facts) => [facts.post.id, createOf(origin, facts)]));
  const uris = await urisOfPosts(
    ctx,
    lines.map(({ post }) => post.id),
  );
  const actor = at.personUri(origin, own.handle);
  return lines.flatMap(({ id, post, boost }) => {
    if (boost) {
      const { published } = boost;
      const object = uris.get(post.id);
      return {
        id: at.boostUri(origin, own.handle, id),
        type: 'Announce',
        actor,
        published,
        object,
      };
    }
    return byId.get(post.id) ?? [];
  });
}

function pageOf(
  id: string,
  query: URLSearchParams,
  lines: readonly { id: string }[],
  orderedItems: readonly object[],
) {
  const last = lines.length === perPage ? lines.at(-1)?.id : undefined;
  return {
    '@context': context,
    id: `${id}?${query.toString()}`,
    ...{ type: 'OrderedCollectionPage', partOf: id, orderedItems },
    ...(last && { next: `${id}?page=true&max_id=${last}` }),
  };
}

function whole(id: string, totalItems: number, pages: boolean) {
  const first = pages ? { first: `${id}?page=true` } : {};
  return { '@context': context, id, type: 'OrderedCollection', totalItems, ...first };
}

/** What stands first on somebody's profile. */
export const featured: Collection = async (ctx, own) => {
  const lines = (await listPostsOf(ctx, own.id, { limit: perPage }, { pinned: true })) ?? [];
  const uris = await urisOfPosts(
    ctx,
    lines.map(({ post }) => post.id),
  );
  const id = at.featuredUri(ctx.config.origin, own.handle);
  const orderedItems = lines.flatMap(({ post }) => uris.get(post.id) ?? []);
  return { ...whole(id, orderedItems.length, false), orderedItems };
};

/**
 * Who may hand on and take back in a club's name (FEP-1b12): nobody but the club itself. Who its hosts are stands on none
 * of its pages, and is nobody's to read here either.
 */
export const moderators: Collection = async (ctx, own) =>
  whole(at.moderatorsUri(ctx.config.origin, own.handle), 0, false);

/** Who follows somebody, and whom they follow: where they show that, and else nothing but the collection itself. */
export const followers: Collection = (ctx, own, query) =>
  people(ctx, own, query, { uri: at.followersUri, list: listFollowers, count: 'followers' });
export const following: Collection = (ctx, own, query) =>
  people(ctx, own, query, { uri: at.followingUri, list: listFollowing, count: 'following' });

/** Who of one server follows somebody, shown or not: that server knows its own people (FEP-8fcf). */
export async function followersAt(ctx: Ctx, { handle }: OwnPerson, origin: string) {
  const orderedItems = await listFollowersAt(ctx, { handle, origin });
  const id = at.partOfFollowersUri(ctx.config.origin, handle);
  return { ...whole(id, orderedItems.length, false), orderedItems };
}

interface PeopleOf {
  uri: typeof at.followersUri;
  list: typeof listFollowers;
  count: 'followers' | 'following';
}

async function people(ctx: Ctx, own: OwnPerson, query: URLSearchParams, of: PeopleOf) {
  const id = of.uri(ctx.config.origin, own.handle);
  const count = (await readAuthors(ctx, [own.id])).get(own.id)?.[of.count] ?? 0;
  if (!own.showsFollows || !query.has('page')) return whole(id, count, own.showsFollows);
  const maxId = query.get('max_id') ?? '';
  const window = { limit: perPage * 2, ...(isId(maxId) && { maxId }) };
  const listed = await of.list(ctx, own.id, window);
  const uris = await urisOfPersons(
    ctx,
    listed.map(({ personId }) => personId),
  );
  const orderedItems = listed.flatMap(({ personId }) => uris.get(personId)?.uri ?? []);
  const last = listed.length === perPage * 2 ? listed.at(-1)?.id : undefined;
  return {
    '@context': context,
    id: `${id}?${query.toString()}`,
    ...{ type: 'OrderedCollectionPage', partOf: id, orderedItems },
    ...(last && { next: `${id}?page=true&max_id=${last}` }),
  };
}
