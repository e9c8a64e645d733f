import { dateWords } from '../../day-words.ts';
import { listHeldRequests, listRequestsToMe } from '#domain/connections/friend-answers.server.ts';
import { listSentRequests } from '#domain/connections/friend-requests.server.ts';
import { areFriends } from '#domain/connections/friends.server.ts';

type Ctx = App.Locals['ctx'];

/** What is between the viewer and somebody, as far as the viewer knows: their own acts, and what has reached them. */
export type Between =
  | { state: 'nothing' | 'friends' }
  | { state: 'asked'; requestId: string; note: string }
  | { state: 'sent'; requestId: string; until: string }
  | { state: 'later'; again: string };

/** Reads what is between the two. It says nothing that the other has not told the viewer. */
export async function findBetween(ctx: Ctx, id: string): Promise<Between> {
  if (ctx.viewer && (await areFriends(ctx, ctx.viewer.personId, id))) return { state: 'friends' };
  const reached = [...(await listRequestsToMe(ctx)), ...(await listHeldRequests(ctx))];
  const asked = reached.find(({ askerId }) => askerId === id);
  if (asked) return { state: 'asked', requestId: asked.id, note: asked.note };
  const mine = (await listSentRequests(ctx)).find(({ askedId }) => askedId === id);
  if (!mine || mine.state === 'friends') return { state: 'nothing' };
  const until = dateWords(mine.until);
  return mine.state === 'sent'
    ? { state: 'sent', requestId: mine.id, until }
    : { state: 'later', again: until };
}
