import { asActor, type Hearing } from '../hear.server.ts';
import { isObject, typesOf, uriOf } from '../json.ts';
import { askLater } from '../ask-software.server.ts';
import { acceptLater } from '../tell/follows.server.ts';
import { followOfUri } from '#domain/federation/addresses.ts';
import { findOwnPerson } from '#domain/federation/own-person.server.ts';
import { findOwnByUri } from '#domain/federation/persons-by-uri.server.ts';
import {
  answerFollowRequest,
  followPerson,
  removeFollower,
} from '#domain/connections/follows.server.ts';
import { inTransaction } from '#platform/ctx.server.ts';

/** Somebody wants to follow somebody here: at once, or when they are let. Who may not hears nothing, as whoever waits. */
export async function hearFollow(hearing: Hearing): Promise<void> {
  const { ctx, activity, actor } = hearing;
  const wanted = await findOwnByUri(ctx, uriOf(activity['object']) ?? '');
  if (!wanted) return;
  const followed = await followPerson(asActor(hearing), wanted.id);
  if (!('state' in followed) || followed.state !== 'follows') return;
  await inTransaction(ctx, (tx) =>
    acceptLater(tx, { followerId: actor.viewer.personId, followeeId: wanted.id }),
  );
  if ((await findOwnPerson(ctx, wanted.handle))?.kind === 'group') await askLater(ctx, wanted.id);
}

/** Somebody lets one of ours follow them, who has asked to. */
export async function hearAccept(hearing: Hearing): Promise<void> {
  const askerId = await askerOf(hearing);
  if (askerId) await answerFollowRequest(asActor(hearing), askerId, true);
}

/** Somebody does not let one of ours follow them, or no longer. */
export async function hearReject(hearing: Hearing): Promise<void> {
  const askerId = await askerOf(hearing);
  if (!askerId) return;
  const answered = await answerFollowRequest(asActor(hearing), askerId, false);
  if (answered) await removeFollower(asActor(hearing), askerId);
}

/**
 * Who of ours asked, by the follow that is answered: its address is one that we gave, and names both; one that is
 * only described has to name both as well.
 */
async function askerOf({ ctx, actor, activity }: Hearing): Promise<string | undefined> {
  const { object } = activity;
  const named = followOfUri(ctx.config.origin, uriOf(object) ?? '');
  if (named) {
    if (named.followeeId !== actor.viewer.personId) return undefined;
    return (await findOwnByUri(ctx, named.followerUri))?.id;
  }
  if (!isObject(object) || !typesOf(object).includes('Follow')) return undefined;
  if (uriOf(object['object']) !== actor.uri || uriOf(object)) return undefined;
  return (await findOwnByUri(ctx, uriOf(object['actor']) ?? ''))?.id;
}
