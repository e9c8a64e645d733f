import { compile } from '../compile.ts';
import { computed } from '../computed.ts';
import { englishCircle } from './circle.ts';
import { englishDirect } from './direct.ts';
import { englishOthers } from './others.ts';
import { englishWho } from './who.ts';
import { englishWords } from './words.ts';

/** English, compiled when the module is loaded. */
export const english = compile(
  {
    classes: englishWords,
    rules: [...englishWho, ...englishDirect, ...englishCircle, ...englishOthers],
  },
  computed,
);
