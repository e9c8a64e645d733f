import type { Kind } from '../finding.ts';
import { isDetail, type Mark } from './mark.ts';
import type { ReadPage } from './page.ts';
import type { Token } from './tokens.ts';

/** Every detail that was seen, whoever it is about, and capitals of which no list knows what they name. */
export function everyDetail({ language, sights, tokens, classes }: ReadPage): Mark[] {
  const staff = new Set<number>();
  for (const { says, first, last } of sights)
    if (says === 'staff') for (let at = first; at <= last; at++) staff.add(at);
  const marks: Mark[] = [];
  for (const { says, weight, from, to, first } of sights)
    if (isDetail(says) && !staff.has(first)) marks.push({ kind: says as Kind, weight, from, to });
  // German writes every noun with a capital.
  const telling = language === 'de' ? ['name'] : ['name', 'unknown'];
  tokens.forEach(({ from, to }, at) => {
    const unknown = classes[at]?.some((name) => telling.includes(name));
    if (unknown && !staff.has(at))
      marks.push({ kind: placed(tokens[at - 1]) ? 'place' : 'name', weight: 1, from, to });
  });
  return marks;
}

const before = new Set('in at from near to outside off a à au de en del im aus von bei'.split(' '));

function placed(token: Token | undefined): boolean {
  return token !== undefined && before.has(token.word);
}
