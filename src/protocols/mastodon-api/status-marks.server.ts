import { readBody, textOf } from './body.server.ts';
import { orBoosted } from './boosted.server.ts';
import { quotersFromClients } from './entities/posting.ts';
import { answer, notFound, refuse, tooFast } from './errors.ts';
import { person, type Call, type Route } from './route.ts';
import { showLines, showPost } from './show.server.ts';
import {
  boostPost,
  findBoostLine,
  unboostPost,
  type BoostVisibility,
} from '#domain/posts/boosts.server.ts';
import * as marks from '#domain/posts/marks.server.ts';
import { revokeQuote } from '#domain/posts/quotes.server.ts';
import { findPost } from '#domain/posts/read.server.ts';
import { replyRights } from '#domain/posts/rules.ts';

const one = '/api/v1/statuses/:id';
const favourites = person('write:favourites');
const bookmarks = person('write:bookmarks');
const accounts = person('write:accounts');
const mutes = person('write:mutes');
const statuses = person('write:statuses');

/** What people do with a post. Each answers with the post as it stands then. */
export const statusMarkRoutes: readonly Route[] = [
  { method: 'POST', path: `${one}/reblog`, needs: statuses, answer: boost },
  marking('unreblog', statuses, unboostPost),
  marking('favourite', favourites, marks.favouritePost),
  marking('unfavourite', favourites, marks.unfavouritePost),
  marking('bookmark', bookmarks, marks.bookmarkPost),
  marking('unbookmark', bookmarks, marks.unbookmarkPost),
  marking('pin', accounts, marks.pinPost),
  marking('unpin', accounts, marks.unpinPost),
  marking('mute', mutes, marks.muteThread),
  marking('unmute', mutes, marks.unmuteThread),
  marking('fold', statuses, (ctx, id) => marks.foldReply(ctx, { id, folded: true })),
  marking('unfold', statuses, (ctx, id) => marks.foldReply(ctx, { id, folded: false })),
  { method: 'PUT', path: `${one}/interaction_policy`, needs: statuses, answer: changeRights },
  {
    ...{ method: 'POST', path: `${one}/quotes/:quoting/revoke`, needs: statuses },
    answer: revoke,
  },
];

type Mark = (
  ctx: Call['ctx'],
  id: string,
) => Promise<{ refused: 'gone' | 'notOwn' | 'direct' | 'tooMany' } | undefined>;

function marking(name: string, needs: Route['needs'], mark: Mark): Route {
  return {
    ...{ method: 'POST', path: `${one}/${name}`, needs },
    answer: orBoosted(async (call) => {
      const no = await mark(call.ctx, call.params['id'] ?? '');
      if (!no) return show(call, call.params['id'] ?? '');
      return no.refused === 'gone'
        ? notFound()
        : refuse(422, `Validation failed: ${pinWords[no.refused]}`);
    }),
  };
}

const pinWords = {
  notOwn: "Someone else's post cannot be pinned",
  direct: 'Posts that are only visible to mentioned users cannot be pinned',
  tooMany: 'You have already pinned the maximum number of posts',
} as const;

async function show({ ctx }: Call, id: string): Promise<Response> {
  const view = await findPost(ctx, id);
  return view ? answer(await showPost(ctx, view)) : notFound();
}

const boostVisibilities: Readonly<Record<string, BoostVisibility>> = {
  public: 'public',
  unlisted: 'unlisted',
  private: 'followers',
};

async function boost({ ctx, params, request }: Call): Promise<Response> {
  const body = await readBody(request);
  if (body instanceof Response) return body;
  const visibility = boostVisibilities[textOf(body, 'visibility') || 'public'];
  if (!visibility) return refuse(422, 'Validation failed: Visibility is not included in the list');
  const id = params['id'] ?? '';
  const boosted = await findBoostLine(ctx, id);
  const made = await boostPost(ctx, { id: boosted?.post.id ?? id, visibility });
  if ('refused' in made) return made.refused === 'gone' ? notFound() : tooFast(10 * 60);
  const [shown] = await showLines(ctx, [made]);
  return answer(shown ?? {});
}

/** `quote_approval_policy` as Mastodon has it; `replies_policy`, who may answer, is ours. */
async function changeRights(call: Call): Promise<Response> {
  const body = await readBody(call.request);
  if (body instanceof Response) return body;
  const [quoting, answering] = [
    textOf(body, 'quote_approval_policy'),
    textOf(body, 'replies_policy'),
  ];
  const quotes = quoting ? quotersFromClients(quoting) : undefined;
  const repliesFrom = replyRights.find((right) => right === answering);
  const id = call.params['id'] ?? '';
  if ((quoting && !quotes) || (answering && !repliesFrom) || (!quotes && !repliesFrom))
    return (await findPost(call.ctx, id))
      ? refuse(422, 'Validation failed: Policy is not included in the list')
      : notFound();
  const no = await marks.changeRights(call.ctx, {
    id,
    ...(quotes && { quotes }),
    ...(repliesFrom && { repliesFrom }),
  });
  return no ? notFound() : show(call, id);
}

async function revoke(call: Call): Promise<Response> {
  const { id = '', quoting: quotingId = '' } = call.params;
  const no = await revokeQuote(call.ctx, { id, quotingId });
  return no ? notFound() : show(call, quotingId);
}
