import type { Group } from '#domain/notifications/groups.server.ts';
import type { Notification } from '#domain/notifications/notifications.server.ts';
import type { Request } from '#domain/notifications/requests.server.ts';

/** What some kinds of other servers bring, and ours do not. */
const nothing = { report: null, event: null, moderation_warning: null };

/**
 * A notification as clients read it.
 * Source: https://docs.joinmastodon.org/entities/Notification/
 */
export function notificationOf(
  { id, kind, groupKey, created, filtered }: Notification,
  account: object,
  status: object | null,
) {
  return {
    id,
    type: kind,
    group_key: groupKey,
    created_at: created.toISOString(),
    filtered,
    account,
    status,
    ...nothing,
  };
}

/**
 * Notifications that are told as one, as clients read them.
 * Source: https://docs.joinmastodon.org/methods/grouped_notifications/#NotificationGroup
 */
export function groupOf(group: Group) {
  return {
    group_key: group.key,
    notifications_count: group.count,
    type: group.kind,
    most_recent_notification_id: group.newestId,
    page_min_id: group.oldestId,
    page_max_id: group.newestId,
    latest_page_notification_at: group.newest.toISOString(),
    sample_account_ids: group.fromIds,
    status_id: group.postId,
    ...nothing,
  };
}

/**
 * Somebody whose notifications wait, as clients read it.
 * Source: https://docs.joinmastodon.org/entities/NotificationRequest/
 */
export function requestOf(
  { id, count, created, updated }: Request,
  account: object,
  lastStatus: object | null,
) {
  return {
    id,
    created_at: created.toISOString(),
    updated_at: updated.toISOString(),
    notifications_count: String(count),
    account,
    last_status: lastStatus,
  };
}
