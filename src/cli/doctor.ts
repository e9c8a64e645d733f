import type { Command } from './command.ts';
import { lookAtDatabase } from './doctor-database.ts';
import { lookAtMachine } from './doctor-machine.ts';
import { lookAtMail } from './doctor-mail.ts';

/** What was found out about one thing. A `note` is worth knowing; a `mend` has to be put right. */
export interface Finding {
  state: 'ok' | 'note' | 'mend';
  says: string;
}

/** `doctor`: is everything as it should be? */
export const doctor: Command = {
  words: [],
  options: {},
  usage: 'doctor',
  summary: 'Looks whether everything is as it should be, and says what to do where it is not.',
  help: `
Changes nothing. Each line begins with ok, note or mend; the exit code is 1 when something has to be
mended. Run it with the settings and the account of the server.`,
  run: async ({ config }) => {
    const findings = [
      ...lookAtMachine(config),
      ...(await lookAtDatabase(config)),
      await lookAtMail(config),
    ];
    for (const { state, says } of findings) console.log(`${state.padEnd(4)}  ${says}`);
    const bad = findings.filter(({ state }) => state === 'mend').length;
    if (bad === 0) return undefined;
    return {
      refused: bad === 1 ? 'One thing has to be mended.' : `${bad} things have to be mended.`,
    };
  },
};

/** One finding from a condition: fine, or what to do. */
export function check(fine: boolean, says: string, otherwise: string): Finding {
  return fine ? { state: 'ok', says } : { state: 'mend', says: otherwise };
}
