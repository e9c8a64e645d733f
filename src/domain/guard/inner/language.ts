import type { Language } from '../finding.ts';
import type { Token } from './tokens.ts';

/**
 * Small words that carry no meaning tell the language. Neighbours without rules stand here too, or Dutch
 * would pass for English and Portuguese for Spanish.
 */
const small: Record<Language | 'nl' | 'pt' | 'it' | 'sv' | 'pl', Set<string>> = {
  en: set(
    'the and of to is was were this that with my our we you your she he her his they them had have has from at for are not be been who what i it as by an a after just today so do does did can will would about me us all any how when there their no off up out still got back never same new old man woman lady ward bed last night week year need needs right in him near ago only ever if or but than very going gone while into over some more on',
  ),
  fr: set(
    'le les des du un une et est sont dans pour avec mon ma mes nous vous il elle qui que pas sur au aux cette ce je ne hier chez ont etait leur notre votre la en a de d l j s tres fait pendant mais ai sa son',
  ),
  es: set(
    'el los las del un una y con para por mi mis nos que no esta este ha han fue era su sus ayer hoy muy como lo al se pero yo tiene nuestra nuestro usted la en a de es nada nunca anoche',
  ),
  de: set(
    'der die das und ist mit fur von dem den ein eine einen einer nicht ich wir sie er ihr ihre sein seine mein meine unser unsere auf bei nach im am zum zur hat haben wurde gestern heute auch wie was war in so noch nie',
  ),
  nl: set(
    'de het een en van ik wij ze zij hij niet met voor naar bij op onze mijn zijn haar gisteren vandaag was in is had heeft die dat door ook maar te er aan',
  ),
  pt: set(
    'o os as do da dos das um uma e com para por meu minha nosso nossa nao ontem hoje muito mas ele ela foi na no que de a em se seu sua',
  ),
  it: set(
    'il lo gli di un una e con per mio mia nostro nostra non ieri oggi molto ma lui lei che e della del nel alla sono ha la in a le si suo sua',
  ),
  sv: set(
    'och att det som en ett jag vi hon han inte med pa for i igar idag min vara var har hade till fran av',
  ),
  pl: set(
    'i w z na nie jest sie do to ze jak ale byl byla moj moja nasz wczoraj dzisiaj po od przez',
  ),
};

/** The language that an author named, when there are rules for it. */
export function namedLanguage(tag: string | undefined): Language | 'other' | undefined {
  if (!tag) return undefined;
  const [primary = ''] = tag.toLowerCase().split(/[-_]/, 1);
  return isLanguage(primary) ? primary : 'other';
}

/** How many texts begin is enough to tell a language. */
const enough = 150;

/**
 * Guessed from the first 150 words, by small words (twice) and by the words that the rules know. Few words
 * in Latin letters are read as English, in which most write here; a text whose words nobody knows is `other`.
 */
export function guessLanguage(
  tokens: readonly Token[],
  knows: Readonly<Record<Language, (word: string) => boolean>>,
): Language | 'other' {
  const words = tokens.slice(0, enough).filter(({ sort }) => sort === 'word' || sort === 'tag');
  const latin = words.filter(({ word }) => /^[a-z]/.test(word)).length;
  if (latin * 2 < words.length) return 'other';
  const scores = languages.map((language) => ({
    language,
    score: scoreOf(words, language, knows),
  }));
  const best = scores.reduce((a, b) => (b.score > a.score ? b : a));
  if (best.score === 0 || best.score * 8 < words.length) return words.length < 8 ? 'en' : 'other';
  return isLanguage(best.language) ? best.language : 'other';
}

function scoreOf(
  words: readonly Token[],
  language: keyof typeof small,
  knows: Readonly<Record<Language, (word: string) => boolean>>,
): number {
  let score = 0;
  for (const { word } of words) {
    if (small[language].has(word)) score += 2;
    else if (isLanguage(language) && knows[language](word)) score += 1;
  }
  return score;
}

const ruled: readonly string[] = ['en', 'fr', 'es', 'de'] satisfies Language[];
const languages: readonly (keyof typeof small)[] = [
  'en',
  'fr',
  'es',
  'de',
  'nl',
  'pt',
  'it',
  'sv',
  'pl',
];

function isLanguage(tag: string): tag is Language {
  return ruled.includes(tag);
}

function set(words: string): Set<string> {
  return new Set(words.split(' '));
}
