import { readBody, textsIn } from './body.server.ts';
import { pollEntityOf } from './entities/poll.ts';
import { answer, notFound, refuse } from './errors.ts';
import { anybody, person, type Call, type Route } from './route.ts';
import { vote, type VoteRefused } from '#domain/posts/polls.server.ts';
import { findPost } from '#domain/posts/read.server.ts';

/** Polls: read, and voted in. A poll's number is its post's. */
export const pollRoutes: readonly Route[] = [
  { method: 'GET', path: '/api/v1/polls/:id', needs: anybody('read:statuses'), answer: read },
  {
    ...{ method: 'POST', path: '/api/v1/polls/:id/votes', needs: person('write:statuses') },
    answer: choose,
  },
];

async function read({ ctx, params }: Call): Promise<Response> {
  const view = await findPost(ctx, params['id'] ?? '');
  if (!view?.poll) return notFound();
  return answer(pollEntityOf(view.id, view.poll, ctx.viewer !== null));
}

async function choose(call: Call): Promise<Response> {
  const body = await readBody(call.request);
  if (body instanceof Response) return body;
  const choices = (textsIn(body, 'choices') ?? []).map((one) =>
    /^\d{1,2}$/.test(one) ? Number(one) : -1,
  );
  const no = await vote(call.ctx, { id: call.params['id'] ?? '', choices });
  if (!no) return read(call);
  return no.refused === 'gone'
    ? notFound()
    : refuse(422, `Validation failed: ${voteWords[no.refused]}`);
}

const voteWords = {
  own: 'You cannot vote in your own polls',
  ended: 'The poll has already ended',
  twice: 'You have already voted on this poll',
  choice: 'The chosen vote option does not exist',
} as const satisfies Record<Exclude<VoteRefused['refused'], 'gone'>, string>;
