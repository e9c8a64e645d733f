import type { World } from '../world.ts';
import { remotePerson } from '#domain/federation/schema.server.ts';
import { person } from '#domain/people/schema.server.ts';
import { receiveEdit, receivePost, type Received } from '#domain/posts/receive.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

/** Somebody of another server, as they stand here once they were heard of. */
export async function somebodyElsewhere(
  world: World,
  name: string,
  about: { host?: string; kind?: 'person' | 'service' | 'group' } = {},
): Promise<Viewer> {
  const { host = 'elsewhere.example', kind = 'person' } = about;
  const handle = `${name.toLowerCase()}@${host}`;
  const [made] = await world.services.db
    .insert(person)
    .values({ handle, host, kind, name })
    .returning();
  const personId = made?.id ?? '';
  const uri = `https://${host}/users/${name}`;
  await world.services.db.insert(remotePerson).values({
    ...{ personId, uri, host, inbox: `${uri}/inbox`, page: uri },
    fetched: world.clock.now(),
  });
  return { personId, handle, name, operator: false, zone: 'UTC' };
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
  const refused = await receiveEdit(world.as(who), id, received(world, text, more));
  if (refused) throw new Error(`A change was not kept: ${refused.refused}`);
}
