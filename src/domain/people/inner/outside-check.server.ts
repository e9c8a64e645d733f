import { authorizationCodeGrant } from 'openid-client';
import { outsideFault, type OutsideFault } from './outside-client.server.ts';
import type { Provider } from './outside-provider.server.ts';
import { openService, type Service } from './outside-service.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** What a look at a provider found: it works, we cannot tell more from here, or what is wrong. */
export interface Checked {
  state: 'good' | 'unsure' | 'wrong';
  words: string;
}

/**
 * Looks at a provider as somebody's sign-in would: reads what it says of itself, then brings a code that
 * we made up. A service that knows us refuses the code; one that does not refuses us.
 */
export async function checkService(ctx: Ctx, provider: Provider): Promise<Checked> {
  const service = await openService(ctx, provider);
  if ('refused' in service)
    return { state: 'wrong', words: discoveryWords(service.refused, provider) };
  const odd = oddEndpoint(service);
  if (odd) return { state: 'wrong', words: odd };
  return grantWords[await bringMadeUpCode(service)](provider.name);
}

function discoveryWords(fault: OutsideFault, { issuer, name }: Provider): string {
  const well = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  if (fault === 'unreachable')
    return `${name} does not answer at ${well}. It may be down for a moment, the address may have a slip in it, or it is not on the public web.`;
  return `What stands at ${well} is not what a service like this says of itself, or it speaks for another address than ${issuer}. Compare the address letter by letter.`;
}

function oddEndpoint({ config, name }: Service): string | undefined {
  const { authorization_endpoint: page, token_endpoint: token } = config.serverMetadata();
  const missing = !page || !token;
  return missing
    ? `${name} does not say where people sign in. It cannot be used like this.`
    : undefined;
}

async function bringMadeUpCode(service: Service): Promise<OutsideFault> {
  const answer = new URL(service.callback);
  const { issuer } = service.config.serverMetadata();
  answer.search = new URLSearchParams({
    code: 'made-up-to-try',
    state: 'try',
    iss: issuer,
  }).toString();
  const checks = { expectedState: 'try', pkceCodeVerifier: 'a'.repeat(43) };
  return authorizationCodeGrant(service.config, answer, checks).then(() => 'mangled', outsideFault);
}

const grantWords: Record<OutsideFault, (name: string) => Checked> = {
  code: (name) => ({
    state: 'good',
    words: `${name} answers, and it knows this place. All is well.`,
  }),
  client: (name) => ({
    state: 'wrong',
    words: `${name} answers, but it does not know this client ID and secret. Copy both once more.`,
  }),
  unreachable: (name) => ({
    state: 'wrong',
    words: `${name} says where it is, but does not answer there just now. Try again in a few minutes.`,
  }),
  denied: unsure,
  mangled: unsure,
};

function unsure(name: string): Checked {
  const words = `${name} answers. Whether the secret is right, only a real sign-in can tell: try one in a private window.`;
  return { state: 'unsure', words };
}
