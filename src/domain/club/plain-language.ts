/** A stretch of a text that its writer may want to look at again; `start` and `end` count UTF-16 units. */
export type Span = { start: number; end: number; kind: 'longWord' | 'longSentence' };

/** More words than this, and a sentence is worth a second look (GOV.UK content guide: 25 words). */
const longestSentence = 25;
const longestWord = 12;
const mostSyllables = 3;

/**
 * The long words and long sentences of a text, in reading order, for the writer's margin. A word is
 * long from four syllables or thirteen letters on; names, and words that the glossary explains, are
 * not marked. It is a hint and no grade: nothing is claimed about who can read the text. Syllables are
 * counted by English spelling, roughly. Time grows with the length of the text and no faster.
 */
export function markHardWords(text: string, glossary: Iterable<string> = []): Span[] {
  const explained = new Set(Array.from(glossary, (term) => term.toLowerCase()));
  const spans: Span[] = [];
  for (const sentence of sentencesOf(text)) {
    const words = wordsOf(text, sentence.start, sentence.end);
    if (words.length > longestSentence) spans.push({ ...sentence, kind: 'longSentence' });
    for (const [index, { start, end }] of words.entries()) {
      const word = text.slice(start, end);
      if (long(word) && !isName(word, index) && !known(explained, words, index, text))
        spans.push({ start, end, kind: 'longWord' });
    }
  }
  return spans;
}

type Place = { start: number; end: number };

/** A sentence ends at . ! ? … and white space, or at the end of a line, so that lists stay apart. */
function sentencesOf(text: string): Place[] {
  const places: Place[] = [];
  let start = 0;
  for (const { index, 0: sign } of text.matchAll(/[.!?…](?=\s)|\n/g)) {
    places.push(trimmed(text, start, index + sign.length));
    start = index + sign.length;
  }
  places.push(trimmed(text, start, text.length));
  return places.filter((place) => place.start < place.end);
}

function trimmed(text: string, from: number, to: number): Place {
  let [start, end] = [from, to];
  while (start < end && /\s/.test(text[start] ?? '')) start += 1;
  while (end > start && /\s/.test(text[end - 1] ?? '')) end -= 1;
  return { start, end };
}

/** Words hold together at apostrophes; a hyphen divides, because each half is read by itself. */
function wordsOf(text: string, from: number, to: number): Place[] {
  const sentence = text.slice(from, to);
  return Array.from(sentence.matchAll(/[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}]+)*/gu), (match) => ({
    start: from + match.index,
    end: from + match.index + match[0].length,
  }));
}

function long(word: string): boolean {
  const letters = word.replaceAll(/[^\p{L}]/gu, '');
  return letters.length > longestWord || syllablesOf(letters) > mostSyllables;
}

/** A capital inside a sentence is a name, and so is a word in capitals: nobody can shorten those. */
function isName(word: string, index: number): boolean {
  return /^\p{Lu}/u.test(word) && (index > 0 || word === word.toUpperCase());
}

/** Whether the glossary holds this word, its plural, or a term of two or three words with it inside. */
function known(explained: Set<string>, words: Place[], index: number, text: string): boolean {
  for (let from = Math.max(0, index - 2); from <= index; from += 1)
    for (let to = index; to < Math.min(words.length, from + 3); to += 1) {
      const term = text.slice(words[from]?.start, words[to]?.end).toLowerCase();
      if (explained.has(term) || explained.has(term.replace(/s$/, ''))) return true;
    }
  return false;
}

/** Groups of vowels, without the silent e of "while" and the silent ed of "asked". */
function syllablesOf(word: string): number {
  const plain = word
    .slice(0, 100)
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/(?:[^aeiouyl]e|[^aeiouy]es|[^aeiouytd]ed)$/, '');
  const groups = plain.match(/[aeiouy]+/g)?.length ?? 0;
  const twice = plain.match(/i[ao](?!us|n)|[^aeiou]eo|ua(?!r|l)/g)?.length ?? 0;
  return Math.max(1, groups + twice);
}
