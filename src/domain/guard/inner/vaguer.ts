import type { Kind, Language, Role } from '../finding.ts';
import type { Mark } from './judge.ts';
import type { Token } from './tokens.ts';

/** What could stand instead in a language. What is not named is better left out. */
interface Words {
  instead: Partial<Record<Kind, string>>;
  /** A place, told by somebody who works there, and by somebody who does not. */
  atWork: string;
  nearby: string;
  ages: readonly [young: string, middle: string, old: string];
  /** After these an illness needs no article; before a time or a place they go with it. */
  articles: ReadonlySet<string>;
  prepositions: ReadonlySet<string>;
  illness: string;
}

const words: Record<Language, Words> = {
  en: {
    instead: {
      ...everyOne('someone'),
      confirms: 'good to hear from you',
      time: 'recently',
      rare: 'something unusual',
      health: 'an illness',
      event: 'an accident',
      pattern: 'again',
    },
    atWork: 'at work',
    nearby: 'nearby',
    ages: ['young', 'middle-aged', 'very old'],
    articles: set('a an the his her their this that my our with of onset from s'),
    prepositions: set(
      'in at on from near to into since by of outside for through around across over the',
    ),
    illness: 'illness',
  },
  fr: {
    instead: {
      ...everyOne('quelqu’un'),
      confirms: 'merci de votre message',
      time: 'récemment',
      rare: 'quelque chose de peu courant',
      health: 'une maladie',
      event: 'un accident',
      pattern: 'encore',
    },
    atWork: 'au travail',
    nearby: 'près d’ici',
    ages: ['jeune', 'adulte', 'très âgé'],
    articles: set('le la l un une sa son ses leur ma mon de du d'),
    prepositions: set('a au aux en dans de du pres chez sur vers le la l depuis'),
    illness: 'maladie',
  },
  es: {
    instead: {
      ...everyOne('alguien'),
      confirms: 'gracias por escribir',
      time: 'hace poco',
      rare: 'algo poco común',
      health: 'una enfermedad',
      event: 'un accidente',
      pattern: 'otra vez',
    },
    atWork: 'en el trabajo',
    nearby: 'por aquí cerca',
    ages: ['joven', 'de mediana edad', 'muy mayor'],
    articles: set('el la un una su sus mi de'),
    prepositions: set('a al en de del desde cerca el la los por'),
    illness: 'enfermedad',
  },
  de: {
    instead: {
      ...everyOne('jemand'),
      confirms: 'danke für die Nachricht',
      time: 'neulich',
      rare: 'etwas Ungewöhnliches',
      health: 'eine Krankheit',
      event: 'ein Unfall',
      pattern: 'wieder',
    },
    atWork: 'bei der Arbeit',
    nearby: 'hier in der Nähe',
    ages: ['jung', 'mittleren Alters', 'sehr alt'],
    articles: set('der die das den dem ein eine einen ihr ihre sein seine mit'),
    prepositions: set('in im bei aus von nach nahe auf am seit der dem den'),
    illness: 'Krankheit',
  },
};

/** A mark with the words before it that would hang in the air, and what could stand for all of it. */
export function softened(
  marks: readonly Mark[],
  tokens: readonly Token[],
  language: Language | 'other',
  role: Role,
): (Mark & { vaguer: string })[] {
  if (language === 'other') return marks.map((mark) => ({ ...mark, vaguer: '' }));
  const own = words[language];
  const said = new Set<Kind>();
  let at = 0;
  let free = 0;
  return marks.map((mark) => {
    while (at < tokens.length && (tokens[at]?.from ?? 0) < mark.from) at++;
    const from = goesWith(mark.kind) ? reach(own, tokens, at, free) : mark.from;
    const before = tokens[at - 1]?.word ?? '';
    const kept =
      saidOnce(mark.kind) && said.has(mark.kind)
        ? ''
        : vaguerOf(mark, own, role, before, tokens, at);
    said.add(mark.kind);
    free = mark.to;
    return { ...mark, from: Math.min(from, mark.from), vaguer: kept };
  });
}

/** "at", "in the" before a day or a place: they go with it, unless another mark holds them. */
function reach(own: Words, tokens: readonly Token[], at: number, free: number): number {
  let first = at;
  for (let back = 1; back <= 2; back++) {
    const token = tokens[at - back];
    const here = tokens[at];
    if (!token || token.from < free || token.sentence !== here?.sentence) break;
    if (!own.prepositions.has(token.word)) break;
    first = at - back;
  }
  return tokens[first]?.from ?? Infinity;
}

function vaguerOf(
  mark: Mark,
  own: Words,
  role: Role,
  before: string,
  tokens: readonly Token[],
  at: number,
): string {
  if (mark.kind === 'place') return role === 'professional' ? own.atWork : own.nearby;
  if (mark.kind === 'health' && own.articles.has(before)) return own.illness;
  if (mark.kind === 'age') return ageOf(own, tokens, at, mark);
  return own.instead[mark.kind] ?? '';
}

function ageOf(own: Words, tokens: readonly Token[], at: number, mark: Mark): string {
  const [young, middle, old] = own.ages;
  for (let next = at; (tokens[next]?.to ?? Infinity) <= mark.to; next++) {
    const years = Number(tokens[next]?.word);
    if (years >= 70) return old;
    if (years >= 40) return middle;
  }
  return young;
}

function goesWith(kind: Kind): boolean {
  return kind === 'time' || kind === 'place' || kind === 'origin';
}

/** "recently" twice in a sentence says no more than once. */
function saidOnce(kind: Kind): boolean {
  return kind === 'time' || kind === 'place' || kind === 'confirms' || kind === 'event';
}

function everyOne(someone: string): Partial<Record<Kind, string>> {
  return { name: someone, handle: someone, bed: someone, role: someone, relation: someone };
}

function set(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}
