import { redirect } from '@sveltejs/kit';
import { listOfPeople } from '../list-of-people.ts';
import type { PageServerLoad } from './$types';
import { listFriendsOf } from '#domain/connections/friends.server.ts';
import type { listFollowers } from '#domain/connections/lists.server.ts';

/** Somebody's friends, as far as both of each two show it to the viewer; one's own have a page that says more. */
export const load: PageServerLoad = async (event) => {
  const found = await listOfPeople(event, friendsShown);
  if (found.own) redirect(303, '/friends');
  // Whether somebody shows their friends to nobody, or has none, is the same to others.
  return { ...found, hidden: false };
};

/** Friends have no numbers of their own, so the list is turned by the people in it. */
const friendsShown: typeof listFollowers = async (ctx, id, { limit, maxId }) => {
  const friends = await listFriendsOf(ctx, id);
  const from = friends.findIndex(({ personId }) => personId === maxId) + 1;
  return friends.slice(from, from + limit).map(({ personId }) => ({ id: personId, personId }));
};
