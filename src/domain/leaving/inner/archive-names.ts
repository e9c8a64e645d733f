/** Names of what is kept, in plain words. What is not here is written as it is called. */
const names: Readonly<Record<string, string>> = {
  admission: 'Your wish to join',
  alsoKnownAs: 'Your accounts elsewhere',
  apps: 'Apps that may act for you',
  asked: 'Whom you asked to follow',
  backedUp: 'Kept in a cloud as well',
  bio: 'About you',
  blocked: 'Whom you blocked',
  blockedServers: 'Servers that you blocked',
  consents: 'What you agreed to',
  contactGiven: 'How friends can reach you',
  copyAsked: 'You asked for this copy',
  credentialAsked: 'A check that you asked for',
  credentials: 'What was checked',
  discoverable: 'People can find you',
  editions: 'What your guest posts said before',
  edits: 'Guest posts of others that you put right',
  ends: 'Until',
  follows: 'Whom you follow',
  friendRequestsReceived: 'Who asked to be your friend',
  friendRequestsSent: 'Whom you asked to be friends',
  friendsShownTo: 'Who sees your friends',
  hostNotes: 'Notes to other hosts',
  indexable: 'Search engines may show you',
  introductionsMade: 'Friends whom you introduced to each other',
  introductionsReceived: 'People to whom you were introduced',
  invited: 'Invitations to write that you took',
  invites: 'Invitations to write that you sent',
  keysChanged: 'Ways in changed',
  knownDevices: 'Devices seen before',
  leavingAsked: 'You asked to leave',
  login: 'Your address',
  muted: 'Whom you muted',
  moves: 'Months that you moved on',
  operatorSince: 'Operator since',
  outsideAccounts: 'Accounts elsewhere that open this one',
  passwordChanged: 'Password set',
  presences: 'Chats that you were at',
  published: 'Since',
  requestsHeld: 'Requests that you let be held',
  secondStepSince: 'Second step since',
  seen: 'Last used',
  sessions: 'Devices that are signed in',
  shown: 'People whom your page shows',
  showsFollows: 'Others see whom you follow',
  studyOptOuts: 'Chats that may not be studied with your words',
  textVersion: 'Wording',
  underEighteenSince: 'You said that you are under eighteen',
  updated: 'Last changed',
  work: 'Your work',
  zone: 'Time zone',
};

/** `passkeys` as people would write it: "Passkeys". */
export function plainName(name: string): string {
  const spaced = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return names[name] ?? spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

/** Numbers and names of files: they are in the files for programs, and say nothing to a reader. */
export function isForPrograms(name: string): boolean {
  return /^id$|Id$/.test(name) || ['skeleton', 'avatar', 'header', 'place'].includes(name);
}
