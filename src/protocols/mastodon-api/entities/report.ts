import { accountOf } from './account.ts';
import type { OwnReport } from '#domain/moderation/reports.server.ts';
import type { Author } from '#domain/posts/authors.server.ts';

/**
 * A report as its reporter's client reads it. None is sent to another server yet, whatever was wished.
 * Source: https://docs.joinmastodon.org/entities/Report/
 */
export function reportOf(origin: string, report: OwnReport, about: Author) {
  const { id, state, closed, category, comment, created, postIds, rules } = report;
  return {
    id,
    action_taken: state === 'resolved',
    action_taken_at: closed?.toISOString() ?? null,
    category,
    comment,
    forwarded: false,
    created_at: created.toISOString(),
    status_ids: postIds,
    collection_ids: [],
    rule_ids: rules.length > 0 ? rules.map(String) : null,
    target_account: accountOf(origin, about),
  };
}
