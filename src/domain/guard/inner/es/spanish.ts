import { compile } from '../compile.ts';
import { computed } from '../computed.ts';
import { spanishRules } from './rules.ts';
import { spanishWords } from './words.ts';

/** Spanish, compiled when the module is loaded. */
export const spanish = compile({ classes: spanishWords, rules: spanishRules }, computed);
