import { applicationOf, newApplicationOf } from './entities/application.ts';
import { answer, notFound, refuse, tooFast } from './errors.ts';
import { one, readFields, type Fields } from './fields.server.ts';
import type { Call, Route } from './route.ts';
import { readApp, registerApp, type AppFault, type AppWords } from '#domain/apps/apps.server.ts';
import { vapidKey } from '#domain/notifications/vapid.server.ts';
import { longestName } from '#domain/apps/name-rules.ts';

/** Where an app introduces itself, and asks what is known of it. */
export const appRoutes: readonly Route[] = [
  { method: 'POST', path: '/api/v1/apps', needs: { token: 'none' }, answer: register },
  {
    method: 'GET',
    path: '/api/v1/apps/verify_credentials',
    needs: { token: 'app', scopes: 'any' },
    answer: verify,
  },
];

const words: Readonly<Record<AppFault, string>> = {
  name: `Client name must have 1 to ${longestName} characters`,
  redirectUris:
    'Redirect URIs must be https, a scheme of the app’s own, or http on the device itself, at most ten',
  scopes: 'Scopes do not match the scopes of this server',
  website: 'Website must be an http(s) address',
};

async function register({ ctx, request, address }: Call): Promise<Response> {
  const fields = await readFields(request, { address: true });
  if (fields instanceof Response) return fields;
  const said = appWordsIn(fields);
  if (!said) return refuse(422, 'Validation failed: a parameter came more than once');
  const made = await registerApp(ctx, said, address);
  if (!('refused' in made)) return answer(newApplicationOf(made, await vapidKey(ctx)));
  if (made.refused === 'tooFast') return tooFast(60 * 60);
  return refuse(422, `Validation failed: ${words[made.refused]}`);
}

/** `redirect_uris` is a list, or one text with an address a line; the older name of a single one counts too. */
function appWordsIn(fields: Fields): AppWords | undefined {
  const name = one(fields, 'client_name');
  const scopes = one(fields, 'scopes');
  const website = one(fields, 'website');
  const method = one(fields, 'token_endpoint_auth_method');
  if (name === undefined || scopes === undefined || website === undefined) return undefined;
  const uris = (fields.get('redirect_uris') ?? []).flatMap((text) => text.split(/\s+/));
  return { name, scopes, website, redirectUris: uris, secret: method !== 'none' };
}

async function verify({ ctx, bearer }: Call): Promise<Response> {
  const app = bearer && (await readApp(ctx, bearer.appId));
  return app ? answer(applicationOf(app, await vapidKey(ctx))) : notFound();
}
