import { redirect, type RequestEvent } from '@sveltejs/kit';
import { onwards, setCookies } from '../../account.ts';
import type { Arrived } from '#domain/people/outside-arrivals.server.ts';
import type { LetIn } from '#domain/people/sign-in.server.ts';

/** Why an address was not taken, in words. */
export const arrivedWords: Record<Extract<Arrived, { refused: unknown }>['refused'], string> = {
  wrong:
    'This code is not right, or it was tried too often. Look at the newest letter, or ask for another.',
  tooFast: 'That was a lot in a short time. Please wait half an hour and try again.',
  gone: 'This took longer than an hour, or it began in another browser. Please begin again.',
  notInvited: 'One needs an invitation to join this place, so no account was made.',
  taken: 'That account elsewhere opens an account here already. Just sign in with it.',
};

/** Lets somebody in whose address is proved, and leads on. */
export function letOnwards(
  event: RequestEvent,
  { letIn, next }: { letIn: LetIn; next: string },
): never {
  setCookies(event.cookies, letIn.cookies);
  redirect(303, onwards(letIn, next));
}
