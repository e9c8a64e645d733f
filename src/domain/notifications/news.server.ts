import { listGroups, type Group } from './groups.server.ts';
import type { Kind } from './kinds.ts';
import { kindsIn } from './private-notes.server.ts';
import { listRequests } from './requests.server.ts';
import { listUnreadTalk, type UnreadTalk } from './unread-talk.server.ts';
import { findAuthors, type Author } from '#domain/posts/authors.server.ts';
import { noteWords } from '#domain/guard/words.ts';
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

/**
 * Alike things that happened, for the page; a conversation with something unread is one of them. `words` is how
 * the post begins, or the note before it; `href` where it is read.
 */
export interface NewsItem {
  key: string;
  kind: Kind;
  count: number;
  people: NewsPerson[];
  post: { href: string; words: string } | null;
  /** What a private note says of an own post. */
  note?: string;
  at: Date;
}

const onPage = 20;
const longestWords = 160;

/**
 * A page of the viewer's news, newest first, and where the older ones begin. Ten people at most are named. What
 * people write in a conversation stands on the first page once, until it is read; what waits as a request
 * stands nowhere here.
 */
export async function listNews(
  ctx: Ctx,
  before?: string,
): Promise<{ items: NewsItem[]; older: string | undefined }> {
  const window = { limit: onPage + 1, ...(before && { maxId: before }) };
  const groups = await listGroups(ctx, { own: true, withoutMessages: true }, window);
  const shown = groups.slice(0, onPage);
  const talk = before ? [] : await listUnreadTalk(ctx, onPage);
  const happened = [...talk.map(happenedIn), ...shown.map(happenedTo)];
  happened.sort((a, b) => Number(BigInt(b.newestId) - BigInt(a.newestId)));
  const items = await itemsOf(ctx, happened);
  return { items, older: groups.length > onPage ? shown.at(-1)?.newestId : undefined };
}

/** What happened, before its people and its post are read. */
type Happened = Omit<NewsItem, 'people' | 'post'> & {
  fromIds: string[];
  postId: string | null;
  newestId: string;
  /** Where its post is read, when that is not the post's own page. */
  href?: string;
};

function happenedIn({ conversationId, fromId, postId, newest, newestId }: UnreadTalk): Happened {
  const href = `/messages/${conversationId}`;
  const said = {
    kind: 'mention' as const,
    count: 1,
    fromIds: [fromId],
    postId,
    newestId,
    at: newest,
  };
  return { key: `conversation-${conversationId}`, ...said, href };
}

function happenedTo({ key, kind, count, fromIds, postId, newest, newestId }: Group): Happened {
  return { key, kind, count, fromIds, postId, newestId, at: newest };
}

async function itemsOf(ctx: Ctx, happened: readonly Happened[]): Promise<NewsItem[]> {
  const people = await findAuthors(
    ctx,
    happened.flatMap(({ fromIds }) => fromIds),
  );
  const postIds = happened.flatMap(({ postId }) => postId ?? []);
  const posts = new Map((await readPosts(ctx, postIds)).map((post) => [post.id, post]));
  const items = happened.flatMap(({ key, kind, count, at, fromIds, postId, href }): NewsItem[] => {
    const named = fromIds.flatMap((id) => people.get(id) ?? []).map(personOf);
    const post = postId === null ? undefined : posts.get(postId);
    if (named.length === 0 || (postId !== null && !post)) return [];
    const begun = post && {
      href: href ?? `/@${post.author.handle}/${post.id}`,
      words: beginningOf(post.contentNote || post.text),
    };
    return [{ key, kind, count, at, people: named, post: begun ?? null }];
  });
  return Promise.all(items.map((item) => withNote(ctx, item)));
}

/** A private note says what it is about as it is read: nothing of it is kept. */
async function withNote(ctx: Ctx, item: NewsItem): Promise<NewsItem> {
  const id = item.post?.href.split('/').at(-1);
  if (item.kind !== 'private_note' || !id) return item;
  const note = noteWords(await kindsIn(ctx, id));
  return { ...item, note: note || 'Something in it may let somebody know who this is.' };
}

/**
 * Who asks for something: to follow the viewer, or (a stranger) to be heard at all. A stranger's messages wait
 * among the requests of Messages, and are not counted here.
 */
export interface Asking {
  follows: NewsPerson[];
  strangers: (NewsPerson & { requestId: string; count: number })[];
}

/** Those who wait for an answer, the newest fifty of each. */
export async function listAsking(ctx: Ctx): Promise<Asking> {
  const asked = await listFollowRequests(ctx, { limit: 50 });
  const waiting = await listRequests(ctx, { limit: 50 }, { withoutMessages: true });
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
