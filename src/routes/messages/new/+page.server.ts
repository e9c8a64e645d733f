import { randomUUID } from 'node:crypto';
import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { faceOf, field, filesOfPage, ownId, readMessage, sendWords } from '../desk.ts';
import { emergencyFor } from '#domain/boundaries/emergency.server.ts';
import { findSide } from '#domain/boundaries/standing.server.ts';
import { areFriends } from '#domain/connections/friends.server.ts';
import { listFollowing } from '#domain/connections/lists.server.ts';
import { handlesFrom } from '#domain/messages/rules.ts';
import { findConversationWith, findReaders, sendMessage } from '#domain/messages/send.server.ts';
import { findAuthors } from '#domain/posts/authors.server.ts';
import { filesOnDesk } from '#domain/posts/desk.server.ts';

const suggested = 12;

export const load: PageServerLoad = async (event) => {
  const me = await ownId(event);
  const { ctx } = event.locals;
  const wanted = handlesFrom(event.url.searchParams.getAll('to').join(' '));
  const found = wanted.length > 0 ? await findReaders(ctx, wanted) : [];
  const people = 'refused' in found ? [] : found;
  const known = people.length > 0 ? await findConversationWith(ctx, people) : undefined;
  if (known) redirect(303, `/messages/${known}#write`);
  const followed = await listFollowing(ctx, me, { limit: suggested });
  const ids = followed.map(({ personId }) => personId);
  const authors = await findAuthors(ctx, ids);
  return {
    to: wanted.join(','),
    people: people.map(faceOf),
    advised: await advisedAbout(ctx, people),
    emergency: await emergencyFor(ctx, people),
    fault: 'refused' in found ? sendWords(found) : undefined,
    near: ids
      .flatMap((id) => authors.get(id) ?? [])
      .filter(({ handle }) => !wanted.includes(handle))
      .map(faceOf),
    key: randomUUID(),
    ...(await filesOfPage(event)),
  };
};

/** Of those who will read, the ones about whom the rules of conduct have something to say before a first message. */
async function advisedAbout(
  ctx: RequestEvent['locals']['ctx'],
  people: readonly { id: string; handle: string; name: string }[],
) {
  const me = ctx.viewer?.personId ?? '0';
  const found = await Promise.all(
    people.map(async ({ id, handle, name }) =>
      (await findSide(ctx, handle)) && !(await areFriends(ctx, me, id)) ? [{ handle, name }] : [],
    ),
  );
  return found.flat();
}

export const actions: Actions = {
  default: async (event) => {
    await ownId(event);
    const form = await event.request.formData();
    const handles = handlesFrom(field(form, 'to'));
    const typed = readMessage(form);
    const { ctx } = event.locals;
    const sent = await sendMessage(ctx, { handles, ...typed });
    if ('refused' in sent) {
      const { text, mediaIds } = typed;
      return fail(422, { says: sendWords(sent), text, media: await filesOnDesk(ctx, mediaIds) });
    }
    redirect(303, `/messages/${sent.conversationId}?sent=message-to-${handles.join('-')}#write`);
  },
};
