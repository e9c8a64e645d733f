import { TOTP } from 'otpauth';

/** The six digits that an app with this secret shows at a moment. */
export function totpCode(secret: string, at: Date): string {
  return new TOTP({ secret: secret.replaceAll(' ', '') }).generate({ timestamp: at.getTime() });
}
