import { Secret, TOTP } from 'otpauth';

// What every app understands (RFC 6238): anything else is quietly ignored by some of them.
const shape = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
/** A phone's clock may be a step off. */
const stepsOff = 1;

/** A secret for an app that shows six digits: 160 random bits as base32. */
export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** The address that the app reads from the picture. */
export function totpAddress(secret: string, place: string, account: string): string {
  // A colon would end the place's name for the app.
  const issuer = place.replaceAll(':', ' ');
  const label = account.replaceAll(':', ' ');
  return new TOTP({ ...shape, issuer, label, secret }).toString();
}

/** The step of time that a code was shown in; nothing when it is not a code of now or a step beside. */
export function totpStep(secret: string, code: string, now: Date): number | undefined {
  const timestamp = now.getTime();
  const token = code.replace(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return undefined;
  const delta = new TOTP({ ...shape, secret }).validate({ token, timestamp, window: stepsOff });
  return delta === null ? undefined : Math.floor(timestamp / 1000 / shape.period) + delta;
}
