/** What an operator can look after, each on a page of its own, in its lasting order. */
export const matters = [
  {
    href: '/operator/place',
    title: 'This place',
    about: 'Its name, its rules, its contact, and who may join.',
  },
  {
    href: '/operator/announcements',
    title: 'Announcements',
    about: 'What everybody here should know.',
  },
  {
    href: '/operator/reports',
    title: 'Reports',
    about: 'What people ask you to look at.',
  },
  {
    href: '/operator/admissions',
    title: 'Who waits to be let in',
    about: 'Where sign-up needs your yes.',
  },
  {
    href: '/operator/invitations',
    title: 'Invitations',
    about: 'Links for people whom you would like to have here.',
  },
  {
    href: '/operator/people',
    title: 'People',
    about: 'Who is here. Help with a lost device; share the duty.',
  },
  {
    href: '/operator/credentials',
    title: 'Register checks',
    about: 'Professionals who ask you to look them up in a public register.',
  },
  {
    href: '/operator/boundaries',
    title: 'Rules of conduct',
    about: 'Add the rules of your own house, and see what they change.',
  },
  {
    href: '/operator/sign-in',
    title: 'Accounts elsewhere',
    about: 'Which other services people may sign in with.',
  },
  {
    href: '/operator/federation',
    title: 'Other servers',
    about: 'With which this place exchanges posts, and whether they answer.',
  },
  {
    href: '/operator/letters',
    title: 'Letters',
    about: 'Whether they leave. Send yourself one.',
  },
  {
    href: '/operator/log',
    title: 'What was done',
    about: 'Every act of whoever looks after this place.',
  },
] as const;
