import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod';
import { signedIn } from '../../account.ts';
import { momentWords } from '../../day-words.ts';
import type { Actions, PageServerLoad } from './$types';
import { findSide } from '#domain/boundaries/standing.server.ts';
import { readContacts, shareContact } from '#domain/connections/contacts.server.ts';
import { unfriend } from '#domain/connections/friends.server.ts';
import { meetByHandle } from '#domain/connections/meet.server.ts';
import { appointmentForm } from '#domain/connections/meeting-rules.ts';
import {
  answerMeeting,
  listMeetings,
  proposeMeeting,
} from '#domain/connections/meetings.server.ts';

const saidWords: Readonly<Record<string, string>> = {
  contact: 'That is kept.',
  proposed: 'Your friend is told that you would like to meet.',
  answered: 'Your friend is told that something about the meeting changed.',
};

export const load: PageServerLoad = async (event) => {
  const { ctx, met } = await friendOf(event);
  const contacts = await readContacts(ctx, met.id);
  if ('refused' in contacts) error(404);
  return {
    person: { handle: met.handle, name: met.name },
    contacts,
    zone: ctx.viewer?.zone ?? 'UTC',
    meetings: (await listMeetings(ctx, met.id)).map(({ at, friendId: _ours, ...meeting }) => ({
      ...meeting,
      when: momentWords(at),
    })),
    advised: (await findSide(ctx, met.handle)) !== null,
    said: saidWords[event.url.searchParams.get('said') ?? ''],
  };
};

/** The friend of an address; absent alike for nobody, somebody else, and who may not be met. */
async function friendOf(event: RequestEvent) {
  await signedIn(event);
  const { ctx } = event.locals;
  const met = await meetByHandle(ctx, event.params['handle'] ?? '');
  if (!met) error(404);
  return { ctx, met, at: `/@${met.handle}/friend` };
}

export const actions: Actions = {
  contact: async (event) => {
    const { ctx, met, at } = await friendOf(event);
    const text = String((await event.request.formData()).get('text') ?? '');
    const no = await shareContact(ctx, { friendId: met.id, text });
    if (!no) redirect(303, `${at}?said=contact`);
    if (no.refused === 'tooLong' || no.refused === 'notText')
      return fail(400, { faults: { text: 'Up to 500 characters of text, please.' }, text });
    return error(404);
  },
  propose: async (event) => {
    const { ctx, met, at } = await friendOf(event);
    const typed = Object.fromEntries(await event.request.formData());
    const read = appointmentForm.safeParse(typed);
    if (!read.success) return fail(400, { faults: faultsOf(read.error), typed });
    const done = await proposeMeeting(ctx, { friendId: met.id, ...read.data });
    if (!('refused' in done)) redirect(303, `${at}?said=proposed`);
    if (done.refused === 'tooFast') error(429);
    const faults: Record<string, Record<string, string>> = {
      noTime: { time: 'There is no such day and time in this zone.' },
      over: { date: 'Choose a time that is still to come, within a year.' },
      tooLong: { words: 'That is too long: 200 characters for the place, 500 for your words.' },
      notText: { words: 'There is something in it that is no text.' },
    };
    const shown = faults[done.refused];
    return shown ? fail(400, { faults: shown, typed }) : error(404);
  },
  yes: answers(true),
  takeBack: answers(false),
  unfriend: async (event) => {
    const { ctx, met } = await friendOf(event);
    if (await unfriend(ctx, met.id)) error(404);
    redirect(303, '/friends?did=unfriended');
  },
};

function answers(yes: boolean) {
  return async (event: RequestEvent): Promise<never> => {
    const { ctx, at } = await friendOf(event);
    const id = String((await event.request.formData()).get('id') ?? '');
    if (await answerMeeting(ctx, { id, yes })) error(404);
    redirect(303, `${at}?said=answered`);
  };
}

function faultsOf(fault: z.ZodError): Record<string, string> {
  return Object.fromEntries(fault.issues.map(({ path, message }) => [String(path[0]), message]));
}
