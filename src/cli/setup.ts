import { beside } from './beside.ts';
import type { Command } from './command.ts';
import { newSetupLink } from '#domain/people/setup.server.ts';

/** `setup`: a new one-time link for whoever looks after the server. */
export const setup: Command = {
  words: [],
  options: {},
  usage: 'setup',
  summary: 'Prints a new one-time link with which the operator sets the place up.',
  help: `
Whoever opens the link first can become an operator. Links that were printed before stop working.`,
  run: async ({ config }) => {
    console.log(await beside(config, newSetupLink));
    return undefined;
  },
};
