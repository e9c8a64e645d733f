import { error, fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { dateWords } from '../../day-words.ts';
import { ownProfile, tooFast } from '../own-profile.ts';
import { signedIn } from '../../account.ts';
import { tooFast as tooFastToday, enough } from './professional.ts';
import {
  listOwnCredentials,
  showOrcid,
  withdrawCredential,
} from '#domain/people/credentials.server.ts';
import { askToLookAtPage } from '#domain/people/institution-page.server.ts';
import { findOrcid } from '#domain/people/outside.server.ts';
import {
  findRegisterRequest,
  withdrawRegisterRequest,
} from '#domain/people/register-checks.server.ts';
import { findRegister } from '#domain/people/registers.ts';
import { fieldsOf, readForm, typedIn } from '#domain/people/rules.ts';
import { statementForm } from '#domain/people/work-rules.ts';
import { findWork, forgetWork, keepsWork, sayWork } from '#domain/people/work.server.ts';

export const load: PageServerLoad = async (event) => {
  const { handle, id, roles } = await ownProfile(event);
  const login = await signedIn(event);
  const { ctx } = event.locals;
  const work = await findWork(ctx, id);
  const checks = await listOwnCredentials(ctx);
  const request = await findRegisterRequest(ctx);
  return {
    handle,
    professional: work !== undefined,
    audience: roles.find(({ role }) => role === 'professional')?.audience ?? 'nobody',
    statement: work?.statement ?? null,
    keeps: await keepsWork(ctx),
    checks: checks.map(({ id, kind, subject, statement, ends, over }) => ({
      id,
      kind,
      statement,
      // The register's own words say more than its id, and an ORCID iD stands in the sentence.
      subject: kind === 'register' ? (findRegister(subject)?.whole ?? '') : subject,
      until: dateWords(ends),
      over: over && { since: dateWords(over.since), why: over.why },
    })),
    request: request && { register: request.register.whole, asked: dateWords(request.asked) },
    orcid: (await findOrcid(ctx, login.id))?.iD,
    done: event.url.searchParams.get('done'),
  };
};

const orcidWords = {
  notConnected: 'There is no account at ORCID that is connected to yours.',
  long: 'You last signed in at ORCID more than a year ago. Sign in with it once more, then press this again.',
};

const pageWords = {
  tooFast: tooFastToday,
  enough,
  notAPage: 'This page cannot be looked at any more.',
  notAHost: 'This page cannot be looked at any more.',
  anybodysPages: 'This page cannot be looked at any more.',
};

const done = (what: string) => redirect(303, `/settings/work?done=${what}`);

export const actions: Actions = {
  say: async ({ locals, request }) => {
    const form = await request.formData();
    const typed = typedIn(form).text;
    const read = readForm(statementForm, fieldsOf(form));
    if ('faults' in read) return fail(400, { faults: read.faults, typed });
    const no = await sayWork(locals.ctx, read.value);
    if (no?.refused === 'gone') error(401);
    if (no) return fail(429, { faults: { profession: tooFast }, typed });
    return done('said');
  },
  orcid: async (event) => {
    const login = await signedIn(event);
    const no = await showOrcid(event.locals.ctx, login.id);
    if (no?.refused === 'gone') error(401);
    return no ? fail(409, { faults: { orcid: orcidWords[no.refused] } }) : done('orcid');
  },
  look: async (event) => {
    const page = String((await event.request.formData()).get('page') ?? '');
    const from = event.getClientAddress();
    const no = await askToLookAtPage(event.locals.ctx, { page, from });
    if (no?.refused === 'gone') error(401);
    if (no) return fail(409, { faults: { checks: pageWords[no.refused] } });
    redirect(303, '/settings/work/page');
  },
  withdraw: async ({ locals, request }) => {
    const id = String((await request.formData()).get('id') ?? '');
    await withdrawCredential(locals.ctx, id);
    return done('withdrawn');
  },
  unask: async ({ locals }) => {
    await withdrawRegisterRequest(locals.ctx);
    return done('unasked');
  },
  forget: async ({ locals }) => {
    const no = await forgetWork(locals.ctx);
    if (no) error(401);
    return done('forgotten');
  },
};
