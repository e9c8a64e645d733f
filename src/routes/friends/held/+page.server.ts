import { signedIn } from '../../account.ts';
import { namedBy } from '../named.ts';
import type { PageServerLoad } from './$types';
import { listHeldRequests } from '#domain/connections/friend-answers.server.ts';
import { listHeldIntroductions } from '#domain/connections/introduction-answers.server.ts';

export const load: PageServerLoad = async (event) => {
  await signedIn(event);
  const { ctx } = event.locals;
  const held = await listHeldRequests(ctx);
  const introduced = await listHeldIntroductions(ctx);
  const people = await namedBy(ctx, [
    ...held.map(({ askerId }) => askerId),
    ...introduced.flatMap(({ introducerId, otherId }) => [introducerId, otherId]),
  ]);
  return {
    held: held.flatMap(({ id, askerId }) => {
      const person = people.get(askerId);
      return person ? { id, person } : [];
    }),
    introduced: introduced.flatMap(({ id, introducerId, otherId }) => {
      const [by, person] = [people.get(introducerId), people.get(otherId)];
      return by && person ? { id, by, person } : [];
    }),
  };
};
