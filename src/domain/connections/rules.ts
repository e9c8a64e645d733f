/** The longest private note about somebody, in characters. */
export const longestNote = 2000;
