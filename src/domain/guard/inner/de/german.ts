import { compile } from '../compile.ts';
import { computed } from '../computed.ts';
import { germanRules } from './rules.ts';
import { germanWords } from './words.ts';

/** German, compiled when the module is loaded. */
export const german = compile({ classes: germanWords, rules: germanRules }, computed);
