import type { Back, BeginRefused } from '#domain/people/outside-sign-in.server.ts';

type BackRefused = Extract<Back, { refused: unknown }>['refused'];

/** Why it did not work with a service, as a code in an address or a form's answer. */
export type Said = Exclude<BeginRefused, 'gone'> | BackRefused;

/** The code -> what went wrong, and what to do. Nothing is lost by any of them. */
const saidWords: Record<Said, (name: string) => string> = {
  denied: (name) =>
    `You said no at ${name}, or closed it. Nothing was connected and nothing was kept.`,
  unreachable: (name) =>
    `${name} does not answer just now. Try again in a few minutes, or use another way.`,
  mangled: (name) =>
    `${name} sent something that we could not trust, so we stopped. Try once more. If it stays like this, please tell whoever looks after this place.`,
  client: (name) =>
    `${name} did not recognise this place. Try once more. If it stays like this, please tell whoever looks after it.`,
  code: (name) => `That took a little too long for ${name}. Please try once more.`,
  stale: () =>
    'This answer came too late, twice, or to another browser than the one you began in. Please begin again.',
  taken: () =>
    'That account opens another account here already. Disconnect it there first, or choose another.',
  server: () => 'Write the name of your server, like social.example or @me@social.example.',
  notMastodon: () =>
    'There is no Mastodon server at this address. Look at the address that your browser shows when you are there.',
  tooFast: () => 'That was a lot in a short time. Please wait a while and try again.',
};

/** The words for a code; nothing for none, or one that we never send. */
export function wordsOf(said: string | null, name: string): string | undefined {
  const code = (Object.keys(saidWords) as Said[]).find((known) => known === said);
  return code && saidWords[code](name);
}
