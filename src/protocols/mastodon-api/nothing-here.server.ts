import { answer, notFound } from './errors.ts';
import { anybody, person, type Needs, type Route } from './route.ts';
import { meet } from '#domain/connections/meet.server.ts';

const all: Needs = { token: 'none' };

/** Collections of people to follow are not made here. */
const noCollections = (path: string, needs: Needs): Route => ({
  ...{ method: 'GET', path, needs },
  answer: async ({ ctx, params }) =>
    (await meet(ctx, params['id'] ?? '')) ? answer({ collections: [] }) : notFound(),
});

const none = (path: string, needs: Needs): Route => ({
  ...{ method: 'GET', path, needs, answer: async () => answer([]) },
});

/**
 * What other servers have and this place has not: no other servers are known here yet, nobody's
 * pictures stand for words, and nothing is ranked. An empty list says so; an error would break apps.
 */
export const nothingHereRoutes: readonly Route[] = [
  none('/api/v1/instance/peers', all),
  none('/api/v1/instance/domain_blocks', all),
  none('/api/v1/custom_emojis', all),
  none('/api/v1/trends', all),
  none('/api/v1/trends/tags', all),
  none('/api/v1/trends/statuses', all),
  none('/api/v1/trends/links', all),
  none('/api/v1/timelines/link', anybody('read:statuses')),
  noCollections('/api/v1/accounts/:id/collections', anybody('read:accounts')),
  noCollections('/api/v1/accounts/:id/in_collections', person('read:accounts')),
  none('/api/v1/suggestions', person('read:accounts')),
  none('/api/v2/suggestions', person('read:accounts')),
  {
    ...{ method: 'DELETE', path: '/api/v1/suggestions/:id', needs: person('write:accounts') },
    answer: async () => answer({}),
  },
  {
    ...{ method: 'GET', path: '/api/v1/annual_reports', needs: person('read:accounts') },
    answer: async () => answer({ annual_reports: [], accounts: [], statuses: [] }),
  },
  {
    ...{ method: 'GET', path: '/api/v1/annual_reports/:year', needs: person('read:accounts') },
    answer: async () => notFound(),
  },
  {
    ...{ method: 'GET', path: '/api/v1/annual_reports/:year/state' },
    ...{ needs: person('read:accounts'), answer: async () => answer({ state: 'ineligible' }) },
  },
  {
    ...{ method: 'POST', path: '/api/v1/annual_reports/:year/read' },
    ...{ needs: person('write:accounts'), answer: async () => notFound() },
  },
  {
    ...{ method: 'GET', path: '/api/v1_alpha/async_refreshes/:id', needs: person('read') },
    answer: async () => notFound(),
  },
  {
    ...{ method: 'GET', path: '/api/v1/async_refreshes/:id', needs: person('read') },
    answer: async () => notFound(),
  },
];
