import type { Language } from '../finding.ts';
import type { Token } from './tokens.ts';

/** Small words that carry no meaning tell the language; those that two languages share are left out. */
const small: Record<Language, Set<string>> = {
  en: set(
    'the and of to is was were this that with my our we you your she he her his they them had have has from at for are not be been who what i it as by an after just today so do does did can will would about me us all any how when there their no off up out still got back never same new old man woman lady ward bed last night week year need needs right',
  ),
  fr: set(
    'le les des du une et est sont dans pour avec mon ma mes nous vous il elle qui que pas sur au aux cette ce je ne hier chez ont etait leur notre votre',
  ),
  es: set(
    'el los las del una y con para por mi mis nos que no esta este ha han fue era su sus ayer hoy muy como lo al se pero yo tiene nuestra nuestro usted',
  ),
  de: set(
    'der die das und ist war mit fur von dem den ein eine einen einer nicht ich wir sie er ihr ihre sein seine mein meine unser unsere auf bei nach im am zum zur hat haben wurde gestern heute auch wie',
  ),
};

/** The language that an author named, when there are rules for it. */
export function namedLanguage(tag: string | undefined): Language | 'other' | undefined {
  if (!tag) return undefined;
  const [primary = ''] = tag.toLowerCase().split(/[-_]/, 1);
  return isLanguage(primary) ? primary : 'other';
}

/**
 * Guessed from the first 400 words. Few words in Latin letters are read as English, in which most
 * write here; a text without small words of the four is another language.
 */
export function guessLanguage(tokens: readonly Token[]): Language | 'other' {
  const counts: Record<Language, number> = { en: 0, fr: 0, es: 0, de: 0 };
  let words = 0;
  let latin = 0;
  for (const { word, sort } of tokens.slice(0, 400)) {
    if (sort !== 'word') continue;
    words++;
    if (/^[a-z]/.test(word)) latin++;
    for (const language of languages) if (small[language].has(word)) counts[language]++;
  }
  const best = languages.reduce((a, b) => (counts[b] > counts[a] ? b : a));
  if (latin < words / 2) return 'other';
  if (counts[best] === 0) return words < 8 ? 'en' : 'other';
  return counts[best] * 12 >= words ? best : 'other';
}

const languages: readonly Language[] = ['en', 'fr', 'es', 'de'];

function isLanguage(tag: string): tag is Language {
  return (languages as readonly string[]).includes(tag);
}

function set(words: string): Set<string> {
  return new Set(words.split(' '));
}
