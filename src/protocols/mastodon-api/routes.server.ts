import { accountRoutes } from './accounts.server.ts';
import { adminAccountRoutes } from './admin-accounts.server.ts';
import { adminListRoutes } from './admin-lists.server.ts';
import { adminReportRoutes } from './admin-reports.server.ts';
import { announcementRoutes } from './announcements.server.ts';
import { appRoutes } from './apps.server.ts';
import { conversationRoutes } from './conversations.server.ts';
import { groupedNotificationRoutes } from './grouped-notifications.server.ts';
import { instanceRoutes } from './instance.server.ts';
import { mediaRoutes } from './media.server.ts';
import { markerRoutes } from './markers.server.ts';
import { filterRoutes } from './filters.server.ts';
import { olderFilterRoutes } from './older-filters.server.ts';
import { listRoutes } from './lists.server.ts';
import { nothingHereRoutes } from './nothing-here.server.ts';
import { notificationPolicyRoutes } from './notification-policy.server.ts';
import { notificationRequestRoutes } from './notification-requests.server.ts';
import { notificationRoutes } from './notifications.server.ts';
import { oauthRoutes } from './oauth.server.ts';
import { ownProfileRoutes } from './own-profile.server.ts';
import { pushRoutes } from './push.server.ts';
import { keptAwayRoutes } from './kept-away.server.ts';
import { oembedRoutes } from './oembed.server.ts';
import { peopleRoutes } from './people.server.ts';
import { relationRoutes } from './relations.server.ts';
import { reportRoutes } from './reports.server.ts';
import { markedByRoutes } from './marked-by.server.ts';
import { pollRoutes } from './polls.server.ts';
import { scheduledRoutes } from './scheduled.server.ts';
import { statusMarkRoutes } from './status-marks.server.ts';
import { statusRoutes } from './statuses.server.ts';
import type { Route } from './route.ts';
import { signUpRoutes } from './sign-up.server.ts';
import { searchRoutes } from './search.server.ts';
import { tagRoutes } from './tags.server.ts';
import { timelineRoutes } from './timelines.server.ts';
import { wellKnownRoutes } from './well-known.server.ts';

/**
 * Everything that programs may ask for, and what each needs. The only list: what is not on it is 404,
 * and the test of scopes walks it.
 */
export const apiRoutes: readonly Route[] = [
  ...oauthRoutes,
  ...appRoutes,
  ...accountRoutes,
  ...ownProfileRoutes,
  ...notificationPolicyRoutes,
  ...notificationRequestRoutes,
  ...notificationRoutes,
  ...groupedNotificationRoutes,
  ...markerRoutes,
  ...pushRoutes,
  ...statusRoutes,
  ...statusMarkRoutes,
  ...markedByRoutes,
  ...pollRoutes,
  ...scheduledRoutes,
  ...signUpRoutes,
  ...instanceRoutes,
  ...mediaRoutes,
  ...announcementRoutes,
  ...keptAwayRoutes,
  ...relationRoutes,
  ...peopleRoutes,
  ...oembedRoutes,
  ...reportRoutes,
  ...adminAccountRoutes,
  ...adminReportRoutes,
  ...adminListRoutes,
  ...nothingHereRoutes,
  ...conversationRoutes,
  ...timelineRoutes,
  ...listRoutes,
  ...tagRoutes,
  ...searchRoutes,
  ...filterRoutes,
  ...olderFilterRoutes,
  ...wellKnownRoutes,
];
