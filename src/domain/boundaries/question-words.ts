import type { Side } from './facts.ts';
import type { Question } from './questions.ts';

/** One answer, with its words. */
export interface Choice {
  value: string;
  words: string;
}

const choice = (value: string, words: string): Choice => ({ value, words });

const ended = (now: string, never: string) => [
  choice('now', now),
  choice('withinYear', 'It ended less than a year ago'),
  choice('withinFive', 'It ended one to five years ago'),
  choice('longer', 'It ended more than five years ago'),
  choice('never', never),
  choice('undeclared', 'I would rather not say'),
];

const purposes = [
  choice('social', 'To be in touch'),
  choice('clinical', 'Something about care'),
  choice('coproduction', 'To work on something together: a paper, a talk, a panel'),
];

/** The questions in the words of each side, whole: which of them are asked is `questionsFor`'s to say. */
export const bySide: Readonly<Record<Side, readonly Question[]>> = {
  professional: [
    {
      title: 'Do you care for this person now, or did you?',
      hint: 'Your answer stays with you. As a student, count the people of your placements.',
      fields: [
        {
          name: 'ended',
          kind: 'one',
          legend: 'Care between you',
          choices: ended('I care for them now', 'I never cared for them'),
        },
      ],
    },
    {
      title: 'What kind of care was it, and what else is between you?',
      hint: 'Choose what is true. Leave out what you do not know, and look nothing up.',
      fields: [
        {
          name: 'about',
          kind: 'many',
          legend: 'The care, and the person',
          choices: [
            choice('course', 'It went on for weeks or longer'),
            choice('mentalHealth', 'It was about mental health'),
            choice('minor', 'They are under 18, or were then'),
            choice('vulnerable', 'They were in a fragile place, or are now'),
          ],
        },
        {
          name: 'tie',
          kind: 'one',
          legend: 'What else is between you',
          choices: [
            choice('none', 'Nothing else'),
            choice('colleague', 'They work in health care as I do'),
            choice('friendsBefore', 'We were friends before the care began'),
            choice('careTeam', 'My team cares for them, and I may be next'),
            choice('sameOrganisation', 'They are cared for where I work'),
            choice('family', 'Somebody close to them is in my care'),
          ],
        },
      ],
    },
    {
      title: 'Who starts, and what for?',
      hint: 'Whoever had the idea, starts, whoever presses the button.',
      fields: [
        {
          name: 'initiator',
          kind: 'one',
          legend: 'Whose idea it is',
          choices: [choice('me', 'Mine'), choice('them', 'Theirs')],
        },
        { name: 'purpose', kind: 'one', legend: 'What it is for', choices: purposes },
        {
          name: 'account',
          kind: 'one',
          legend: 'Your page here',
          choices: [
            choice('professional', 'It is for my work, and says what I do'),
            choice('personal', 'It is personal'),
          ],
        },
      ],
    },
  ],
  other: [
    {
      title: 'Does this person care for you now, or did they?',
      hint: 'Your answer stays with you.',
      fields: [
        {
          name: 'ended',
          kind: 'one',
          legend: 'Care between you',
          choices: ended('They care for me now', 'They never cared for me'),
        },
      ],
    },
    {
      title: 'What kind of care was it, and what else is between you?',
      hint: 'Choose what is true, and leave out what you would rather not say.',
      fields: [
        {
          name: 'about',
          kind: 'many',
          legend: 'The care, and you',
          choices: [
            choice('course', 'It went on for weeks or longer'),
            choice('mentalHealth', 'It was about mental health'),
            choice('minor', 'I am under 18, or was then'),
            choice('vulnerable', 'It was a hard time, or is one now'),
          ],
        },
        {
          name: 'tie',
          kind: 'one',
          legend: 'What else is between you',
          choices: [
            choice('none', 'Nothing else'),
            choice('colleague', 'I work in health care as they do'),
            choice('friendsBefore', 'We were friends before the care began'),
            choice('careTeam', 'Their team cares for me'),
            choice('sameOrganisation', 'I am cared for where they work'),
            choice('family', 'They care for somebody close to me'),
          ],
        },
      ],
    },
    {
      title: 'Who starts, and what for?',
      hint: 'Whoever had the idea, starts, whoever presses the button.',
      fields: [
        {
          name: 'initiator',
          kind: 'one',
          legend: 'Whose idea it is',
          choices: [choice('me', 'Mine'), choice('them', 'Theirs')],
        },
        { name: 'purpose', kind: 'one', legend: 'What it is for', choices: purposes },
        {
          name: 'account',
          kind: 'one',
          legend: 'Their page here',
          choices: [
            choice('professional', 'It is for their work, and says what they do'),
            choice('personal', 'It is personal'),
          ],
        },
      ],
    },
  ],
};
