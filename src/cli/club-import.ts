import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { beside } from './beside.ts';
import type { Command, NotDone } from './command.ts';
import { parseClubFile, type ClubFile, type NoClubFile } from '#domain/club/import-file.ts';
import { importClub } from '#domain/club/import.server.ts';

/** `club import FILE`: a club and its months from a JSON file. */
export const clubImport: Command = {
  words: ['FILE'],
  options: { now: { type: 'string' } },
  usage: 'club import FILE [--now TIME]',
  summary: 'Brings a club and its months in from a JSON file; doing it twice changes nothing.',
  help: `
All of the file is taken, or nothing: a fault is named with its place. What is there already stays as
it is. src/domain/club/sample/medradjclub.json shows the form.

  --now TIME   takes TIME (such as 2018-01-10T12:00Z) for the present: months get the state
               that they would have had then`,
  run: async ({ config, words: [name = ''], options }) => {
    const now = options['now'] === undefined ? new Date() : new Date(String(options['now']));
    if (!withZone(options['now'], now)) {
      return { refused: `--now should be a time with its zone, such as 2018-01-10T12:00Z.` };
    }
    const file = resolve(name);
    const club = readClubFile(file);
    if ('refused' in club) return club;
    const imported = await beside(config, (services) =>
      importClub({ ...services, viewer: null }, club, now),
    );
    if ('refused' in imported) return { refused: clubFileWords(file, imported) };
    const { months } = imported;
    console.log(`${club.club.name}: ${months.new} new months, ${months.unchanged} unchanged.`);
    return undefined;
  },
};

function withZone(given: unknown, now: Date): boolean {
  if (Number.isNaN(now.getTime())) return false;
  return given === undefined || /T.*(Z|[+-]\d\d:?\d\d)$/.test(String(given));
}

/** Reads and checks a club's file, or says in one sentence what is wrong with it and where. */
export function readClubFile(file: string): ClubFile | NotDone {
  let source: string;
  try {
    source = readFileSync(file, 'utf8');
  } catch (fault) {
    const code = fault instanceof Error && 'code' in fault ? String(fault.code) : '';
    if (code === 'EISDIR') return { refused: `${file} is a folder, not a file.` };
    return {
      refused:
        code === 'ENOENT' ? `There is no file ${file}.` : `${file} cannot be read (${code}).`,
    };
  }
  const club = parseClubFile(source);
  return 'refused' in club ? { refused: clubFileWords(file, club) } : club;
}

function clubFileWords(file: string, { refused, where, says }: NoClubFile): string {
  return refused === 'notJson'
    ? `${file} is not JSON: ${where}: ${says}.`
    : `${file} was not taken: ${where} ${says}.`;
}
