import type { Unheard } from './token.server.ts';
import type { StreamFault } from './streams.ts';

/** An answer to whoever may not listen, over either way. */
export interface Fault {
  status: number;
  error: string;
}

/** What is said of each fault. */
export const faults = {
  unknown: { status: 400, error: 'Unknown stream type' },
  tag: { status: 400, error: 'Missing tag name parameter' },
  list: { status: 400, error: 'Missing list name parameter' },
  invalid: { status: 401, error: 'The access token is invalid' },
  nobody: { status: 403, error: 'This method requires an authenticated user' },
  scope: { status: 403, error: 'This action is outside the authorized scopes' },
  gone: { status: 404, error: 'Record not found' },
  many: { status: 429, error: 'Too many streams' },
  words: { status: 400, error: 'The message could not be read' },
  full: { status: 503, error: 'Too many streams' },
} satisfies Record<StreamFault | Unheard | 'scope' | 'gone' | 'many' | 'words' | 'full', Fault>;

/** The name of one of them. */
export type FaultName = keyof typeof faults;
