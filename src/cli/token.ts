import { beside } from './beside.ts';
import type { Command } from './command.ts';
import { tokenByHand } from '#domain/apps/by-hand.server.ts';

const refusals = {
  nobody: 'Nobody here has this handle.',
  scopes: 'One of the scopes does not exist: see "pocketfriends token --help".',
  name: 'The name of the app cannot be used: try a few plain words.',
} as const;

/** `token`: lets a program act for somebody, without a browser. */
export const token: Command = {
  words: ['HANDLE'],
  options: { scopes: { type: 'string' }, app: { type: 'string' } },
  usage: 'token HANDLE --scopes "read write follow push" [--app WORDS]',
  summary: 'Makes a token with which a program acts for a person, and prints it alone.',
  help: `
  --scopes "..."  what the program may do, by Mastodon's names; read, when it is left out
  --app WORDS     what it is called among the person's apps; "Command line", when it is left out

The token is shown once and kept as a hash. Whoever holds it acts for this person: keep it like a
password. It is dead when they take it back under Settings, Apps, or change how they sign in. The log
says that it was made.`,
  run: async ({ config, options, words: [handle = ''] }) => {
    const scopes = String(options['scopes'] ?? 'read');
    const app = String(options['app'] ?? 'Command line');
    const made = await beside(config, (services) =>
      tokenByHand({ ...services, viewer: null }, { handle, scopes, app }),
    );
    if ('refused' in made) return { refused: refusals[made.refused] };
    console.log(made.token);
    return undefined;
  },
};
