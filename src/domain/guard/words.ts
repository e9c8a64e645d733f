import type { Kind, Looked } from './finding.ts';

/** Why a span is marked: one sentence a kind. None of them blames, and none says that somebody is a patient. */
export const whys: Record<Kind, string> = {
  name: 'A name beside care tells who was cared for.',
  number: 'This looks like a number of somebody’s health record, which leads to one person only.',
  contact: 'An address or a number to call leads to one person.',
  handle: 'A handle beside care tells readers that this person is in care.',
  birth: 'A birth date leads to very few people, even without a name.',
  bed: 'A bed, a room or a time on a list tells people in the building who this is.',
  picture: 'Pictures show faces, screens, wristbands and whiteboards; a crop can be undone.',
  confirms: 'A kind reply can tell everybody that you care for this person.',
  against: 'This sounds as if the person does not want it told here.',
  time: 'A day or an hour lets people who were there work out who this is.',
  place: 'A place makes the circle of people small.',
  rare: 'Something so unusual may be known to family, neighbours or the news.',
  health: 'An illness, beside an age, a day or a place, makes the circle smaller.',
  event: 'People nearby may have seen or heard of this.',
  news: 'Who read the news can join the two.',
  age: 'An exact age, of somebody very old or very young most of all, makes the circle small.',
  role: 'Few people near you do this work.',
  relation: 'Whose family or neighbour somebody is leads to them.',
  origin: 'Where somebody comes from can be enough where few do.',
  pattern: 'How often somebody came is known to those around them.',
  mark: 'Friends know what somebody looks like.',
  quote: 'People know their own words, and those of their family.',
};

const things: Record<Looked, string> = {
  names: 'names',
  dates: 'dates',
  places: 'places',
  numbers: 'numbers',
  contacts: 'addresses',
  pictures: 'words about pictures',
};

/** What was looked for, and that it is no promise. Shown with every verdict; nothing else says "clear". */
export function lookedFor(looked: readonly Looked[], known = true): string {
  const list = looked.map((thing) => things[thing]);
  const last = list.pop() ?? '';
  const all = list.length > 0 ? `${list.join(', ')} and ${last}` : last;
  const where = known ? '' : ' We do not know this language yet.';
  return `We looked for ${all}. We miss things.${where}`;
}

/** The question over the marked words, before what can be done. Quotes at most three of them. */
export function question(marked: readonly string[]): string {
  const some = marked.slice(0, 3).map((words) => `“${words}”`);
  const last = some.pop();
  if (!last) return '';
  const list = some.length > 0 ? `${some.join(', ')} and ${last}` : last;
  return `${list} may let somebody know who this is. Make it vaguer?`;
}

const named: Record<Kind, string> = {
  name: 'a name',
  number: 'a number',
  contact: 'an address or a telephone number',
  handle: 'a handle',
  birth: 'a birth date',
  bed: 'a bed, a room or a list',
  picture: 'a picture of people in care',
  confirms: 'a reply that tells of care',
  against: 'something that a person may not want told',
  time: 'a day or an hour',
  place: 'a place',
  rare: 'something rare',
  health: 'an illness',
  event: 'an event',
  news: 'the news',
  age: 'an age',
  role: 'a profession',
  relation: 'a relation',
  origin: 'where somebody comes from',
  pattern: 'how often somebody came',
  mark: 'what somebody looks like',
  quote: 'somebody’s own words',
};

/**
 * What a private note says of words that have gone out, or were kept: at most three kinds, and none of the words
 * themselves. Empty when nothing was found.
 */
export function noteWords(kinds: readonly Kind[]): string {
  const some = [...new Set(kinds)].slice(0, 3).map((kind) => named[kind]);
  const last = some.pop();
  if (!last) return '';
  const list = some.length > 0 ? `${some.join(', ')} and ${last}` : last;
  return `There is ${list} in it. That may let somebody know who this is.`;
}
