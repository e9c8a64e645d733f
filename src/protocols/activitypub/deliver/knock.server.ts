import { followersHeader } from '../followers-header.ts';
import { followersToTell } from './followers.server.ts';
import { signatures } from '../fedify.server.ts';
import { signingKey } from '../signing-key.server.ts';
import { rsaKeyUri } from '#domain/federation/addresses.ts';
import type { Delivery, SignsBy } from '#domain/federation/leases.server.ts';
import type { Fetched, FetchRefused } from '#platform/fetch.server.ts';
import type { Services } from '#platform/services.server.ts';

/** What a server said to a delivery, and how the request was proved that it said it to. */
export interface Answer {
  said: Fetched | FetchRefused;
  signsBy: SignsBy;
}

const contentType = 'application/activity+json';
const knocks: readonly SignsBy[] = ['rfc9421', 'draft-cavage-http-signatures-12'];

/**
 * Brings one activity to its inbox, proved in the way that the server took last; where it does not take that,
 * once more in the other way: https://swicg.github.io/activitypub-http-signature/#how-to-upgrade-supported-versions.
 */
export async function knock(
  services: Services,
  delivery: Delivery,
  known: SignsBy | null,
): Promise<Answer> {
  const first = known ?? 'rfc9421';
  const followers = await followersToTell(services, delivery);
  const said = await post(services, { ...delivery, followers }, first);
  const other = knocks.find((way) => way !== first);
  if (!other || !('status' in said) || ![400, 401, 403].includes(said.status))
    return { said, signsBy: first };
  return { said: await post(services, { ...delivery, followers }, other), signsBy: other };
}

/** What is signed by RFC 9421 besides the digest of what is sent. */
const usual = ['@method', '@target-uri', '@authority', 'host', 'date'];
const component = (value: string) => ({ value, params: {} });

async function post(
  services: Services,
  { inbox, senderUri, sealedKey, body, followers }: Delivery & { followers: string | undefined },
  spec: SignsBy,
) {
  const text = JSON.stringify(body);
  const headers = {
    'content-type': contentType,
    ...(followers && { [followersHeader]: followers }),
  };
  const request = new Request(inbox, { method: 'POST', headers });
  const { signRequest } = await signatures();
  const signed = await signRequest(
    request,
    await signingKey(services, sealedKey),
    new URL(rsaKeyUri(senderUri)),
    {
      spec,
      // By the draft everything is signed that is there.
      ...(followers && { rfc9421: { components: [...usual, followersHeader].map(component) } }),
      body: new TextEncoder().encode(text).buffer,
      currentTime: Temporal.Instant.fromEpochMilliseconds(services.clock.now().getTime()),
    },
  );
  return services.fetcher.post(inbox, {
    accept: contentType,
    contentType,
    body: text,
    headers: Object.fromEntries(signed.headers),
    deadlineMs: 10_000,
    maxBytes: 64 * 1024,
  });
}
