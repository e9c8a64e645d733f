import { createHash } from 'node:crypto';
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { COSEALG, decodeAttestationObject, isoBase64URL } from '@simplewebauthn/server/helpers';
import { z } from 'zod';
import { challengeSeconds } from './passkey-challenge.server.ts';
import type { passkey } from '../ways-schema.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** A passkey as it is kept. */
export type Passkey = typeof passkey.$inferSelect;

/** What a passkey's device told when it was made. */
export type MadePasskey = Pick<Passkey, 'id' | 'publicKey' | 'counter' | 'transports' | 'backedUp'>;

/** What every device can sign with; Node calls the newer ones an experiment still. */
const supportedAlgorithmIDs = [COSEALG.EdDSA, COSEALG.ES256, COSEALG.RS256];

const base64url = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .regex(/^[\w-]+$/);
const credential = {
  id: base64url(1400),
  rawId: base64url(1400),
  type: z.literal('public-key'),
  clientExtensionResults: z.object({}).default({}),
};

const Made = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url(4000),
    attestationObject: base64url(16_000),
    transports: z.array(z.string().max(40)).max(10).default([]),
  }),
});

const Shown = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url(4000),
    authenticatorData: base64url(4000),
    signature: base64url(8000),
    // A passkey that was asked for by its name need not tell whose it is.
    userHandle: base64url(100)
      .nullish()
      .transform((handle) => handle ?? undefined),
  }),
});

/** What a browser brings from a new passkey. */
export type Made = z.infer<typeof Made>;
/** What a browser brings from a passkey that is there already. */
export type Shown = z.infer<typeof Shown>;

/** Reads the answer to `optionsToAdd`; nothing when it is none. */
export const readMade = (text: string): Made | undefined => readJson(Made, text);
/** Reads the answer to `optionsToShow`; nothing when it is none. */
export const readShown = (text: string): Shown | undefined => readJson(Shown, text);

/** What a browser needs to ask for a passkey, as JSON: for one of `known`, or for any that it has of this place. */
export async function optionsToShow(
  { config }: Ctx,
  challenge: string,
  known: Passkey[] = [],
): Promise<string> {
  const options = await generateAuthenticationOptions({
    rpID: rpIdOf(config),
    challenge: isoBase64URL.toBuffer(challenge),
    allowCredentials: known.map(named),
    userVerification: 'required',
    timeout: challengeSeconds * 1000,
  });
  return JSON.stringify(options);
}

/** What a browser needs to make a passkey, as JSON. */
export async function optionsToAdd(
  { config }: Ctx,
  challenge: string,
  about: { place: string; loginId: string; email: string; name: string; known: Passkey[] },
): Promise<string> {
  const options = await generateRegistrationOptions({
    rpName: about.place,
    rpID: rpIdOf(config),
    userName: about.email,
    userDisplayName: about.name,
    userID: handleOf(about.loginId),
    challenge: isoBase64URL.toBuffer(challenge),
    attestationType: 'none',
    supportedAlgorithmIDs,
    excludeCredentials: about.known.map(named),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    timeout: challengeSeconds * 1000,
  });
  return JSON.stringify(options);
}

/** The challenge that an answer says it answers. */
export function challengeIn({ response }: Made | Shown): string {
  return readClientData(response.clientDataJSON)?.challenge ?? '';
}

/** What is to be kept of a new passkey; nothing when its answer does not hold. */
export async function checkMade({ config }: Ctx, made: Made): Promise<MadePasskey | undefined> {
  if (!isFromOurPage(made) || !vouchesForItself(made)) return undefined;
  const checked = await orNothing(
    verifyRegistrationResponse({
      response: made,
      expectedChallenge: challengeIn(made),
      expectedOrigin: config.origin,
      expectedRPID: rpIdOf(config),
      requireUserVerification: true,
      supportedAlgorithmIDs,
    }),
  );
  if (!checked?.verified) return undefined;
  const { credential: found, credentialBackedUp } = checked.registrationInfo;
  const { id, counter } = found;
  const publicKey = Buffer.from(found.publicKey);
  const { transports } = made.response;
  return { id, publicKey, counter, transports, backedUp: credentialBackedUp };
}

/**
 * Whether a passkey of ours signed this, with its owner's finger, face or PIN checked by the device. A
 * counter that did not go up may be a copied passkey and does not hold. Returns the new counter.
 */
export async function checkShown(
  { config }: Ctx,
  own: Passkey,
  shown: Shown,
): Promise<Pick<Passkey, 'counter' | 'backedUp'> | undefined> {
  if (!isFromOurPage(shown) || !isOwners(own, shown)) return undefined;
  const checked = await orNothing(
    verifyAuthenticationResponse({
      response: { ...shown, response: asSigned(shown) },
      expectedChallenge: challengeIn(shown),
      expectedOrigin: config.origin,
      expectedRPID: rpIdOf(config),
      credential: { id: own.id, publicKey: own.publicKey, counter: own.counter },
      requireUserVerification: true,
    }),
  );
  if (!checked?.verified) return undefined;
  const { newCounter, credentialBackedUp } = checked.authenticationInfo;
  return { counter: newCounter, backedUp: credentialBackedUp };
}

/** Whether the device means the same owner as we do, where it says whom it means. */
function isOwners(own: Passkey, { response: { userHandle } }: Shown): boolean {
  return !userHandle || Buffer.from(userHandle, 'base64url').equals(handleOf(own.loginId));
}

/** What the signature covers; whose passkey it is we have looked at ourselves. */
function asSigned({ response }: Shown) {
  const { clientDataJSON, authenticatorData, signature } = response;
  return { clientDataJSON, authenticatorData, signature };
}

const named = ({ id, transports }: Passkey) => ({ id, transports });

/** The name by which a device knows a login: always the same, and telling nothing. */
function handleOf(loginId: string): Buffer<ArrayBuffer> {
  return createHash('sha256').update(`passkey of ${loginId}`).digest();
}

const rpIdOf = ({ origin }: Ctx['config']) => new URL(origin).hostname;

/** A page of another place may show ours in a frame and ask there: such an answer is not for us. */
function isFromOurPage({ response }: Made | Shown): boolean {
  return readClientData(response.clientDataJSON)?.crossOrigin !== true;
}

/**
 * We ask for no maker's certificate. One that comes all the same is refused before it is looked at:
 * it could name an address from which its revocation list is to be fetched.
 */
function vouchesForItself({ response }: Made): boolean {
  try {
    const bytes = isoBase64URL.toBuffer(response.attestationObject);
    const attestation = decodeAttestationObject(bytes);
    const format = attestation.get('fmt');
    return format === 'none' || (format === 'packed' && !attestation.get('attStmt').get('x5c'));
  } catch {
    return false;
  }
}

const ClientData = z.object({ challenge: z.string(), crossOrigin: z.boolean().optional() });

function readClientData(text: string): z.infer<typeof ClientData> | undefined {
  return readJson(ClientData, Buffer.from(text, 'base64url').toString('utf8'));
}

function readJson<T>(shape: z.ZodType<T>, text: string): T | undefined {
  try {
    return shape.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** The library throws whatever does not hold. */
function orNothing<T>(checked: Promise<T>): Promise<T | undefined> {
  return checked.catch(() => undefined);
}
