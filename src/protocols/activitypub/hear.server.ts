import { findActor } from './actors.server.ts';
import { hearAccept, hearFollow, hearReject } from './hear/follows.server.ts';
import { hearBlock, hearFlag, hearMove } from './hear/people.server.ts';
import { hearAnnounce } from './hear/announces.server.ts';
import { hearJoin } from './hear/joins.server.ts';
import { hearLike } from './hear/marks.server.ts';
import { hearCreate } from './hear/posts.server.ts';
import { hearQuoteRequest } from './hear/quotes.server.ts';
import { hearDelete, hearUpdate } from './hear/changes.server.ts';
import { hearUndo } from './hear/undo.server.ts';
import { typesOf, uriOf, type Json } from './json.ts';
import type { ToHear } from '#domain/federation/heard.server.ts';
import { findRemotePerson, type RemotePerson } from '#domain/federation/remote-persons.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import type { Services } from '#platform/services.server.ts';

/** An activity whose sender is proved, and what is needed to act as them: `ctx` asks as nobody, `actor.viewer` is theirs. */
export interface Hearing {
  ctx: Ctx;
  actor: RemotePerson;
  activity: Json;
}

/** What is done with an activity of each type. Doing it again changes nothing; what may not be done is not done, without a word. */
const heard: Readonly<Record<string, (hearing: Hearing) => Promise<void>>> = {
  Create: hearCreate,
  Update: hearUpdate,
  Delete: hearDelete,
  Follow: hearFollow,
  Accept: hearAccept,
  Reject: hearReject,
  Like: hearLike,
  EmojiReact: hearLike,
  Announce: hearAnnounce,
  QuoteRequest: hearQuoteRequest,
  Undo: hearUndo,
  Join: hearJoin,
  Block: hearBlock,
  Flag: hearFlag,
  Move: hearMove,
};

/** Acts on an activity that was taken. Types that we do not know are forgotten. */
export async function hear(
  services: Services,
  { actorUri, body: activity }: Pick<ToHear, 'actorUri' | 'body'>,
): Promise<void> {
  const type = typesOf(activity).find((one) => one in heard);
  if (!type) return;
  const ctx: Ctx = { ...services, viewer: null };
  const actor = await whoSays(ctx, actorUri, activity);
  if (actor) await heard[type]?.({ ctx, actor, activity });
}

/** Whoever leaves is not asked for once more: their server says that they are gone. */
async function whoSays(ctx: Ctx, uri: string, activity: Json): Promise<RemotePerson | undefined> {
  if (typesOf(activity).includes('Delete') && uriOf(activity['object']) === uri)
    return findRemotePerson(ctx, uri);
  const actor = await findActor(ctx, uri);
  if (!('refused' in actor)) return actor;
  if (actor.refused === 'unreachable')
    throw new Error('A server did not answer; it is asked again.');
  return undefined;
}

/** The same context, asking as the actor. */
export function asActor({ ctx, actor }: Pick<Hearing, 'ctx' | 'actor'>): Ctx {
  return { ...ctx, viewer: actor.viewer };
}
