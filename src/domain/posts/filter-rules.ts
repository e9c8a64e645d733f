/** Where a filter may act, and what apps do with what it hits. */
export const filterContexts = ['home', 'notifications', 'public', 'thread', 'account'] as const;
export const filterActions = ['warn', 'hide', 'blur'] as const;

/** One of these places; one of these answers. */
export type FilterContext = (typeof filterContexts)[number];
export type FilterAction = (typeof filterActions)[number];

/**
 * How many filters somebody has at most, how many keywords and posts one holds, how many keywords all of them
 * together, and how long words are (characters): every post that is read is held against all of them.
 */
export const filterBounds = {
  filters: 100,
  keywords: 100,
  keywordsInAll: 500,
  posts: 100,
  keyword: 100,
  title: 200,
} as const;

/** Whether a word from outside is one of these places. */
export function isFilterContext(word: string): word is FilterContext {
  return filterContexts.some((known) => known === word);
}

/** Whether a word from outside is one of these answers. */
export function isFilterAction(word: string): word is FilterAction {
  return filterActions.some((known) => known === word);
}

const letter = /[\p{L}\p{N}\p{M}_]/u;

/**
 * Whether a text holds a keyword, upper and lower case alike. A whole word stands by itself where the keyword
 * begins or ends with a letter. The keyword is never read as a pattern: the time is that of looking it up.
 */
export function holds(lowerText: string, keyword: string, wholeWord: boolean): boolean {
  const wanted = keyword.toLowerCase();
  if (!wanted) return false;
  for (
    let at = lowerText.indexOf(wanted);
    at >= 0;
    at = lowerText.indexOf(wanted, at + wanted.length)
  ) {
    if (!wholeWord || standsAlone(lowerText, at, at + wanted.length)) return true;
  }
  return false;
}

function standsAlone(text: string, from: number, to: number): boolean {
  const touches = (one: string, other: string) => letter.test(one) && letter.test(other);
  return (
    !touches(before(text, from), before(text, from + 1)) &&
    !touches(after(text, to), before(text, to))
  );
}

/** The character that ends, or begins, at a place; both halves of it where it has two. */
function before(text: string, at: number): string {
  const half = /[\udc00-\udfff]/.test(text[at - 1] ?? '');
  return text.slice(Math.max(at - (half ? 2 : 1), 0), at);
}

function after(text: string, at: number): string {
  const code = text.codePointAt(at);
  return code === undefined ? '' : String.fromCodePoint(code);
}
