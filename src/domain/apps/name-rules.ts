/** How long an app's name may be, in characters. */
export const longestName = 60;

/** An app's name on one line, without signs that cannot be seen or that turn the text around them. */
export function tidyName(name: string): string {
  return name
    .normalize('NFC')
    .replace(/[\p{Cf}\p{Co}]/gu, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();
}

/**
 * Whether a name sounds as if the app belonged to this place or to whoever runs it, also when it is
 * written with look-alikes. Such an app is not refused: the name may be honest, so people are told.
 */
export function soundsLikeHouse(name: string, house: string): boolean {
  const bare = (text: string) => atAGlance(text).replace(/[^\p{L}\p{N}]/gu, '');
  const said = bare(name);
  if ([house, 'Pocket Friends'].some((own) => bare(own) && said.includes(bare(own)))) return true;
  return atAGlance(name)
    .split(/[^\p{L}\p{N}]+/u)
    .some((word) => offices.some((office) => word.startsWith(office)));
}

/** What a name looks like at a glance, after the idea of UTS 39: Latin letters for what resembles them. */
function atAGlance(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-hj-z]/gu, (sign) => lookAlikes.get(sign) ?? sign);
}

const lookAlikes: ReadonlyMap<string, string> = new Map(
  'аa сc ԁd еe ɡg һh іl ıi јj кk ӏl мm ոn оo рp ԛq ѕs тt υu ѵv ԝw хx уy αa εe ιl κk νv οo ρp τt χx 0o 1l 3e 4a 5s 7t $s @a |l il'
    .split(' ')
    .map((pair): [string, string] => [pair.slice(0, -1), pair.slice(-1)]),
);

/** Beginnings of words that belong to whoever runs a place. */
const offices =
  'admin helpdesk moderat offic operat safe secur staff support syste team trust verif'
    .split(' ')
    .map(atAGlance);
