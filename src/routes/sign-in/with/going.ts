import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { onwards, setCookies, visitOf } from '../../account.ts';
import { wordsOf } from './said.ts';
import { safeNext, withNext } from '#domain/people/next.ts';
import { beginOutside, comeBack, type OutsideTry } from '#domain/people/outside-sign-in.server.ts';
import { findLogin } from '#domain/people/sign-in.server.ts';

/** Answers a form that leads to a service: where to, or the form again with what is wrong. */
export async function goTo(event: RequestEvent, about: OutsideTry) {
  const answer = await beginOutside(event.locals.ctx, about, visitOf(event));
  if ('refused' in answer) {
    if (answer.refused === 'gone') error(404);
    const server = about.server ?? '';
    const words = wordsOf(answer.refused, server || 'This service') ?? '';
    return fail(answer.refused === 'tooFast' ? 429 : 400, { words, server });
  }
  setCookies(event.cookies, answer.cookies);
  // A form's answer may not lead to another site (form-action 'self'): the next page does.
  return { to: answer.to, name: answer.name };
}

/** Takes what a service sent the browser back with, and leads on; the code leaves the address bar. */
export async function returned(
  event: RequestEvent,
  { provider, host }: { provider: string; host?: string },
): Promise<never> {
  const { locals, request, url, cookies } = event;
  const login = await findLogin(locals.ctx, request.headers.get('cookie'));
  const about = { provider, host, search: url.searchParams, login };
  const answer = await comeBack(locals.ctx, about, visitOf(event));
  setCookies(cookies, answer.cookies);
  const next = safeNext(answer.next);
  if ('letIn' in answer) {
    setCookies(cookies, answer.letIn.cookies);
    redirect(303, onwards(answer.letIn, next));
  }
  if ('arrival' in answer) redirect(303, '/sign-in/with/address');
  if ('connected' in answer) redirect(303, '/settings/ways-in/outside?connected');
  if (answer.connecting) redirect(303, `/settings/ways-in/outside?said=${answer.refused}`);
  redirect(
    303,
    withNext(`/sign-in/with/${encodeURIComponent(provider)}?said=${answer.refused}`, next),
  );
}
