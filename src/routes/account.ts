import { error, redirect, type Cookies, type RequestEvent } from '@sveltejs/kit';
import { withNext } from '#domain/people/next.ts';
import {
  findLogin,
  type LetIn,
  type Login,
  type OwnCookie,
  type Visit,
} from '#domain/people/sign-in.server.ts';

const minute = 60 * 1000;
/** How long one showing that it is oneself lasts: to open a page, and to finish what was begun there. */
const lasts = { GET: 10 * minute, POST: 30 * minute } as const;

/** What a request tells of where it comes from. */
export function visitOf({ request, getClientAddress }: RequestEvent): Visit {
  return {
    address: getClientAddress(),
    agent: request.headers.get('user-agent') ?? '',
    cookies: request.headers.get('cookie'),
  };
}

/** Sets the cookies that a verb answered with, or takes them away. */
export function setCookies(cookies: Cookies, own: OwnCookie[]): void {
  for (const { name, value, options } of own) cookies.set(name, value, options);
}

/** Where somebody goes who was let in: to the second step, or on. The sign-in page knows who has no handle yet. */
export function onwards({ step }: LetIn, next: string): string {
  return withNext(step === 'second' ? '/sign-in/second-step' : '/sign-in', next);
}

/** The login of whoever is signed in; others go and sign in first. */
export async function signedIn({ locals, request, url }: RequestEvent): Promise<Login> {
  const login = await findLogin(locals.ctx, request.headers.get('cookie'));
  if (!login) redirect(303, withNext('/sign-in', url.pathname + url.search));
  return login;
}

/**
 * The login of whoever has just shown that it is them, as every sensitive page and act needs it;
 * others show it first and come back.
 */
export async function provedLogin(event: RequestEvent): Promise<Login> {
  const login = await signedIn(event);
  if (provedLately(event, login)) return login;
  const { pathname, search } = event.url;
  const back = event.request.method === 'GET' ? pathname + search : pathname;
  redirect(303, withNext('/settings/prove', back));
}

/** Whether a login has shown that it is its owner, lately enough for what is asked. */
export function provedLately({ locals, request }: RequestEvent, { proved }: Login): boolean {
  const age = locals.ctx.clock.now().getTime() - proved.getTime();
  return age <= lasts[request.method === 'GET' ? 'GET' : 'POST'];
}

/** An operator who has just shown that it is them; to everybody else the page is absent. */
export async function provedOperator(event: RequestEvent): Promise<Login> {
  if (!event.locals.ctx.viewer?.operator) error(404);
  return provedLogin(event);
}
