import type { About, Finding } from './finding.ts';
import { findContacts } from './inner/contacts.ts';
import { apart } from './inner/hit.ts';
import { guessLanguage, namedLanguage } from './inner/language.ts';
import { findNumbers } from './inner/numbers.ts';
import { read } from './inner/reading.ts';
import { tokensOf } from './inner/tokens.ts';

/**
 * Could these words let somebody recognise a person in care? Pure, and the same in a browser's worker
 * and on the server; the time grows in step with the text. It keeps nothing and asks nobody; `clear`
 * means that nothing was found, never that nothing is there.
 */
export function look(text: string, about: About): Finding {
  const reading = read(text);
  const language = namedLanguage(about.language) ?? guessLanguage(tokensOf(reading));
  const hits = apart([...findNumbers(reading), ...findContacts(reading)]);
  const spans = hits.map((hit) => ({ ...hit, direct: true, why: hit.kind, vaguer: '' }));
  const caution = spans.length > 0 && about.role !== 'patient';
  return {
    verdict: caution ? 'caution' : 'clear',
    spans: caution ? spans : [],
    looked: ['numbers', 'contacts'],
    language,
  };
}
