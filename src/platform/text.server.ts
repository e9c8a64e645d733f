/** Why a text was not taken. `notText`: not a string, or holds NUL or half a character. */
export interface TextRefused {
  refused: 'tooLong' | 'notText';
}

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * A text as typed by a person, made fit to be kept: NFC, line ends as `\n`, no control characters
 * but tab and line end, no direction tricks, trimmed. Length is counted in graphemes (what a reader
 * calls a character), and what is too long is refused, never cut.
 */
export function plainText(
  input: unknown,
  { maxGraphemes }: { maxGraphemes: number },
): string | TextRefused {
  if (typeof input !== 'string' || input.includes('\0') || !input.isWellFormed()) {
    return { refused: 'notText' };
  }
  // Sixteen code units fit the longest emoji; more on average is a pile of accents.
  if (input.length > maxGraphemes * 16) return { refused: 'tooLong' };
  const lines = input.replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n').replace(control, '');
  const calm = calmDirection(lines);
  if (pileOfMarks.test(calm)) return { refused: 'notText' };
  const text = calm.normalize('NFC').trim();
  return longerThan(text, maxGraphemes) ? { refused: 'tooLong' } : text;
}

/**
 * A plain text as HTML: paragraphs at empty lines, line breaks, http(s) addresses as links that
 * show the host they lead to (in ASCII form), everything else escaped. Without any other tag, and without
 * line feeds: clients show those as further lines.
 */
export function htmlFromPlainText(text: string): string {
  const paragraphs: string[][] = [[]];
  for (const line of text.replace(/\r\n?/g, '\n').split('\n')) {
    if (line.trim() === '') paragraphs.push([]);
    else paragraphs.at(-1)?.push(withLinks(line));
  }
  return paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => `<p>${lines.join('<br />')}</p>`)
    .join('');
}

/** UAX 15's stream-safe bound; putting longer piles in order costs the square of their height. */
const pileOfMarks = /\p{M}{31}/u;
const control = /(?![\t\n])\p{Cc}/gu;

function longerThan(text: string, maxGraphemes: number): boolean {
  if (text.length <= maxGraphemes) return false;
  const graphemes = segmenter.segment(text)[Symbol.iterator]();
  for (let count = 0; count <= maxGraphemes; count += 1) if (graphemes.next().done) return false;
  return true;
}

const opening: Readonly<Record<string, 'isolate' | 'embedding' | 'override'>> = {
  '\u2066': 'isolate',
  '\u2067': 'isolate',
  '\u2068': 'isolate',
  '\u202A': 'embedding',
  '\u202B': 'embedding',
  '\u202D': 'override',
  '\u202E': 'override',
};

/**
 * Keeps direction marks that are closed on their own line, and drops the others and all overrides:
 * they could turn the text around them (a name that reads as another, a file `exe.gpj`).
 * Source: https://www.unicode.org/reports/tr9/#Explicit_Directional_Embeddings
 */
function calmDirection(text: string): string {
  if (!/[\u202A-\u202E\u2066-\u2069]/.test(text)) return text;
  return text.split('\n').map(calmLine).join('\n');
}

function calmLine(line: string): string {
  const units = line.split('');
  const keep = new Set<number>();
  const open: { at: number; kind: string }[] = [];
  let isolates = 0;
  units.forEach((unit, at) => {
    const kind = opening[unit];
    if (kind) open.push({ at, kind });
    if (kind === 'isolate') isolates += 1;
    if (unit === '\u202C' && open.length > 0 && open.at(-1)?.kind !== 'isolate') {
      const last = open.pop();
      if (last?.kind === 'embedding') keep.add(last.at).add(at);
    }
    if (unit === '\u2069' && isolates > 0) {
      let last = open.pop();
      while (last && last.kind !== 'isolate') last = open.pop();
      if (last) keep.add(last.at).add(at);
      isolates -= 1;
    }
  });
  return units
    .filter((unit, at) => keep.has(at) || !/[\u202A-\u202E\u2066-\u2069]/.test(unit))
    .join('');
}

/** One line of plain text from anywhere, `most` signs at most; what is longer ends with an ellipsis. */
export function shortLine(text: string, most: number): string {
  const line = text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu, ' ')
    .replace(/\s+/g, ' ')
    .normalize('NFC')
    .trim();
  const signs = [...line];
  if (signs.length <= most) return line;
  const start = signs.slice(0, most - 1).join('');
  return `${start.trimEnd()}…`;
}

const webAddress = /\bhttps?:\/\/[^\s<>"'`\p{Cc}\p{Zs}]+/giu;

/** The first http(s) address in a text, as `htmlFromPlainText` finds them; without what follows a `#`. */
export function firstLink(text: string): string | undefined {
  for (const found of text.matchAll(webAddress)) {
    const url = URL.parse(withoutTail(found[0]));
    if (!url || url.username || url.password || url.href.length > 2000) continue;
    url.hash = '';
    return url.href;
  }
  return undefined;
}

function withLinks(line: string): string {
  let html = '';
  let end = 0;
  for (const found of line.matchAll(webAddress)) {
    const typed = withoutTail(found[0]);
    const url = URL.parse(typed);
    if (!url || url.username || url.password) continue;
    html += escapeHtml(line.slice(end, found.index)) + link(url);
    end = found.index + typed.length;
  }
  return html + escapeHtml(line.slice(end));
}

/** Punctuation at the end belongs to the sentence, a bracket too unless the address opened it. */
function withoutTail(typed: string): string {
  let end = typed.length;
  let extra = typed.split(')').length - typed.split('(').length;
  for (; end > 0; end -= 1) {
    const last = typed.charAt(end - 1);
    if (last === ')' && extra > 0) extra -= 1;
    else if (!'.,;:!?]}*_~…'.includes(last)) break;
  }
  return typed.slice(0, end);
}

function link(url: URL): string {
  const path = url.href.slice(url.origin.length).replace(/^\/$/, '');
  const shown = url.host + (path.length > 40 ? `${path.slice(0, 39)}…` : path);
  const rel = 'nofollow ugc noopener noreferrer';
  return `<a href="${escapeHtml(url.href)}" rel="${rel}">${escapeHtml(shown)}</a>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for between tags and for quoted attribute values. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? '');
}
