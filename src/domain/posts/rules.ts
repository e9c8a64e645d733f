/** The longest post, in characters as a reader counts them (graphemes). */
export const longestPost = 5000;

/** Who may read a post. */
export type Visibility = 'public' | 'unlisted' | 'followers' | 'friends' | 'direct';

/** Why a text is not taken. `notText`: it holds something that is no text, or half a character. */
export type TextRefusal = 'empty' | 'tooLong' | 'notText';

/** Whether a value from outside can be one of our ids: a whole number that the database can hold. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[1-9]\d{0,17}$/.test(value);
}

/** Whether a value from outside can be a key that makes sending twice the same as once. */
export function isKey(value: unknown): value is string {
  return typeof value === 'string' && /^[\w-]{8,64}$/.test(value);
}
