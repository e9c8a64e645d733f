import type { Kind, Language } from '../finding.ts';

/** What could stand instead in a language. What is not named is better left out. */
export interface Words {
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

/** Those of each language with rules. */
export const vagueWords: Record<Language, Words> = {
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

function everyOne(someone: string): Partial<Record<Kind, string>> {
  return { name: someone, handle: someone, bed: someone, role: someone, relation: someone };
}

function set(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}
