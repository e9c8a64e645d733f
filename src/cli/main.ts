// The command line: `npx pocketfriends COMMAND`. Prints what was done, or one sentence and exit code 1.
import { parseArgs } from 'node:util';
import { backup } from './backup.ts';
import { clubImport } from './club-import.ts';
import type { Call, Command, NotDone } from './command.ts';
import { demo } from './demo.ts';
import { doctor } from './doctor.ts';
import { faultWords } from './fault-words.ts';
import { personCreate } from './person-create.ts';
import { restore } from './restore.ts';
import { setup } from './setup.ts';
import { start } from './start.ts';
import { token } from './token.ts';
import { readConfig } from '#platform/config.server.ts';

const commands: Record<string, Command> = {
  start,
  setup,
  'person create': personCreate,
  token,
  'club import': clubImport,
  demo,
  backup,
  restore,
  doctor,
};

process.umask(0o077);
const done = await run(process.argv.slice(2)).catch((fault: unknown) => ({
  refused: faultWords(fault),
}));
if (done) {
  console.error(done.refused);
  process.exitCode = 1;
}

async function run(args: string[]): Promise<NotDone | undefined> {
  const named = findCommand(args);
  if (!named) return explain(args);
  const { name, command, rest } = named;
  const read = readWords(name, command, rest);
  if ('refused' in read) return read;
  if (read.options['help']) return tell(helpOf(name, command));
  if (read.words.length !== command.words.length)
    return { refused: countWords(name, command, read.words) };
  const quiet = { LOG_LEVEL: name === 'start' ? undefined : 'error' };
  const config = readConfig({ ...quiet, ...process.env });
  if ('refused' in config) {
    return { refused: `The settings need mending: ${config.refused.join(' ')}` };
  }
  return command.run({ ...read, config });
}

function findCommand(
  args: string[],
): { name: string; command: Command; rest: string[] } | undefined {
  for (const length of [2, 1]) {
    const name = args.slice(0, length).join(' ');
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (command) return { name, command, rest: args.slice(length) };
  }
  return undefined;
}

function explain(args: string[]): NotDone | undefined {
  const [first = 'help'] = args;
  if (['help', '--help', '-h'].includes(first)) return tell(overview());
  const named = args
    .slice(0, 2)
    .filter((arg) => !arg.startsWith('-'))
    .join(' ');
  const kin = Object.keys(commands).filter((name) => name.startsWith(`${first} `));
  const instead =
    kin.length > 0 ? `try "pocketfriends ${kin.join('" or "')}"` : 'see "pocketfriends help"';
  return { refused: `There is no command "${named}": ${instead}.` };
}

function readWords(name: string, command: Command, args: string[]): Omit<Call, 'config'> | NotDone {
  const help = { help: { type: 'boolean', short: 'h' } } as const;
  try {
    const { values, positionals } = parseArgs({
      args,
      options: { ...command.options, ...help },
      allowPositionals: true,
      strict: true,
    });
    return { options: values as Call['options'], words: positionals };
  } catch (fault) {
    const option = /'(-[^' ]*)/.exec(fault instanceof Error ? fault.message : '')?.[1] ?? '';
    const known =
      fault instanceof Error && 'code' in fault && fault.code !== 'ERR_PARSE_ARGS_UNKNOWN_OPTION';
    const what = known
      ? `The option ${option} is not used in the right way`
      : `There is no option ${option}`;
    return { refused: `${what}: see "pocketfriends ${name} --help".` };
  }
}

function countWords(name: string, command: Command, given: string[]): string {
  const missing = command.words[given.length];
  return missing
    ? `${missing} is missing: see "pocketfriends ${name} --help".`
    : `"${given[command.words.length]}" is too much: see "pocketfriends ${name} --help".`;
}

function helpOf(name: string, command: Command): string {
  return `pocketfriends ${command.usage}\n\n${command.summary}\n\n${command.help.trim()}`.replaceAll(
    'NAME',
    name,
  );
}

function overview(): string {
  const lines = Object.values(commands).map(({ usage, summary }) => `  ${usage}\n      ${summary}`);
  return `pocketfriends COMMAND\n\n${lines.join('\n')}\n  help\n      Shows this; every command also has --help.\n\nSettings come from the environment: see docs/operating.md.`;
}

function tell(text: string): undefined {
  console.log(text);
}
