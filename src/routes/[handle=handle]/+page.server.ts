import { error } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';
import { findPerson } from '#domain/people/persons.server.ts';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const person = await findPerson(locals.ctx, params.handle);
  if (!person) error(404);
  locals.keep = { tags: [`person:${person.id}`], seconds: 600 };
  const own = locals.ctx.viewer?.personId === person.id;
  const { handle, name, bio, roles, published } = person;
  // The zone stays with its owner: it would tell where somebody lives.
  return {
    person: { handle, name, bio, roles, since: published.toISOString().slice(0, 4) },
    own,
    fresh: own && url.searchParams.has('welcome'),
  };
};
