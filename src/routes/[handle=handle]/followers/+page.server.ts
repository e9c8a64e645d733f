import { listOfPeople } from '../list-of-people.ts';
import type { PageServerLoad } from './$types';
import { listFollowers } from '#domain/connections/lists.server.ts';

export const load: PageServerLoad = (event) => listOfPeople(event, listFollowers);
