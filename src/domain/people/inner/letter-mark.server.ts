import { keyedHash } from './hash.server.ts';
import { asInLetter } from '#platform/mailbox.server.ts';

/** Names an address for a job without giving it away: the address itself is erased by then. */
export function markOfAddress(secret: string, email: string): string {
  return keyedHash(secret, 'letters to', asInLetter(email));
}
