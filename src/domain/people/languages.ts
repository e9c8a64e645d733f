/** What a language is called: in English, and by those who speak it. */
export interface Language {
  code: string;
  name: string;
  own: string;
}

/** ISO 639-1, and some of 639-3 that people here may speak or sign. */
const codes = (
  'aa ab af ak am an ar as av ay az ba be bg bm bn bo br bs ca ce ch co cs cv cy da de dv dz ee el en eo es et eu fa ' +
  'ff fi fil fj fo fr fy ga gd gl gn gu gv ha he hi hr ht hu hy ia id ig is it iu ja jv ka kg ki kk kl km kn ko ks ku ' +
  'kw ky la lb lg li ln lo lt lu lv mg mi mk ml mn mr ms mt my nb nd ne nl nn no nr nv ny oc om or os pa pl ps pt qu rm ' +
  'rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tn to tr ts tt ty ug uk ur uz ve ' +
  'vi wa wo xh yi yo yue za zh zu ase ast ckb dsb gsw haw hsb kab rom sco'
).split(' ');

const english = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'code' });

/** Every language that one can choose, by its English name. */
export const languages: readonly Language[] = codes
  .map((code) => ({ code, name: english.of(code) ?? code, own: ownName(code) }))
  .sort((a, b) => a.name.localeCompare(b.name, 'en'));

const known = new Map(languages.map((language) => [language.code, language]));

/** A language by its code; nothing for a code that cannot be chosen. */
export function findLanguage(code: string): Language | undefined {
  return known.get(code);
}

/** The English name stands in where Node does not know the own one. */
function ownName(code: string): string {
  if (Intl.DisplayNames.supportedLocalesOf([code]).length === 0) return english.of(code) ?? code;
  return new Intl.DisplayNames([code], { type: 'language', fallback: 'code' }).of(code) ?? code;
}
