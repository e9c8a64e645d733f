import { error, type RequestEvent } from '@sveltejs/kit';
import { peopleShown, peopleWindow } from '../people-shown.ts';
import type { listFollowers } from '#domain/connections/lists.server.ts';
import { meetByHandle } from '#domain/connections/meet.server.ts';
import { guessesHandles, noteWrongHandle } from '#domain/people/handle-guesses.server.ts';
import { findAuthors } from '#domain/posts/authors.server.ts';

/** A page of people beside somebody. `hidden`: its owner shows the list to nobody. */
export async function listOfPeople(
  event: RequestEvent<{ handle: string }>,
  list: typeof listFollowers,
) {
  const { ctx } = event.locals;
  const address = event.getClientAddress();
  if (await guessesHandles(ctx, address)) error(429);
  const met = await meetByHandle(ctx, event.params.handle);
  const author = met && (await findAuthors(ctx, [met.id])).get(met.id);
  if (!met || !author) {
    await noteWrongHandle(ctx, address);
    error(404);
  }
  const own = ctx.viewer?.personId === met.id;
  const listed = await list(ctx, met.id, peopleWindow(event.url));
  return {
    person: { handle: met.handle, name: met.name, host: met.host },
    own,
    hidden: !author.showsFollows,
    ...(await peopleShown(ctx, listed, event.url)),
  };
}
