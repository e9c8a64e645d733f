import { accountOf } from './account.ts';
import { roleOf } from './role.ts';
import { rulesOf } from './rule.ts';
import type { ListedAccount } from '#domain/moderation/accounts.server.ts';
import type { Report } from '#domain/moderation/report-desk.server.ts';
import type { Author } from '#domain/posts/authors.server.ts';

/**
 * A person as operators' clients read them. Operators see neither addresses nor where somebody comes from,
 * so those are empty; nobody can be silenced or suspended here.
 * Source: https://docs.joinmastodon.org/entities/Admin_Account/
 */
export function adminAccountOf(origin: string, author: Author, { operator }: ListedAccount) {
  const account = accountOf(origin, author);
  return {
    id: author.id,
    username: account.username,
    domain: author.host,
    created_at: account.created_at,
    email: '',
    ip: null,
    ips: [],
    locale: 'en',
    invite_request: null,
    role: roleOf(operator),
    confirmed: true,
    approved: true,
    disabled: false,
    sensitized: false,
    silenced: false,
    suspended: false,
    account,
    created_by_application_id: null,
    invited_by_account_id: null,
  };
}

/** What stands around a report: people by id as `adminAccountOf` made them, and what everybody may read. */
export interface AroundReport {
  people: ReadonlyMap<string, object>;
  statuses: readonly object[];
  rules: readonly string[];
}

/**
 * A report as operators' clients read it. Whoever has left stands there as nobody.
 * Source: https://docs.joinmastodon.org/entities/Admin_Report/
 */
export function adminReportOf(report: Report, { people, statuses, rules }: AroundReport) {
  const whoever = (id: string | null) => (id === null ? null : (people.get(id) ?? null));
  return {
    id: report.id,
    action_taken: report.state === 'resolved',
    action_taken_at: report.closed?.toISOString() ?? null,
    category: report.category,
    comment: report.comment,
    forwarded: false,
    created_at: report.created.toISOString(),
    updated_at: report.updated.toISOString(),
    account: whoever(report.reporterId),
    target_account: whoever(report.aboutId),
    assigned_account: whoever(report.assignedTo),
    action_taken_by_account: whoever(report.closedBy),
    statuses,
    rules: rulesOf(rules).filter(({ id }) => report.rules.includes(Number(id))),
  };
}
