import { listGroups } from './groups.server.ts';
import type { Kind } from './kinds.ts';
import { listRequests } from './requests.server.ts';
import { findAuthors, type Author } from '#domain/posts/authors.server.ts';
import { readPosts } from '#domain/posts/read.server.ts';
import { listFollowRequests } from '#domain/connections/lists.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** Somebody beside what they did. */
export interface NewsPerson {
  id: string;
  handle: string;
  name: string;
  avatar: string | null;
}

/** Alike things that happened, for the page. `words` is how the post begins, or the note before it. */
export interface NewsItem {
  key: string;
  kind: Kind;
  count: number;
  people: NewsPerson[];
  post: { id: string; handle: string; words: string } | null;
  at: Date;
}

const onPage = 20;
const longestWords = 160;

/** A page of the viewer's news, newest first, and where the older ones begin. Ten people at most are named. */
export async function listNews(
  ctx: Ctx,
  before?: string,
): Promise<{ items: NewsItem[]; older: string | undefined }> {
  const groups = await listGroups(ctx, {}, { limit: onPage + 1, ...(before && { maxId: before }) });
  const shown = groups.slice(0, onPage);
  const people = await findAuthors(
    ctx,
    shown.flatMap(({ fromIds }) => fromIds),
  );
  const postIds = shown.flatMap(({ postId }) => postId ?? []);
  const posts = new Map((await readPosts(ctx, postIds)).map((post) => [post.id, post]));
  const items = shown.flatMap(({ key, kind, count, fromIds, postId, newest }): NewsItem[] => {
    const named = fromIds.flatMap((id) => people.get(id) ?? []).map(personOf);
    const post = postId === null ? undefined : posts.get(postId);
    if (named.length === 0 || (postId !== null && !post)) return [];
    const begun = post && {
      ...{ id: post.id, handle: post.author.handle },
      words: beginningOf(post.contentNote || post.text),
    };
    return [{ key, kind, count, people: named, post: begun ?? null, at: newest }];
  });
  return { items, older: groups.length > onPage ? shown.at(-1)?.newestId : undefined };
}

/** Who asks for something: to follow the viewer, or (a stranger) to be heard at all. */
export interface Asking {
  follows: NewsPerson[];
  strangers: (NewsPerson & { requestId: string; count: number })[];
}

/** Those who wait for an answer, the newest fifty of each. */
export async function listAsking(ctx: Ctx): Promise<Asking> {
  const asked = await listFollowRequests(ctx, { limit: 50 });
  const waiting = await listRequests(ctx, { limit: 50 });
  const ids = [...asked.map(({ personId }) => personId), ...waiting.map(({ fromId }) => fromId)];
  const people = await findAuthors(ctx, ids);
  return {
    follows: asked.flatMap(({ personId }) => people.get(personId) ?? []).map(personOf),
    strangers: waiting.flatMap(({ id, fromId, count }) => {
      const person = people.get(fromId);
      return person ? [{ ...personOf(person), requestId: id, count }] : [];
    }),
  };
}

function personOf({ id, handle, name, avatar }: Author): NewsPerson {
  return { id, handle, name: name || handle, avatar };
}

function beginningOf(text: string): string {
  const plain = text.replace(/\s+/g, ' ').trim();
  const short = [...plain].slice(0, longestWords).join('');
  return short.length < plain.length ? `${short}…` : short;
}
