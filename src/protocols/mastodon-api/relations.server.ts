import { flagOf, readBody, textOf, textsIn, type Body } from './body.server.ts';
import { relationshipOf } from './entities/relationship.ts';
import { answer, notFound, refuse, tooFast } from './errors.ts';
import { person, type Call, type Needs, type Route } from './route.ts';
import { showAccounts } from './show.server.ts';
import {
  blockPerson,
  mutePerson,
  unblockPerson,
  unmutePerson,
} from '#domain/connections/blocks.server.ts';
import { listFamiliar } from '#domain/connections/familiar.server.ts';
import {
  followPerson,
  removeFollower,
  unfollowPerson,
  type FollowWishes,
} from '#domain/connections/follows.server.ts';
import { endorsePerson, notePerson } from '#domain/connections/notes.server.ts';
import { listRelations } from '#domain/connections/relations.server.ts';
import { adviseLater } from '#domain/notifications/advice-notes.server.ts';
import { findLanguage } from '#domain/people/languages.ts';

const [follows, blocks, mutes, accounts] = [
  person('write:follows'),
  person('write:blocks'),
  person('write:mutes'),
  person('write:accounts'),
];

type Change = (call: Call, id: string, body: Body) => Promise<Refused | object | undefined>;
interface Refused {
  refused: keyof typeof refusals;
}

const change = (verb: string, needs: Needs, act: Change): Route => ({
  ...{ method: 'POST', path: `/api/v1/accounts/:id/${verb}`, needs },
  answer: (call) => changed(call, act),
});

/** What apps say and ask about what is between people. */
export const relationRoutes: readonly Route[] = [
  {
    ...{ method: 'GET', path: '/api/v1/accounts/relationships', needs: person('read:follows') },
    answer: relationships,
  },
  {
    ...{
      method: 'GET',
      path: '/api/v1/accounts/familiar_followers',
      needs: person('read:follows'),
    },
    answer: familiarFollowers,
  },
  change('follow', follows, follow),
  change('unfollow', follows, ({ ctx }, id) => unfollowPerson(ctx, id)),
  change('remove_from_followers', follows, ({ ctx }, id) => removeFollower(ctx, id)),
  change('block', blocks, ({ ctx }, id) => blockPerson(ctx, id)),
  change('unblock', blocks, ({ ctx }, id) => unblockPerson(ctx, id)),
  change('mute', mutes, mute),
  change('unmute', mutes, ({ ctx }, id) => unmutePerson(ctx, id)),
  change('note', accounts, ({ ctx }, id, body) =>
    notePerson(ctx, id, textOf(body, 'comment') ?? ''),
  ),
  ...['pin', 'endorse'].map((verb) => change(verb, accounts, endorse)),
  ...['unpin', 'unendorse'].map((verb) =>
    change(verb, accounts, ({ ctx }, id) => endorsePerson(ctx, id, false)),
  ),
];

const refusals = {
  signIn: notFound,
  gone: notFound,
  self: () => refuse(403, 'This action is not allowed'),
  tooFast: () => tooFast(60 * 60),
  tooLong: () => refuse(422, 'Validation failed: Comment is too long'),
  notText: () => refuse(422, 'Validation failed: Comment is not well-formed'),
  languages: () => refuse(422, 'Validation failed: Languages are not known'),
  notFollowed: () =>
    refuse(422, 'Validation failed: You must be already following the person you want to endorse'),
} as const;

/** Does it, and says what is between the two now. */
async function changed(call: Call, act: Change): Promise<Response> {
  const { ctx, params, request } = call;
  const body = await readBody(request);
  if (body instanceof Response) return body;
  const id = params['id'] ?? '';
  const done = await act(call, id, body);
  if (done && 'refused' in done) return refusals[done.refused as Refused['refused']]();
  const [relation] = await listRelations(ctx, [id]);
  return relation ? answer(relationshipOf(relation)) : notFound();
}

async function follow({ ctx }: Call, id: string, body: Body) {
  const [boosts, notify] = [flagOf(body, 'reblogs'), flagOf(body, 'notify')];
  const languages = textsIn(body, 'languages')?.filter(Boolean);
  if (languages?.some((code) => !findLanguage(code))) return { refused: 'languages' as const };
  const wishes: FollowWishes = {
    ...(boosts !== undefined && { boosts }),
    ...(notify !== undefined && { notify }),
    ...(languages && { languages: [...new Set(languages)] }),
  };
  const done = await followPerson(ctx, id, wishes);
  if (ctx.viewer && 'state' in done)
    await adviseLater(ctx, { personId: ctx.viewer.personId, followedId: id });
  return done;
}

const longestMute = 10 * 365 * 24 * 60 * 60;

/** `duration` in seconds; 0, and what is no number, until it is taken back. */
async function mute({ ctx }: Call, id: string, body: Body) {
  const asked = Math.trunc(Number(textOf(body, 'duration') ?? 0));
  const seconds = Number.isFinite(asked) ? Math.min(Math.max(asked, 0), longestMute) : 0;
  return mutePerson(ctx, id, { notifications: flagOf(body, 'notifications') ?? true, seconds });
}

/** Only whom one follows: who is there and is not followed is told apart from nobody. */
async function endorse({ ctx }: Call, id: string) {
  const no = await endorsePerson(ctx, id, true);
  if (no?.refused !== 'gone') return no;
  return (await listRelations(ctx, [id])).length > 0 ? { refused: 'notFollowed' as const } : no;
}

const mostAsked = 80;

/** The ids of a query, `id[]` or `id`. */
export function idsIn({ query }: Pick<Call, 'query'>): string[] {
  return [...query.getAll('id[]'), ...query.getAll('id')].slice(0, mostAsked);
}

async function relationships(call: Call): Promise<Response> {
  return answer((await listRelations(call.ctx, idsIn(call))).map(relationshipOf));
}

async function familiarFollowers(call: Call): Promise<Response> {
  const familiar = await listFamiliar(call.ctx, idsIn(call));
  const shown = familiar.map(async ({ id, followers }) => ({
    id,
    accounts: await showAccounts(call.ctx, followers),
  }));
  return answer(await Promise.all(shown));
}
