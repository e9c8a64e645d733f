import { compile } from '../compile.ts';
import { computed } from '../computed.ts';
import { frenchRules } from './rules.ts';
import { frenchWords } from './words.ts';

/** French, compiled when the module is loaded. */
export const french = compile({ classes: frenchWords, rules: frenchRules }, computed);
