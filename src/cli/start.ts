import type { Command } from './command.ts';

/** `start`: serves, like `npm start`. */
export const start: Command = {
  words: [],
  options: {},
  usage: 'start',
  summary: 'Serves until it is stopped (Ctrl-C).',
  help: `
The first start makes the database in ./data and prints a link to set the place up.
PORT, POCKETFRIENDS_ORIGIN, DATABASE_URL and the other settings are in docs/operating.md.`,
  run: async () => {
    await import('#main.ts');
    return undefined;
  },
};
