import type { AskingRefused } from '#domain/apps/asking.server.ts';

/** What somebody reads whose app asked in a way that does not work. It is never their own doing. */
export const refusalWords: Readonly<Record<AskingRefused['refused'], string>> = {
  broken: 'The link that the app made is broken or too long.',
  app: 'This place does not know the app. It may have been forgotten because nobody used it for a while.',
  redirect:
    'The app wants the answer sent to an address that it did not name when it came. We do not send anything there.',
  kind: 'The app asks for a kind of answer that this place does not give.',
  scopes: 'The app asks for leave that it did not name when it came, or that does not exist here.',
  challenge: 'The app does not protect its answer in the way that this place needs.',
};
