import type { DemoLine } from './january-chat.ts';

/** Minutes that the live chat of the demonstration has been going on when it is made. */
export const minutesIn = 35;

/** A month that is live now and one that is announced; their papers are invented and say so. */
export const liveMonth = {
  minutes: 120,
  theme: 'Small talk in the treatment room',
  summary:
    'What do people say to each other in four minutes, and does it matter? (An invented month, so that there is a chat to join.)',
  paper: {
    title: 'Weather, parking and fear: an invented study of small talk in the treatment room',
    authors: ['Example A', 'Sample B'],
    journal: 'Journal of Invented Examples',
    year: 2026,
    note: 'This paper does not exist.',
  },
  questions: [
    {
      number: 1,
      text: 'What was the last small thing that somebody said to you before a treatment or a scan?',
    },
    {
      number: 2,
      text: 'Is small talk part of the care, or what is left over when the care is done?',
    },
    { number: 3, text: 'Who does not get any, and why?' },
    { number: 4, text: 'What would you like to be asked?' },
  ],
};

/** The month after it. */
export const nextMonth = {
  minutes: 60,
  theme: 'Reading a leaflet aloud',
  summary:
    'We take one leaflet, read it to each other, and stop wherever somebody stumbles. (An invented month.)',
  paper: {
    title: 'Stumbling points: reading patient leaflets aloud, an invented example',
    authors: ['Sample B'],
    journal: 'Journal of Invented Examples',
    year: 2026,
    note: 'This paper does not exist.',
  },
  questions: [
    { number: 1, text: 'Where did you stumble?' },
    { number: 2, text: 'Who is the leaflet talking to?' },
    { number: 3, text: 'What would you strike out first?' },
  ],
};

/** What the live month says in plain words. */
export const livePlainSummary =
  'Nobody teaches small talk, and everybody remembers it. The (invented) study listened to two hundred short conversations before radiation treatment. People spoke about the weather, the car park and, now and then, about being afraid. Come in and tell us about yours.';

/** The chat so far. */
export const liveChat: DemoLine[] = [
  [0, 'tomasz_w', 0, 'Good evening, everybody. Come in, find a chair. Who is here?'],
  [1, 'aroha_k', 0, 'Aroha, morning shift with headphones.'],
  [2, 'jo_calgary', 0, 'Jo. I have brought snow.'],
  [2, 'dede_okafor', 0, 'Dédé, notes as usual.'],
  [3, 'ferro_sp', 0, 'Ferro! Third time now. I am nearly furniture.'],
  [4, 'jo_calgary', 0, 'A welcome piece of furniture.', 5],
  [
    6,
    'aroha_k',
    1,
    '“Mind the step.” There is no step. We have said it for years and nobody knows why.',
  ],
  [7, 'maren_holt', 1, '“You have warm feet today.” I was absurdly proud.'],
  [8, 'lin_of_the_hills', 1, 'To my mother: “Is this your lucky scarf?” It was not. It is now.'],
  [
    10,
    'tomasz_w',
    1,
    'I say “back in a tick” and have no idea how that sounds to somebody who hears a machine start.',
  ],
  [11, 'maren_holt', 1, 'It sounds like a promise. Keep saying it.', 10],
  [
    14,
    'nadia_h',
    1,
    'In Arabic we say “with health” to somebody who comes out of the shower, and I catch myself saying it after scans.',
  ],
  [
    18,
    'quietbat',
    1,
    'the last thing was my number. the thing before was good morning. i kept the good morning.',
  ],
  [32, 'sabine_ruoff', 2, 'I would say it is how one finds out whether the rest can be said.'],
  [33, 'jo_calgary', 2, 'Part of it. It is the handrail.'],
  [
    34,
    'ferro_sp',
    2,
    'We have twelve minutes for each patient, and the small talk is in none of them.',
  ],
];
