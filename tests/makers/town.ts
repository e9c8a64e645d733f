import fc from 'fast-check';
import { expect } from 'vitest';
import { someoneElsewhere } from './elsewhere.ts';
import { callsOf, type AppCall } from './app-calls.ts';
import { anApp, aToken } from './app.ts';
import { becameFriends } from './friends.ts';
import { ModelOfPeople, pair, type Audience, type ModelPost } from './reading-model.ts';
import type { World } from '../world.ts';
import { blockPerson, mutePerson, unblockPerson } from '#domain/connections/blocks.server.ts';
import {
  answerFollowRequest,
  followPerson,
  unfollowPerson,
} from '#domain/connections/follows.server.ts';
import { askToBefriend } from '#domain/connections/friend-requests.server.ts';
import { unfriend } from '#domain/connections/friends.server.ts';
import { changeFound } from '#domain/people/profile.server.ts';
import { boostPost } from '#domain/posts/boosts.server.ts';
import { bookmarkPost, favouritePost } from '#domain/posts/marks.server.ts';
import { removePost } from '#domain/posts/remove.server.ts';
import { writePost } from '#domain/posts/write.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

const peopleCount = 4;
const who = fc.nat(peopleCount - 1);
const which = fc.nat(11);
const two = (
  kind: 'follow' | 'befriend' | 'unfriend' | 'unfollow' | 'block' | 'unblock' | 'mute',
) => fc.record({ kind: fc.constant(kind), by: who, to: who });
const audience = fc.constantFrom<Audience>('public', 'unlisted', 'followers', 'friends', 'direct');
/** One thing that somebody does, at random. */
export const step = fc.oneof(
  { weight: 5, arbitrary: two('follow') },
  { weight: 3, arbitrary: two('befriend') },
  { weight: 1, arbitrary: two('unfriend') },
  { weight: 1, arbitrary: two('unfollow') },
  { weight: 2, arbitrary: two('block') },
  { weight: 1, arbitrary: two('unblock') },
  { weight: 2, arbitrary: two('mute') },
  {
    weight: 8,
    arbitrary: fc.record({
      ...{ kind: fc.constant('write' as const), by: who, audience, named: fc.option(who) },
      ...{ hereOnly: fc.boolean(), parent: fc.option(which) },
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'reblog' as const,
        'favourite' as const,
        'bookmark' as const,
        'delete' as const,
      ),
      ...{ by: who, post: which },
    }),
  },
);
/** The same, as it came out. */
export type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** One small town: the people, the model of them, and what they wrote with the word that gives each post away. */
export interface Town {
  world: World;
  call: AppCall;
  /** The last of them lives elsewhere, and so has no app here. */
  people: { viewer: Viewer; token: string | null }[];
  model: ModelOfPeople;
  posts: (ModelPost & { id: string; word: string })[];
  /** Who did what with a post, as `favourite by 2`. */
  marks: Map<ModelPost, Set<string>>;
}

let words = 0;
const aWord = () =>
  `zq${(words += 1).toString().replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)] ?? '')}qz`;

/** A few people who have not met yet. */
export async function aTown(world: World): Promise<Town> {
  const app = await anApp(world);
  const people = [];
  const model = new ModelOfPeople();
  for (let n = 0; n < peopleCount; n += 1) {
    const away = n === peopleCount - 1;
    if (away) model.away.add(n);
    const viewer = away ? await someoneElsewhere(world) : await world.aPerson();
    const found = { discoverable: true, indexable: true, showsFollows: true, feed: false };
    await changeFound(world.as(viewer), found);
    const token = away ? null : await aToken(world, viewer, ['read', 'write', 'follow'], app);
    people.push({ viewer, token });
  }
  const call = callsOf(world);
  return { world, call, people, model, posts: [], marks: new Map() };
}

/** Lets it all happen, one step after the other; `after` looks at the town after each. */
export async function walk(
  town: Town,
  steps: readonly Step[],
  after?: () => Promise<void>,
): Promise<void> {
  for (const one of steps) {
    // Of what is written in one moment nothing is before or after.
    town.world.clock.turnBy(1000);
    if (one.kind === 'write') await write(town, one);
    else if ('post' in one) await mark(town, one);
    else if (one.by !== one.to) await connect(town, one);
    await after?.();
  }
}

