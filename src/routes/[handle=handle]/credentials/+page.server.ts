import { error } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';
import { dateWords } from '../../day-words.ts';
import { meet } from '#domain/connections/meet.server.ts';
import { guessesHandles, noteWrongHandle } from '#domain/people/handle-guesses.server.ts';
import { asOnlooker, findProfile } from '#domain/people/profile.server.ts';
import { statementWords } from '#domain/people/work-rules.ts';
import { findWork } from '#domain/people/work.server.ts';

// Absent alike: nobody of that handle, no professional, and one whose role the viewer may not see.
export const load: PageServerLoad = async (event) => {
  const { locals, params } = event;
  const address = event.getClientAddress();
  if (await guessesHandles(locals.ctx, address)) error(429);
  const profile = await findProfile(locals.ctx, params.handle);
  const work = profile && (await findWork(locals.ctx, profile.id));
  if (!profile || !work || !(await meet(locals.ctx, profile.id))) {
    await noteWrongHandle(locals.ctx, address);
    error(404);
  }
  const own = locals.ctx.viewer?.personId === profile.id;
  return {
    person: { handle: profile.handle, name: profile.name },
    said: work.statement ? statementWords(work.statement) : 'a health professional',
    checks: work.credentials.map(({ id, statement, ends, over }) => ({
      id,
      statement,
      until: dateWords(ends),
      over: over && { since: dateWords(over.since), why: over.why },
    })),
    own,
    seenByOthers:
      own && (await findWork(asOnlooker(locals.ctx, 'everyone'), profile.id)) !== undefined,
  };
};
