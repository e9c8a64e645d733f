import { beside } from './beside.ts';
import type { Command } from './command.ts';
import { createPerson } from '#domain/people/persons.server.ts';

/** `person create`: an account that needs no letter. */
export const personCreate: Command = {
  words: [],
  options: {
    handle: { type: 'string' },
    email: { type: 'string' },
    password: { type: 'string' },
    operator: { type: 'boolean' },
  },
  usage: 'person create --handle H --email E --password P [--operator]',
  summary: 'Makes an account whose address counts as confirmed.',
  help: `
  --handle H     3 to 30 small letters, digits and _
  --email E      the address for signing in; no letter is sent
  --password P   it may stay in the history of your shell: let its owner choose another
  --operator     lets this person look after the server`,
  run: async ({ config, options }) => {
    const missing = ['handle', 'email', 'password'].find((name) => !options[name]);
    if (missing)
      return { refused: `--${missing} is missing: see "pocketfriends person create --help".` };
    const about = {
      handle: String(options['handle']),
      email: String(options['email']),
      password: String(options['password']),
      operator: options['operator'] === true,
    };
    const made = await beside(config, (services) =>
      createPerson({ ...services, viewer: null }, about),
    );
    if ('refused' in made) {
      const [[field, words] = ['', '']] = Object.entries(made.faults);
      return { refused: `Nobody was made: --${field}: ${words}` };
    }
    console.log(`@${made.handle} can sign in${about.operator ? ' and is an operator' : ''}.`);
    return undefined;
  },
};