async function connect(
  { world, people, model }: Town,
  { kind, by, to }: Extract<Step, { to: number }>,
) {
  const [one, other] = [people[by]?.viewer, people[to]?.viewer];
  if (!one || !other) return;
  const [ctx, id] = [world.as(one), other.personId];
  if (kind === 'follow') {
    const done = await followPerson(ctx, id);
    expect('refused' in done).toBe(model.apart(by, to));
    // Their server says yes.
    if (model.away.has(to)) await answerFollowRequest(world.as(other), one.personId, true);
    if (!('refused' in done)) model.follows.add(pair(by, to));
  }
  const away = model.away.has(by) || model.away.has(to);
  if (kind === 'befriend' && model.away.has(to))
    expect(await askToBefriend(ctx, { id })).toEqual({ refused: 'elsewhere' });
  if (kind === 'befriend' && !away && (await becameFriends(world, one, other)))
    model.befriend(by, to);
  if (kind === 'unfriend' && !(await unfriend(ctx, id))) model.unfriend(by, to);
  if (kind === 'unfollow' && !(await unfollowPerson(ctx, id))) model.unfollow(by, to);
  if (kind === 'block' && !(await blockPerson(ctx, id))) model.block(by, to);
  if (kind === 'unblock' && !(await unblockPerson(ctx, id))) model.blocks.delete(pair(by, to));
  if (kind === 'mute' && !(await mutePerson(ctx, id))) model.mutes.add(pair(by, to));
}

async function write(town: Town, said: Extract<Step, { kind: 'write' }>) {
  const { world, people, model, posts } = town;
  const author = people[said.by]?.viewer;
  const parent = said.parent === null ? undefined : posts[said.parent];
  const named =
    said.named === null || said.named === said.by ? undefined : people[said.named]?.viewer;
  if (!author) return;
  const word = aWord();
  const hereOnly = said.hereOnly && !model.away.has(said.by);
  const made = await writePost(world.as(author), {
    text: `${word} #town ${named ? `@${named.handle}` : ''}`,
    visibility: said.audience,
    localOnly: hereOnly,
    inReplyTo: parent?.id ?? null,
  });
  const readable = !parent || model.mayRead(said.by, parent);
  if ('refused' in made) {
    const wanted = readable ? 'noReaders' : 'parentGone';
    return void expect(made.refused).toBe(wanted);
  }
  expect(readable).toBe(true);
  // Whoever was blocked by somebody cannot name them.
  const met = said.named !== null && named && !model.blocks.has(pair(said.named, said.by));
  const post = {
    author: said.by,
    audience: said.audience,
    hereOnly,
    parent,
    gone: false,
  };
  posts.push({ ...post, named: met ? [said.named ?? 0] : [], id: made.post.id, word });
}

/** Marks are made as apps make them; those that the rules do not allow are refused, and nothing is kept. */
async function mark(town: Town, { kind, by, post: at }: Extract<Step, { post: number }>) {
  const { call, people, posts, model, marks } = town;
  const [one, post] = [people[by], posts[at]];
  if (!one || !post) return;
  const path = `/api/v1/statuses/${post.id}` as const;
  if (one.token === null) return markFromAway(town, one.viewer, { kind, by, post: at });
  if (kind !== 'delete') {
    const { status } = await call(`POST ${path}/${kind}`, { token: one.token });
    if (!model.mayRead(by, post)) expect(status).toBe(404);
    if (status === 200) marks.set(post, (marks.get(post) ?? new Set()).add(`${kind} by ${by}`));
    return;
  }
  const { status } = await call(`DELETE ${path}`, { token: one.token });
  const own = by === post.author && !post.gone;
  expect(status).toBe(own ? 200 : 404);
  if (own) post.gone = true;
}

/** Who lives elsewhere marks by the same verbs, which their server asks for. */
async function markFromAway(
  { world, posts, model, marks }: Town,
  viewer: Viewer,
  { kind, by, post: at }: Extract<Step, { post: number }>,
): Promise<void> {
  const post = posts[at];
  if (!post) return;
  const [ctx, id] = [world.as(viewer), post.id];
  const acts = {
    reblog: () => boostPost(ctx, { id }),
    favourite: () => favouritePost(ctx, id),
    bookmark: () => bookmarkPost(ctx, id),
    delete: () => removePost(ctx, { id }),
  };
  const done = await acts[kind]();
  const kept = !done || !('refused' in done);
  if (!model.mayRead(by, post)) expect(kept).toBe(false);
  if (kind !== 'delete' && kept)
    marks.set(post, (marks.get(post) ?? new Set()).add(`${kind} by ${by}`));
  if (kind === 'delete' && kept) post.gone = true;
}
