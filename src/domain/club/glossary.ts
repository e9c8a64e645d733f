/** A word and what it means, in the club's own plain text. */
export type GlossaryEntry = { term: string; meaning: string };

/**
 * Explains glossary words in place. `html` must be sanitised already. The first place where each term
 * stands in running text becomes a button that opens its meaning: the browser's own `popover`, which
 * works by touch, by keyboard and with a screen reader, without script, and is valid inside a
 * paragraph. Never inside links, buttons, headings, code, quotations of code or other explanations.
 *
 * Terms match whole words, without regard to capitals and with a plural s; the longer term wins. Terms
 * and meanings are text and are escaped. `prefix` keeps ids apart when a page explains two texts.
 */
export function explainInPlace(
  html: string,
  entries: readonly GlossaryEntry[],
  prefix = 'word',
): string {
  const waiting = byTerm(entries, prefix);
  if (waiting.size === 0) return html;
  const pattern = patternOf([...waiting.keys()]);
  let closedTo: string[] = [];
  return html.replaceAll(
    /<!--[\s\S]*?-->|<\/?[a-zA-Z](?:[^<>"']|"[^"]*"|'[^']*')*>|[^<]+|</g,
    (piece) => {
      if (piece.startsWith('<')) {
        closedTo = entered(closedTo, piece);
        return piece;
      }
      return closedTo.length > 0 || waiting.size === 0 ? piece : explained(piece, pattern, waiting);
    },
  );
}

type Meaning = { id: string; meaning: string };

function byTerm(entries: readonly GlossaryEntry[], prefix: string): Map<string, Meaning> {
  const terms = new Map<string, Meaning>();
  for (const { term, meaning } of entries) {
    const key = keyOf(escape(term.trim()));
    if (/[\p{L}\p{N}]/u.test(term) && !terms.has(key))
      terms.set(key, { id: `${prefix}-${terms.size + 1}`, meaning });
  }
  return terms;
}

function patternOf(terms: string[]): RegExp {
  const longestFirst = terms.sort((a, b) => b.length - a.length);
  const any = longestFirst.map((term) => literal(term)).join('|');
  // NOTE: "&" before a word would be inside an entity such as &amp;.
  return new RegExp(`(?<![\\p{L}\\p{M}\\p{N}_&#])(?:(${any})(s?))(?![\\p{L}\\p{M}\\p{N}_])`, 'giu');
}

/** As a pattern: any white space between words, and a quotation mark written either way. */
function literal(term: string): string {
  return term
    .replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
    .replaceAll(' ', '\\s+')
    .replaceAll('"', '(?:"|&quot;)');
}

function explained(text: string, pattern: RegExp, waiting: Map<string, Meaning>): string {
  return text.replaceAll(pattern, (found, term: string) => {
    const key = keyOf(term);
    const entry = waiting.get(key);
    if (!entry) return found;
    waiting.delete(key);
    return (
      `<button type="button" class="word" popovertarget="${entry.id}">${found}</button>` +
      `<span popover class="meaning" id="${entry.id}">${escape(entry.meaning)}</span>`
    );
  });
}

function keyOf(term: string): string {
  return term.toLowerCase().replaceAll('&quot;', '"').replaceAll(/\s+/g, ' ');
}

/** Where a button is not allowed or would disturb. */
const closed =
  /^(a|abbr|button|code|dfn|h[1-6]|kbd|label|pre|samp|script|style|summary|svg|textarea|title)$/;

function entered(inside: string[], tag: string): string[] {
  const name = /^<\/?([a-z][a-z0-9]*)/i.exec(tag)?.[1]?.toLowerCase() ?? '';
  if (!closed.test(name) || tag.endsWith('/>')) return inside;
  if (!tag.startsWith('</')) return [...inside, name];
  const last = inside.lastIndexOf(name);
  return last < 0 ? inside : inside.slice(0, last);
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escape(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => entities[character] ?? '');
}
