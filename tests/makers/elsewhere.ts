import type { World } from '../world.ts';
import { remotePerson, remotePost } from '#domain/federation/schema.server.ts';
import { person } from '#domain/people/schema.server.ts';
import { receiveEdit, receivePost, type Received } from '#domain/posts/receive.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let count = 0;

/** Somebody who lives on another server, as we know them once they reached us. They act like everybody. */
export async function someoneElsewhere(
  { services: { db, clock } }: World,
  about: {
    name?: string;
    host?: string;
    called?: string;
    kind?: (typeof person.$inferSelect)['kind'];
  } = {},
): Promise<Viewer & { host: string; uri: string; page: string }> {
  const { name = `someone_${++count}`, host = 'b.example', called = name, kind = 'person' } = about;
  const handle = `${name}@${host}`;
  const [made] = await db.insert(person).values({ handle, host, kind, name: called }).returning();
  if (!made) throw new Error('Nobody was made.');
  const uri = `https://${host}/users/${name}`;
  const page = `https://${host}/@${name}`;
  const fetched = clock.now();
  await db
    .insert(remotePerson)
    .values({ personId: made.id, uri, host, inbox: `${uri}/inbox`, page, fetched });
  const viewer = { personId: made.id, handle, name: called, operator: false, zone: 'UTC' };
  return { ...viewer, host, uri, page };
}

/** Says of a post that it came from where its author lives. */
export async function cameFrom(
  { services: { db, clock } }: World,
  { uri, page }: { uri: string; page: string },
  postId: string,
): Promise<{ uri: string; page: string }> {
  const names = { uri: `${uri}/statuses/${postId}`, page: `${page}/${postId}` };
  await db.insert(remotePost).values({ postId, ...names, fetched: clock.now() });
  return names;
}

type More = Partial<Pick<Received, 'visibility' | 'inReplyTo' | 'people'>>;

const received = (world: World, text: string, more: More): Received => ({
  ...{ text, html: `<p>${text}</p>`, contentNote: '', sensitive: false, language: 'en' },
  ...{ visibility: 'public', inReplyTo: null, quotedId: null, people: [], tags: [], poll: null },
  published: world.clock.now(),
  ...more,
});

/** A post of theirs, as it is kept when it is heard; its number. It is public unless told otherwise. */
export async function says(
  world: World,
  who: Viewer,
  text: string,
  more: More = {},
): Promise<string> {
  const kept = await receivePost(world.as(who), received(world, text, more), async () => undefined);
  if ('refused' in kept) throw new Error(`A post was not kept: ${kept.refused}`);
  return kept.post.id;
}

/** Other words in a post of theirs, as they are kept when that is heard. */
export async function changes(
  world: World,
  who: Viewer,
  id: string,
  text: string,
  more: More = {},
): Promise<void> {
  const done = await receiveEdit(world.as(who), id, received(world, text, more));
  if ('refused' in done) throw new Error(`A change was not kept: ${done.refused}`);
}
