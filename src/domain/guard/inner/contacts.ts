import type { Hit } from './hit.ts';
import type { Reading } from './reading.ts';

const mail = /(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/gu;

/** Seven to fifteen digits as phones are written, with a plus, a nought or an area in brackets before. */
const phone =
  /(?<![\p{L}\p{N}/.,#@_\-])(?:\+\d{1,3}[ .\-]?(?:\(0\))?|0|\(\d{2,5}\)|\d{3}[ .\-](?=\d{3}[ .\-]\d{4}(?!\d)))(?:[ .\-/]?\(?\d\)?){6,13}(?![\p{L}\p{N}])/gu;

/** Numbers for everybody: free lines and lines of services, which are good to pass on. */
const forAll =
  /^(?:0800|0808|0300|0345|0845|0500|1800|\+?1?[ .-]?8(?:00|88|77|66|55)|116|1300|13\d|0900|08)/;

const road =
  '(?:[Ss]treet|St|[Rr]oad|Rd|[Aa]venue|Ave|[Ll]ane|[Cc]lose|[Dd]rive|[Cc]rescent|[Tt]errace|[Gg]ardens|[Bb]oulevard|Blvd|Grove|Square|Hill)';
const name = "[A-Z][a-z'-]{1,20}";
const address = new RegExp(
  [
    `\\d{1,4}[a-d]? (?:${name} ){1,3}${road}(?![\\p{L}])`,
    `\\d{1,4},? (?:bis )?(?:rue|avenue|boulevard|place|chemin|impasse) (?:d[eu] |des |de la |de l'|d'|l')?${name}`,
    `(?:[Cc]alle|[Aa]venida|[Pp]laza) (?:de |del |de la )?${name},? (?:n[o°]\\.? ?)?\\d{1,4}`,
    `[A-Z][a-z]{2,20}(?:strasse|str\\.|weg|platz|allee|gasse) \\d{1,4}`,
  ]
    .map((form) => `(?<![\\p{L}\\p{N}])${form}`)
    .join('|'),
  'gu',
);
/** A British postcode, written in capitals. */
const postcode = /(?<![A-Z0-9])[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}(?![A-Za-z0-9])/gu;

/** Mail addresses, telephone numbers and street addresses; in every language. */
export function findContacts(reading: Reading): Hit[] {
  const { plain } = reading;
  const hits: Hit[] = [];
  const add = (from: number, length: number) =>
    hits.push({
      kind: 'contact',
      from: reading.from[from] ?? 0,
      to: reading.to[from + length - 1] ?? 0,
    });
  if (plain.includes('@'))
    for (const found of plain.matchAll(mail)) add(found.index, found[0].length);
  if (!/\d/.test(plain)) return hits;
  for (const found of plain.matchAll(phone))
    if (!forAll.test(found[0].replace(/[()]/g, ''))) add(found.index, found[0].length);
  for (const found of plain.matchAll(address)) add(found.index, found[0].length);
  for (const found of plain.matchAll(postcode)) add(found.index, found[0].length);
  return hits;
}
