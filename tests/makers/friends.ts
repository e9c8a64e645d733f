import type { World } from '../world.ts';
import { askToBefriend } from '#domain/connections/friend-requests.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';
import { jobWorkers } from '#wiring.server.ts';

/** Lets the deliveries happen that a worker would make: of every request and introduction that there is. */
export async function deliveries({ services }: World): Promise<void> {
  const { rows: requests } = await services.pool.query<{ id: string }>(
    'select id::text from friend_request order by id',
  );
  for (const { id } of requests)
    await jobWorkers['settle-friend-request'](services, { requestId: id });
  const { rows: made } = await services.pool.query<{ id: string }>(
    'select id::text from introduction order by id',
  );
  for (const { id } of made)
    await jobWorkers['settle-introduction'](services, { introductionId: id });
}

/** Two who have asked each other, and so are friends. */
export async function befriended(world: World, one: Viewer, other: Viewer): Promise<void> {
  if (!(await becameFriends(world, one, other))) throw new Error('They are no friends.');
}

/** Lets two ask each other. Whether they are friends then: who was friends before has to wait a while. */
export async function becameFriends(world: World, one: Viewer, other: Viewer): Promise<boolean> {
  await askToBefriend(world.as(one), { id: other.personId });
  const done = await askToBefriend(world.as(other), { id: one.personId });
  return 'state' in done && done.state === 'friends';
}
