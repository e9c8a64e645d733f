import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { signedIn } from '../../account.ts';
import { dateWords } from '../../day-words.ts';
import { publicWords } from '../public-words.ts';
import { findBetween, type Between } from './between.ts';
import type { Actions, PageServerLoad } from './$types';
import { answersIn } from '#domain/boundaries/moment.ts';
import { emergencyFor } from '#domain/boundaries/emergency.server.ts';
import { momentWith } from '#domain/boundaries/moment-shown.server.ts';
import type { Answers } from '#domain/boundaries/questions.ts';
import { askToBefriend, type AskRefused } from '#domain/connections/friend-requests.server.ts';
import { meetByHandle } from '#domain/connections/meet.server.ts';
import { findProfile } from '#domain/people/profile.server.ts';
import { findWork } from '#domain/people/work.server.ts';
import { statementWords } from '#domain/people/work-rules.ts';
import { findAuthors } from '#domain/posts/authors.server.ts';
import { onlyRendered } from '#ui/only-rendered.ts';

type Event = RequestEvent<{ handle: string }>;

async function other({ locals, params }: Event) {
  const met = await meetByHandle(locals.ctx, params.handle);
  if (!met || met.kind === 'group' || met.id === locals.ctx.viewer?.personId) error(404);
  return met;
}

async function momentOf({ locals }: Event, handle: string, between: Between, answers?: Answers) {
  const initiator = between.state === 'asked' ? 'them' : 'me';
  if (between.state !== 'asked' && between.state !== 'nothing') return null;
  return momentWith(locals.ctx, handle, { channel: 'friend', initiator }, answers);
}

/** Who it is, from what the viewer may see; what is between the two; and the moment, if there is anything to ask. */
export const load: PageServerLoad = async (event) => {
  await signedIn(event);
  const { ctx } = event.locals;
  if (!ctx.viewer) redirect(303, '/welcome');
  const { id, handle, name, host } = await other(event);
  const between = await findBetween(ctx, id);
  const [work, profile] = [await findWork(ctx, id), await findProfile(ctx, handle)];
  return onlyRendered(event, {
    person: {
      handle,
      name,
      picture: (await findAuthors(ctx, [id])).get(id)?.avatar ?? null,
      work: work?.statement ? statementWords(work.statement) : undefined,
      checked: work?.credentials.some(({ kind, over }) => kind !== 'orcid' && !over) ?? false,
    },
    elsewhere: host ?? undefined,
    hint: work && profile ? publicWords(profile, work) : undefined,
    between,
    moment: host === null ? await momentOf(event, handle, between) : null,
    emergency: await emergencyFor(ctx, [{ handle }]),
    origin: ctx.config.origin,
  });
};

export const actions: Actions = {
  // Read in memory for the page that answers; kept and logged nowhere.
  advise: async (event) => {
    await signedIn(event);
    const answers = answersIn(await event.request.formData());
    const { id, handle } = await other(event);
    const between = await findBetween(event.locals.ctx, id);
    return { moment: await momentOf(event, handle, between, answers) };
  },
  ask: async (event) => {
    await signedIn(event);
    const note = (await event.request.formData()).get('note');
    const { id } = await other(event);
    const words = typeof note === 'string' ? note : '';
    const done = await askToBefriend(event.locals.ctx, { id, note: words });
    if ('refused' in done) return fail(422, { says: refusedWords(done), note: words });
    redirect(303, `/friends?did=${done.state === 'friends' ? 'accepted' : 'sent'}`);
  },
};

function refusedWords(refusal: AskRefused): string {
  if (refusal.refused === 'tooSoon')
    return `You have asked before. You can ask again from ${dateWords(refusal.again)}.`;
  return refusedSentences[refusal.refused];
}

const refusedSentences: Record<Exclude<AskRefused['refused'], 'tooSoon'>, string> = {
  signIn: 'You are not signed in any more. Please sign in, and ask again.',
  gone: 'There is nobody here by this name any more. Nothing was sent.',
  self: 'This is you.',
  elsewhere: 'People on other servers cannot be pocket friends yet. Nothing was sent.',
  tooFast: 'You have asked many people today. Please wait until tomorrow; nothing was sent.',
  tooLong: 'Your words are longer than 300 characters. Please make them shorter.',
  notText: 'There is something in your words that we cannot keep. Please type them again.',
};
