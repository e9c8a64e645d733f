import { readBody, textOf } from './body.server.ts';
import { tokenOf } from './entities/token.ts';
import { answer, refuse, tooFast } from './errors.ts';
import type { Call, Route } from './route.ts';
import {
  handleFaults,
  passwordFaults,
  readSignUp,
  type SignUpFault,
  type SignUpFaults,
} from './sign-up-form.ts';
import { isWaiting, sendLetterAgain, signUpWithToken } from '#domain/apps/sign-ups.server.ts';
import { findBearer } from '#domain/apps/tokens.server.ts';
import { readSettings } from '#domain/house/settings.server.ts';
import { addressForm, readForm } from '#domain/people/rules.ts';

const open = { token: 'none' } as const;

/**
 * Joining from an app. The token that it is given waits: `letThrough` knows it only once its person is in,
 * so the two routes about the letter look for it themselves.
 */
export const signUpRoutes: readonly Route[] = [
  {
    ...{ method: 'POST', path: '/api/v1/accounts' },
    ...{ needs: { token: 'app', scopes: ['write:accounts'] }, answer: signUp },
  },
  { method: 'POST', path: '/api/v1/emails/confirmations', needs: open, answer: again },
  { method: 'GET', path: '/api/v1/emails/check_confirmation', needs: open, answer: check },
];

const halfAnHour = 30 * 60;
const closed = 'Joining is by invitation here: bring its end as invite_code, or open its link';

/** Says the same for every address, in the same bytes but for the token. */
async function signUp({ ctx, request, address, bearer }: Call): Promise<Response> {
  if (!bearer || bearer.viewer) return refuse(403, 'This method is for an app’s own token');
  const body = await readBody(request, { address: false });
  if (body instanceof Response) return body;
  const read = readSignUp(body, await readSettings(ctx), ctx.clock.now());
  if ('faults' in read) return invalid(read.faults);
  const given = await signUpWithToken(ctx, bearer, { ...read, address });
  if (!('refused' in given)) return answer(tokenOf(given));
  switch (given.refused) {
    case 'weak':
      return invalid({ password: [passwordFaults[given.fault]] });
    case 'taken':
      return invalid({ username: [handleFaults.taken] });
    case 'tooFast':
      return tooFast(halfAnHour);
    case 'otherAddress':
      return refuse(403, 'This invitation is for another address');
    case 'notInvited':
      return refuse(403, closed);
    case 'app':
      return refuse(401, 'The access token is invalid');
  }
}

const names: Readonly<Record<string, string>> = {
  username: 'Username',
  email: 'E-mail address',
  password: 'Password',
  agreement: 'Agreement to the rules',
  reason: 'A word to whoever looks after the place',
  date_of_birth: 'Date of birth',
};

function invalid(details: SignUpFaults): Response {
  const said = Object.entries(details).flatMap(([field, faults]: [string, SignUpFault[]]) =>
    faults.map(({ description }) => `${names[field] ?? field} ${description}`),
  );
  return answer({ error: `Validation failed: ${said.join(', ')}`, details }, 422);
}

/** The token of a call that waits for a letter to be answered, or that is somebody's; or the answer for neither. */
async function tokenIn({ ctx, request }: Call): Promise<{ waits?: string } | Response> {
  const token = /^Bearer +([\w-]{43})$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  if (token && (await isWaiting(ctx, token))) return { waits: token };
  if (token && (await findBearer(ctx, token))?.viewer) return {};
  const headers = { 'www-authenticate': 'Bearer error="invalid_token"' };
  return refuse(401, 'The access token is invalid', { headers });
}

const confirmed = 'This method is only available while the e-mail is awaiting confirmation';

async function again(call: Call): Promise<Response> {
  const token = await tokenIn(call);
  if (token instanceof Response) return token;
  if (!token.waits) return refuse(403, confirmed);
  const body = await readBody(call.request, { address: false });
  if (body instanceof Response) return body;
  const typed = textOf(body, 'email');
  const read = typed ? readForm(addressForm, { email: typed }) : undefined;
  if (read && 'faults' in read) return refuse(422, 'Validation failed: this is no e-mail address');
  const no = await sendLetterAgain(call.ctx, token.waits, read?.value.email);
  return no ? tooFast(halfAnHour) : answer({});
}

/** True once somebody is in. */
async function check(call: Call): Promise<Response> {
  const token = await tokenIn(call);
  if (token instanceof Response) return token;
  return new Response(String(!token.waits), {
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
  });
}
