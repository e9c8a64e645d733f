import { notAllowed } from './admin-shown.server.ts';
import { answer, notFound, refuse } from './errors.ts';
import { person, type Call, type Route } from './route.ts';
import type { Scope } from '#domain/apps/scopes.ts';

type Matter = Extract<Scope, `admin:read:${string}`> extends `admin:read:${infer M}` ? M : never;

const elsewhere = 'Other servers are dealt with here once it comes with federation';
const matters: readonly [Exclude<Matter, 'accounts' | 'reports'>, string][] = [
  ['domain_blocks', elsewhere],
  ['domain_allows', elsewhere],
  ['ip_blocks', 'Network addresses are not kept here, so none can be blocked'],
  ['email_domain_blocks', 'Addresses are not judged by their provider here'],
  ['canonical_email_blocks', 'Nobody is kept away by an address here'],
];

/** Lists that operators know from other servers: empty, and nothing can be put on them yet. */
export const adminListRoutes: readonly Route[] = matters.flatMap(([matter, words]): Route[] => {
  const at = `/api/v1/admin/${matter}`;
  const reads = person(`admin:read:${matter}`);
  const writes = person(`admin:write:${matter}`);
  const only = (go: () => Response) => async (call: Call) =>
    call.ctx.viewer?.operator ? go() : notAllowed();
  const no = only(() => refuse(422, words));
  return [
    { method: 'GET', path: at, needs: reads, answer: only(() => answer([])) },
    { method: 'GET', path: `${at}/:id`, needs: reads, answer: only(notFound) },
    { method: 'POST', path: at, needs: writes, answer: no },
    { method: 'PUT', path: `${at}/:id`, needs: writes, answer: only(notFound) },
    { method: 'DELETE', path: `${at}/:id`, needs: writes, answer: only(notFound) },
  ];
});
