/** One matter that a person can settle, on a page of its own. */
export interface Matter {
  href: string;
  title: string;
  /** What it is about, in a sentence. */
  about: string;
  /** Other words that people would look for. */
  words: string;
}

/** The matters, in groups, in their lasting order. */
export const matters: readonly { group: string; list: readonly Matter[] }[] = [
  {
    group: 'You',
    list: [
      {
        href: '/settings/profile',
        title: 'Your page',
        about: 'Name, a few words, pictures, links, hashtags, languages, time zone.',
        words: 'profile bio pronouns avatar photo header website rel=me display name featured tags',
      },
      {
        href: '/settings/roles',
        title: 'What brings you here',
        about: 'Patient, carer, professional and more; who may see which.',
        words: 'role badge audience private hide',
      },
      {
        href: '/settings/work',
        title: 'Your work',
        about: 'For health professionals: profession, country, and what was checked.',
        words: 'credential orcid register licence job jurisdiction verified check',
      },
      {
        href: '/notebook',
        title: 'Your notebook',
        about: 'Where you are treated; what you weighed. For yourself alone, on this device alone.',
        words:
          'notebook notes private diary treatment hospital clinic reflection cpd record encrypted',
      },
      {
        href: '/settings/found',
        title: 'Being found',
        about: 'Whether people and search engines can find you, and who sees whom you follow.',
        words: 'privacy search discoverable index google followers directory',
      },
      {
        href: '/settings/posting',
        title: 'Posting and following',
        about:
          'Who reads your posts unless you say otherwise, and whether people ask before they follow.',
        words:
          'locked follow requests default visibility audience quote sensitive language private',
      },
      {
        href: '/settings/notifications',
        title: 'What you are told',
        about: 'Who gets through to you, quiet hours, messages to your devices.',
        words: 'notifications alerts push filter requests strangers mute quiet do not disturb',
      },
      {
        href: '/settings/look',
        title: 'How it looks',
        about: 'Light or dark, larger letters, a calm mode. On this device.',
        words: 'theme dark font size contrast calm appearance',
      },
    ],
  },
  {
    group: 'Getting in',
    list: [
      {
        href: '/settings/ways-in',
        title: 'Ways to sign in',
        about: 'Passkeys, password, a second step, accounts elsewhere.',
        words:
          'security passkey fingerprint face password two factor 2fa totp recovery codes google facebook wordpress mastodon orcid',
      },
      {
        href: '/settings/address',
        title: 'Your e-mail address',
        about: 'Where our letters go. Nobody sees it.',
        words: 'mail email change',
      },
      {
        href: '/settings/devices',
        title: 'Your devices',
        about: 'Where you are signed in, and how to sign a lost one out.',
        words: 'sessions phone computer log out sign out lost stolen',
      },
      {
        href: '/settings/apps',
        title: 'Apps',
        about: 'Apps that may act for you, and how to take that back.',
        words: 'oauth mastodon client token authorised permission revoke',
      },
    ],
  },
  {
    group: 'You and others',
    list: [
      {
        href: '/follow-requests',
        title: 'Who asks to follow you',
        about: 'Say yes or no. For those who decide it themselves.',
        words: 'follow requests accept decline locked approve',
      },
      {
        href: '/friends',
        title: 'Friends',
        about: 'Your friends, who asks you, whom you asked.',
        words: 'pocket friends request introduce tray held unfriend',
      },
      {
        href: '/settings/requests',
        title: 'Requests to be friends',
        about: 'Which ones come before you, which are held. Under eighteen.',
        words: 'friend request hold role place hospital club age minor young under 18',
      },
      {
        href: '/settings/connections',
        title: 'People you keep away',
        about: 'Whom you muted or blocked, and servers too; take it back here.',
        words: 'block mute silence domain server unblock unmute harassment',
      },
    ],
  },
  {
    group: 'You and this place',
    list: [
      {
        href: '/settings/consents',
        title: 'What you agreed to',
        about: 'Each on its own: see it, give it, take it back.',
        words: 'consent privacy research transcript federation push gdpr',
      },
      {
        href: '/settings/invite',
        title: 'Bring a friend',
        about: 'A link that lets somebody you know in.',
        words: 'invitation invite link friend',
      },
      {
        href: '/settings/reports',
        title: 'What you reported',
        about: 'And what came of it.',
        words: 'report abuse moderation harassment outcome',
      },
      {
        href: '/settings/copy',
        title: 'A copy of everything',
        about: 'All that is kept about you, to take away.',
        words: 'export download data archive backup takeout',
      },
      {
        href: '/settings/move',
        title: 'Moving',
        about: 'Say which accounts elsewhere are yours too.',
        words: 'alias migrate move another server account also known as',
      },
      {
        href: '/settings/leave',
        title: 'Leaving',
        about: 'Have everything erased. You have a week to think again.',
        words: 'delete account erase close remove',
      },
    ],
  },
];

/** The matters that fit what somebody looks for; all of them when they look for nothing. */
export function mattersFor(asked: string): typeof matters {
  const sought = asked.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = ({ title, about, words }: Matter) => {
    const said = `${title} ${about} ${words}`.toLowerCase();
    return sought.every((word) => said.includes(word));
  };
  return matters
    .map(({ group, list }) => ({ group, list: list.filter(fits) }))
    .filter(({ list }) => list.length > 0);
}
