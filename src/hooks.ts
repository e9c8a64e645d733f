import { isOnlyRendered } from '#ui/only-rendered.ts';

/** What is only rendered is written down as one word, in a page that does not carry it anyway. */
export const transport = {
  onlyRendered: { encode: isOnlyRendered, decode: () => ({}) },
};
