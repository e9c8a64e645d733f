/** What somebody can agree to. Each on its own; none hangs on another. */
export const consentKinds = ['account', 'transcript', 'research', 'federation', 'push'] as const;

/** One of them. */
export type ConsentKind = (typeof consentKinds)[number];

/** One wording. Every wording that anybody ever agreed to stays here, so that they can read it again. */
export interface ConsentText {
  version: string;
  words: string;
}

/** A matter to agree to, or not. */
export interface ConsentMatter {
  title: string;
  /** What holds until somebody has been asked. Whoever was asked and did not say yes has said no. */
  untilAsked: boolean;
  /** What changes when it is taken back, and what cannot. */
  takenBack: string;
  /** Newest first. */
  texts: readonly [ConsentText, ...ConsentText[]];
}

/** The matters with their wordings. A changed wording gets a new version, before the older ones. */
export const consentMatters: Readonly<Record<ConsentKind, ConsentMatter>> = {
  account: {
    title: 'Being here',
    untilAsked: false,
    takenBack: 'There can be no account without it, so taking it back is leaving.',
    texts: [
      {
        version: '2026-11',
        words:
          'I am old enough for this place and will keep to its rules. You may keep my address, my page and what I write, in order to run this place, as the page about privacy says.',
      },
    ],
  },
  transcript: {
    title: 'My answers in the transcript',
    // People who answered before anybody was asked did so in a chat that said it is public.
    untilAsked: true,
    takenBack:
      'Your lines leave the transcripts, and the chats that are over, at once. They keep their numbers, and your words come back if you say yes again. Copies that others made we cannot reach.',
    texts: [
      {
        version: '2026-11',
        words:
          'What I answer in a chat may stand, with my name here, in the transcript that everybody can read afterwards. While a chat is open, everybody can read it in any case.',
      },
    ],
  },
  research: {
    title: 'My words in research',
    untilAsked: false,
    takenBack:
      'You are not counted in a chat that is studied, from now on. What was already published we cannot call back.',
    texts: [
      {
        version: '2026-11',
        words:
          'Where a chat says that it will be studied, my answers in it may be part of that study. In each such chat I can still say no.',
      },
    ],
  },
  federation: {
    title: 'My public posts on other servers',
    untilAsked: false,
    takenBack: 'Nothing goes to other servers.',
    texts: [
      {
        version: '2026-11',
        words:
          'My public posts may go to servers elsewhere that people here are in touch with, and be kept there.',
      },
    ],
  },
  push: {
    title: 'Messages to my devices',
    untilAsked: false,
    takenBack: 'No message is sent to your devices.',
    texts: [
      {
        version: '2026-11',
        words:
          'You may tell my devices that something waits for me here, through the service of whoever made the device. The message itself says nothing.',
      },
    ],
  },
};

/** Matters that do not happen here yet: what somebody says now will hold when they do. */
export const notYet: ReadonlySet<ConsentKind> = new Set<ConsentKind>(['federation']);

/** Whether a word is a matter to agree to. */
export function isConsentKind(word: string): word is ConsentKind {
  return (consentKinds as readonly string[]).includes(word);
}

/** The wording of today. */
export function currentText(kind: ConsentKind): ConsentText {
  return consentMatters[kind].texts[0];
}
