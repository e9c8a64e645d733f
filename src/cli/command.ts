import type { ParseArgsOptionsConfig } from 'node:util';
import type { Config } from '#platform/config.server.ts';

/** What a command is told: options by name, the words after it, the settings. */
export interface Call {
  options: Record<string, string | boolean | undefined>;
  words: string[];
  config: Config;
}

/** Why a command did nothing: exactly one sentence. */
export interface NotDone {
  refused: string;
}

/** One command. `words` names what has to follow it; `options` are `node:util` parseArgs's. */
export interface Command {
  words: string[];
  options: ParseArgsOptionsConfig;
  /** One line for the list of commands. */
  summary: string;
  /** How it is called, after the product's name. */
  usage: string;
  /** What somebody should know who asked for `--help`. */
  help: string;
  run(call: Call): Promise<NotDone | undefined>;
}
