import { announcementOf } from '../entities/announcement.ts';
import { findConversationEntity } from '../conversations.server.ts';
import { showNotifications } from '../notification-show.server.ts';
import { showLines } from '../show.server.ts';
import type { Sources } from './sources.server.ts';
import { findNotification } from '#domain/notifications/notifications.server.ts';
import { apartFromAny } from '#domain/connections/pairs.server.ts';
import { findAnnouncement } from '#domain/house/announcements.server.ts';
import {
  haveAtHome,
  lineFacts,
  listsWith,
  ownsList,
  readLine,
} from '#domain/posts/line-news.server.ts';
import type { Ctx, Viewer } from '#platform/ctx.server.ts';
import type { Services } from '#platform/services.server.ts';

/** What streams tell, in the shapes that every other answer to apps has. */
export function apiSources(services: Services): Sources {
  const as = (viewer: Viewer | null): Ctx => ({ ...services, viewer });
  return {
    line: (id) => lineFacts(as(null), id),
    homes: (about, people) => haveAtHome(services, about, people),
    lists: (about, listIds) => listsWith(services, about, listIds),
    apart: (authors, people) => apartFromAny(services, authors, people),
    ownsList: (viewer, listId) => ownsList(as(viewer), listId),
    announcement: async (viewer, id) => {
      const found = await findAnnouncement(as(viewer), id);
      return found && announcementOf(found);
    },
    status: async (viewer, id) => {
      const line = await readLine(as(viewer), id);
      return line && (await showLines(as(viewer), [line]))[0];
    },
    conversation: (viewer, id) => findConversationEntity(as(viewer), id),
    notification: async (viewer, id) => {
      const found = await findNotification(as(viewer), id);
      // What waits as a request is told to no stream.
      if (!found || found.filtered) return undefined;
      return (await showNotifications(as(viewer), [found]))[0];
    },
  };
}
