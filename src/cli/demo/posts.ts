import type { PollInput } from '#domain/posts/poll-rules.ts';

/** A post of the demonstration, some hours before the chat; `answers` is the number of an earlier one, from 1. */
export interface DemoPost {
  by: string;
  hoursBefore: number;
  text: string;
  note?: string;
  answers?: number;
  poll?: PollInput;
}

/** What people wrote the day before: invented, like them. */
export const posts: DemoPost[] = [
  {
    by: 'tomasz_w',
    hoursBefore: 29,
    text: 'Tomorrow we talk again. The paper is short, the summary is shorter, and nobody checks who has read what. #MedRadJClub',
  },
  {
    by: 'jo_calgary',
    hoursBefore: 27,
    text: 'First tomatoes of the year. I promised myself to see them, back in March. Here they are.',
  },
  {
    by: 'maren_holt',
    hoursBefore: 22,
    note: 'The mask',
    text: 'I asked to hold it before they put it on me. It was lighter than I had feared. Ask to hold it.',
  },
  {
    by: 'aroha_k',
    hoursBefore: 21,
    text: 'I will offer that to everybody from now on. Thank you for saying it aloud.',
    answers: 3,
  },
  {
    by: 'lin_of_the_hills',
    hoursBefore: 9,
    text: 'Those who wait for somebody: what do you take along?',
    poll: { options: ['A book', 'Knitting', 'Nothing, I look at the fish'], seconds: 3 * 86_400 },
  },
  {
    by: 'aroha_k',
    hoursBefore: 6,
    text: 'Today somebody asked me to count down aloud, so that the long scan has an end. We both breathed better. Does anybody else do that? #MedRadJClub',
  },
  {
    by: 'jo_calgary',
    hoursBefore: 5,
    text: 'Please do. Ten, nine, and by three I am usually in my garden.',
    answers: 6,
  },
  {
    by: 'dede_okafor',
    hoursBefore: 4,
    text: 'Written down for my first day in the room. Nobody taught us that.',
    answers: 6,
  },
];

/** Who follows whom. */
export const follows: [string, string[]][] = [
  ['quietbat', ['aroha_k', 'lin_of_the_hills', 'tomasz_w', 'maren_holt']],
  ['aroha_k', ['jo_calgary', 'maren_holt', 'tomasz_w']],
  ['jo_calgary', ['aroha_k', 'maren_holt', 'lin_of_the_hills']],
  ['dede_okafor', ['aroha_k', 'tomasz_w', 'sabine_ruoff']],
  ['tomasz_w', ['sabine_ruoff', 'aroha_k']],
];

/** Which posts found thanks, by their number from 1, and whose. */
export const thanks: [number, string][] = [
  [3, 'jo_calgary'],
  [6, 'jo_calgary'],
  [6, 'tomasz_w'],
  [2, 'aroha_k'],
];
