/**
 * A line of a chat or a comment is published under a key that begins so: it is no post on its own, and its author's
 * followers are not told of it. No app makes keys with a space in them.
 */
const beginning = 'place ';

/** The key of such a post. */
export const placeKey = (key: string) => beginning + key;

/** Whether a post stands in such a place since it was written. What was moved there, as a reply by an app, does not. */
export function isOfAPlace({ idempotencyKey }: { idempotencyKey: string | null }): boolean {
  return idempotencyKey?.startsWith(beginning) ?? false;
}
