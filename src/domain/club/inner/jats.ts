/**
 * Reads the markup in which publishers send titles and abstracts (JATS, PubMed's AbstractText, bits
 * of HTML) as plain paragraphs. Section titles become the first words of their paragraph
 * ("Methods: ..."), the title "Abstract" itself is dropped, formulas keep their readable form.
 * One pass, whatever is sent; never gives markup back as markup.
 * Source: https://jats.nlm.nih.gov/publishing/tag-library/1.3/element/abstract.html
 */
export function paragraphsFromJats(markup: string): string[] {
  const page: Page = { paragraphs: [], text: '', title: '', hidden: 0, raised: [] };
  for (const [piece] of markup.matchAll(/<[^<>]*>|[^<]+|</g)) {
    const tag = piece.endsWith('>') ? /^<(\/?)(?:[\w-]+:)?([A-Za-z][\w-]*)/.exec(piece) : null;
    const name = tag?.[2]?.toLowerCase();
    if (name !== undefined) {
      if (!piece.endsWith('/>')) meetTag(page, { name, closes: tag?.[1] === '/', piece });
    } else if (!/^<[!?]/.test(piece)) addText(page, piece);
  }
  endParagraph(page);
  return page.paragraphs;
}

/** The same for a title: one line. */
export function lineFromJats(markup: string): string {
  return paragraphsFromJats(markup.replace(/<\/?(?:[\w-]+:)?title>/gi, ' ')).join(' ');
}

interface Page {
  paragraphs: string[];
  text: string;
  title: string;
  hidden: number;
  raised: string[];
}

const blocks = new Set(
  'p sec list list-item disp-quote disp-formula abstracttext abstract div ul ol li br'.split(' '),
);
const hiddenElements = new Set(['tex-math', 'label', 'annotation', 'script', 'style']);

function meetTag(page: Page, tag: { name: string; closes: boolean; piece: string }): void {
  const { name } = tag;
  if (hiddenElements.has(name)) page.hidden = Math.max(0, page.hidden + (tag.closes ? -1 : 1));
  else if (name === 'sup' || name === 'sub') meetRaised(page, name, tag.closes);
  else if (name === 'title') {
    if (tag.closes) page.title = takeText(page);
    else endParagraph(page);
  } else if (blocks.has(name)) {
    endParagraph(page);
    const label = tag.closes ? undefined : / label="([^"]*)"/i.exec(tag.piece)?.[1];
    if (label) page.title = tidy(sentenceCase(label));
  }
}

/** "10<sup>-3</sup>" must not read as "10-3". */
function meetRaised(page: Page, name: string, closes: boolean): void {
  if (!closes) {
    page.raised.push(page.text);
    page.text = '';
    return;
  }
  const before = page.raised.pop();
  if (before === undefined) return;
  const signs = name === 'sup' ? superscripts : subscripts;
  const inner = page.text.trim();
  const written = [...inner].map((sign) => signs.get(sign));
  page.text = before + (written.includes(undefined) ? inner : written.join(''));
}

const superscripts = new Map(
  [...'0123456789+-−=()n'].map((sign, at) => [sign, [...'⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ'][at] ?? '']),
);
const subscripts = new Map(
  [...'0123456789+-−=()'].map((sign, at) => [sign, [...'₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎'][at] ?? '']),
);

function addText(page: Page, text: string): void {
  if (page.hidden === 0) page.text += decodeEntities(text);
}

function takeText(page: Page): string {
  const text = tidy(page.raised.splice(0).join('') + page.text);
  page.text = '';
  return text;
}

function endParagraph(page: Page): void {
  const text = takeText(page);
  if (text === '') return;
  const title = page.title.replace(/[.:]$/, '');
  const named = title !== '' && !/^(?:abstract|summary|unlabelled)$/i.test(title);
  page.paragraphs.push(named ? `${title}: ${text}` : text);
  page.title = '';
}

function tidy(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}

function sentenceCase(label: string): string {
  return label === label.toUpperCase() ? label.charAt(0) + label.slice(1).toLowerCase() : label;
}

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ndash: '–',
  mdash: '—',
  le: '≤',
  ge: '≥',
  plusmn: '±',
  times: '×',
  micro: 'µ',
  alpha: 'α',
  beta: 'β',
  gamma: 'γ',
  thinsp: ' ',
  hellip: '…',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  deg: '°',
  middot: '·',
};

/** Twice, because some publishers send `&amp;lt;`. */
function decodeEntities(text: string): string {
  return decodeOnce(decodeOnce(text));
}

function decodeOnce(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi,
    (whole, decimal, hex, name) => {
      if (name !== undefined) return Object.hasOwn(named, name) ? (named[name] ?? whole) : whole;
      const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
    },
  );
}
