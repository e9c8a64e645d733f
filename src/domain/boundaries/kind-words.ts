import type { Side } from './facts.ts';

/** The side that speaks, and whether it asks or is asked. */
export interface Speaker {
  side: Side;
  asked: boolean;
}

/**
 * A kind text for "not now", to begin with and to change. It never says that anybody is or was in anybody's care:
 * a text can be shown around.
 */
export function kindWords({ side, asked }: Speaker): string {
  if (side === 'professional')
    return asked
      ? 'Thank you for asking me. Because of the work I do, I keep most private contact for later, whoever it is. It is not about you. You are welcome to follow what I write here, and I would be glad to see you in the club.'
      : 'I like what you write in the club. Because of the work I do I keep to public talk here, whoever it is, so let us go on there.';
  return asked
    ? 'Thank you for asking me. For now I would rather keep to the club, where we can all talk. It is not about you.'
    : 'I would have liked to ask you, and know that your work may not leave room for it now. I will read what you write, and see you in the club.';
}

/** What a patient should know before they ask, or answer, somebody who works in health care. */
export function patientCard(asked: boolean): { title: string; words: string } {
  return asked
    ? {
        title: 'You owe nobody a yes',
        words:
          'You can say yes, or leave it. Nobody is told that you leave it, and your care stays the same. If they treat you, you may both do better with the club for now.',
      }
    : {
        title: 'If they do not answer',
        words:
          'They may have to say not now while they treat you. It is not about you. Nobody is told why somebody does not answer, and you can follow them here whatever they say.',
      };
}
