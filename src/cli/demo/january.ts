/** Everything invented that is said about the month of January 2018. */
export const january = {
  date: '2018-01-18',
  plainSummary: `This paper was written by two people who met online: a patient, and a radiation therapist from another country. They ask what happens when the people who treat us and the people who are treated talk to each other outside of the hospital.

Rules for staff often say no to every such contact. The authors think that this is too simple. It matters whether a therapist is treating you right now, and it matters what the talk is about. They tell small stories of their own, and ask for rules with some room in them.

You do not need to know anything about radiation therapy to take part. If you have ever been a patient, or sat beside one, you know enough.`,
  notice:
    'Demonstration: everything that people say in this month is invented. Only the paper is real.',
  readings: [
    {
      paper: {
        title: 'All my pocket friends: social media relationships',
        authors: [{ family: 'Robins', given: 'Sue' }],
        year: 2018,
        type: 'posted-content',
        source: 'hand' as const,
      },
      note: 'The guest post of that month: medradresearch.wordpress.com, 9 January 2018.',
    },
    {
      paper: {
        title: 'Coffee, not advice: an invented study of what patients ask therapists online',
        authors: [{ family: 'Example', given: 'Ada' }],
        journal: 'Journal of Invented Examples',
        year: 2017,
        type: 'journal-article',
        source: 'hand' as const,
      },
      note: 'Invented, so that this list has two lines.',
    },
  ],
  words: [
    {
      term: 'radiation therapist',
      meaning:
        'Somebody trained to plan and give radiation treatment. In some countries: therapeutic radiographer.',
    },
    {
      term: 'fraction',
      meaning:
        'One of the small daily doses into which a course of radiation treatment is divided.',
    },
    {
      term: 'boundary',
      meaning:
        'The line between what belongs to care and what belongs to private life. It can be drawn with some kindness.',
    },
    {
      term: 'social media policy',
      meaning:
        'What a hospital or a regulator says about how staff may talk with others on the internet.',
    },
    { term: 'lurker', meaning: 'Somebody who reads and does not write. Very welcome here.' },
    {
      term: 'mask',
      meaning: 'A mesh that is shaped to the face and keeps the head still while it is treated.',
    },
  ],
  hostSummary: `Thirty-nine minutes of hellos, stories and disagreement, kindly held.

Most of us could live with a simple first question: am I treating this person now? If yes, go slowly. If no, be a human being with a job, and remember that people other than your friend may read along.

Patients asked for two things that no policy mentions: to be told why a request is declined, and to be offered something else instead. Students asked where one learns this. Nobody had a good answer, so that is where the next paper might come from.

Thank you all, and above all those who only read. (Invented for the demonstration.)`,
};

/** The guest post: invented, and it says so itself. */
export const essay = {
  title: 'Four minutes a day (an invented sample essay)',
  authorName: 'Maren Holt',
  about:
    'Sample text, invented for this demonstration by nobody you know. The real guest post of January 2018 was “All my pocket friends: social media relationships” by Sue Robins, on medradresearch.wordpress.com.',
  body: `*This essay is an invented sample. Maren Holt does not exist, and neither does her hospital.*

For five weeks I lay on a table for four minutes a day. I have since worked out that this makes one hour and forty minutes, about as long as a film, and I can tell you that I remember every scene.

I remember the ceiling, because that is what one looks at. Somebody had stuck a paper fish to it. It was not a beautiful fish. It had been cut out in a hurry, from a calendar I think, and one fin was missing. I came to look forward to that fish more than I can explain.

## The people beside the fish

The fish had been put there by a radiation therapist. I know, because on the ninth day I asked. She laughed and said that she had lain on the table herself one evening, after the last patient, to see what we see. “A ceiling,” she said. “For five weeks. I was ashamed.” The next morning there was a fish.

Nobody had asked her to. There is no line in any protocol about fish. She had simply been, for four minutes, where I was.

I knew three things about her: that she had cold hands and apologised for them, that she hummed, and that she had once lain where I lay. She knew my date of birth, my diagnosis, the exact shape of my left side, and the fact that I cannot stand lavender. It was not an even trade. It never is.

## The request

When it was over I did what one does now. I looked for her. She was easy to find: a name, a hospital town, a picture with a dog. My finger was over the button for some time.

What did I want? Not advice. I had a nurse for that, and a telephone number on a card. I think I wanted the trade to be a little more even. I wanted to know what the dog was called.

I did not press the button. I was afraid of the silence that might come back, and that I would never learn whether it meant *no*, or *I am not allowed to*, or *I never saw it*. After treatment one has had enough of waiting for answers.

## What I would ask for

I have since read some of the rules that are made for staff. Most of them have one colour. I do not envy the people who write them; they think of the worst afternoon that ever happened, and then they write a sentence to prevent it.

But between yes and no there is a good deal of country. If I could ask for three things, they would be these:

1. **Tell us why.** “Not while I am treating you” is an answer that I can hold in my hand. Silence is not.
2. **Offer something else.** A card at the end. A page where the whole team says hello. A club like this one, where we may both read the same paper and be curious on the same evening.
3. **Trust us to understand.** We have understood much harder things by then.

## And the dog

I met her again, in the end, in the car park, with a trolley full of compost. She asked how I was, and I told her, and then I asked about the dog.

He is called Biscuit. He is afraid of balloons.

It was less than four minutes. I have thought about it for longer than that.`,
};

/** Under the essay: who says what, `to` answers the comment with that number. */
export const comments: { by: string; text: string; to?: number }[] = [
  {
    by: 'tomasz_w',
    text: 'I went and lay on our table after reading this. We have ceiling tiles with holes. Thursday there will be a fish.',
  },
  {
    by: 'jo_calgary',
    text: 'The uneven trade! I have never had words for it. They know where I am ticklish, and I do not know their second name.',
  },
  {
    by: 'aroha_k',
    text: '“Not while I am treating you” is a sentence that I can say. Thank you, I needed one.',
  },
  { by: 'maren_holt', text: 'Please send a picture of the fish.', to: 1 },
  { by: 'tomasz_w', text: 'It will have both fins.', to: 4 },
  {
    by: 'lin_of_the_hills',
    text: 'As a daughter in the waiting room: we see you too. The one who remembers the parking is the one I would write to.',
  },
  {
    by: 'nadia_h',
    text: 'We teach our students the machine for three years and this for one afternoon.',
  },
  { by: 'dede_okafor', text: 'Can confirm. It was a Friday afternoon.', to: 7 },
  {
    by: 'sabine_ruoff',
    text: 'Silence as the worst answer: that belongs into the chat. I have put it into the third question in my head.',
  },
  {
    by: 'quietbat',
    text: 'I pressed the button once. The silence lasted two years. I still think she may not have seen it.',
  },
  {
    by: 'aroha_k',
    text: 'I am sorry. I have been that silence, I think, out of fear of my regulator and not of you.',
    to: 10,
  },
  {
    by: 'ferro_sp',
    text: 'I have not treated anybody yet, but I shall lie down first. Greetings to Biscuit.',
  },
];
