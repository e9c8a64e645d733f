import { answerPage } from './page.ts';
import type { Call } from './route.ts';
import { showAccounts } from './show.server.ts';
import type { Listed } from '#domain/connections/lists.server.ts';

/** A part of a list of people, turned by what puts them on the list. */
export async function answerPeople(call: Call, listed: readonly Listed[]): Promise<Response> {
  const people = await showAccounts(
    call.ctx,
    listed.map(({ personId }) => personId),
  );
  return answerPage(
    call,
    people,
    listed.map(({ id }) => id),
  );
}
