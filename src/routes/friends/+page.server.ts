import { redirect } from '@sveltejs/kit';
import { signedIn } from '../account.ts';
import { dateWords } from '../day-words.ts';
import { friendActs } from './act.ts';
import { namedBy } from './named.ts';
import type { Actions, PageServerLoad } from './$types';
import { findSide } from '#domain/boundaries/standing.server.ts';
import { listRequestsToMe } from '#domain/connections/friend-answers.server.ts';
import { listSentRequests } from '#domain/connections/friend-requests.server.ts';
import {
  friendsDoneWords,
  introductionWords,
  sentWords,
} from '#domain/connections/friend-words.ts';
import {
  friendListAudiences,
  listFriends,
  readFriendListAudience,
  showFriendsTo,
} from '#domain/connections/friends.server.ts';
import { listIntroducedToMe } from '#domain/connections/introduction-answers.server.ts';
import { listIntroductions } from '#domain/connections/introductions.server.ts';

export const load: PageServerLoad = async (event) => {
  await signedIn(event);
  const { ctx } = event.locals;
  const friends = await listFriends(ctx);
  const toMe = await listRequestsToMe(ctx);
  const introduced = await listIntroducedToMe(ctx);
  const made = await listIntroductions(ctx);
  const people = await namedBy(ctx, [
    ...friends.map(({ personId }) => personId),
    ...toMe.map(({ askerId }) => askerId),
    ...introduced.flatMap(({ introducerId, otherId }) => [introducerId, otherId]),
    ...made.flatMap(({ ids }) => ids),
  ]);
  const named = (id: string) => people.get(id);
  return {
    done: friendsDoneWords(event.url.searchParams.get('did')),
    audience: await readFriendListAudience(ctx),
    friends: friends.flatMap(({ personId }) => named(personId) ?? []),
    toMe: toMe.flatMap(({ id, askerId, note }) => {
      const person = named(askerId);
      return person ? { id, note, person } : [];
    }),
    introduced: await withAdvice(
      ctx,
      introduced.flatMap(({ id, introducerId, otherId, note, yes }) => {
        const [by, person] = [named(introducerId), named(otherId)];
        return by && person ? { id, by, person, note, yes } : [];
      }),
    ),
    // Friends stand among the friends.
    sent: (await listSentRequests(ctx)).flatMap(({ id, handle, state, until }) =>
      state === 'friends' ? [] : { id, handle, state, words: sentWords[state](dateWords(until)) },
    ),
    made: made.map(({ id, ids, state, until }) => ({
      ...{ id, state, words: introductionWords[state](dateWords(until)) },
      names: ids.map((one) => named(one)?.name ?? 'somebody'),
    })),
  };
};

/** Whether the rules of conduct have something to say before a yes to somebody. */
function withAdvice<Line extends { person: { handle: string } }>(
  ctx: App.Locals['ctx'],
  lines: readonly Line[],
) {
  return Promise.all(
    lines.map(async (line) => ({
      ...line,
      advised: (await findSide(ctx, line.person.handle)) !== null,
    })),
  );
}

export const actions: Actions = {
  ...friendActs,
  show: async (event) => {
    await signedIn(event);
    const form = await event.request.formData();
    const audience = friendListAudiences.find((one) => one === form.get('audience'));
    if (audience) await showFriendsTo(event.locals.ctx, audience);
    redirect(303, '/friends?did=shown');
  },
};
