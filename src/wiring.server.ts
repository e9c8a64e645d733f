import type { Tx } from '#platform/ctx.server.ts';
import type { Elsewhere } from '#platform/elsewhere.server.ts';
import type { About, Listeners } from '#platform/events.server.ts';
import type { Jobs } from '#platform/jobs.server.ts';
import type { Services } from '#platform/services.server.ts';
import { tendCredentials } from '#domain/people/credential-clock.server.ts';
import { lookAtPage } from '#domain/people/institution-page.server.ts';
import { removeLettersTo, sendAskedLetter, sendLetter } from '#domain/people/letters.server.ts';
import { checkLink, checkLinksDue } from '#domain/people/profile-links.server.ts';
import { switchOffLostSteps } from '#domain/people/second-step-lost.server.ts';
import { forgetWhatIsOver } from '#domain/people/tidy.server.ts';
import { wakeToken } from '#domain/apps/sign-ups.server.ts';
import {
  settleFriendRequest,
  tidyFriendRequests,
} from '#domain/connections/friend-delivery.server.ts';
import {
  settleIntroduction,
  tidyIntroductions,
} from '#domain/connections/introduction-delivery.server.ts';
import { forgetMeetings } from '#domain/connections/meetings.server.ts';
import { partFromServer } from '#domain/connections/server-blocks.server.ts';
import { trimHomes } from '#domain/posts/home-clock.server.ts';
import { bringHome, takeFromHome } from '#domain/posts/home.server.ts';
import { lookAtLink, previewLink } from '#domain/posts/link-previews.server.ts';
import { leaveLists } from '#domain/posts/lists.server.ts';
import { removeLooseMedia } from '#domain/posts/media-clock.server.ts';
import { endPolls } from '#domain/posts/polls.server.ts';
import { publishScheduled } from '#domain/posts/scheduled.server.ts';
import { dropMessage, keepMessage, stirMessage } from '#domain/messages/keep.server.ts';
import { judgeChange } from '#domain/club/answers-changed.server.ts';
import { hearAnswer, takeAnswer } from '#domain/club/answers-elsewhere.server.ts';
import { showLine } from '#domain/club/chat-boosts.server.ts';
import { rewordMonth } from '#domain/club/club-posts.server.ts';
import { rewordDigest, tellDigest } from '#domain/club/digest.server.ts';
import { askQuestionsDue } from '#domain/club/chat-clockwork.server.ts';
import { moveMonthsDue } from '#domain/club/clockwork.server.ts';
import { haveSharedClub } from '#domain/club/shared-club.server.ts';
import { hearElsewhere, stirLine } from '#domain/club/elsewhere.server.ts';
import { removeUnusedPictures } from '#domain/club/own-pictures.server.ts';
import { removePictureFiles } from '#domain/club/pictures.server.ts';
import { tellLinksLater } from '#domain/mentions/told.server.ts';
import { recheckMentionsDue } from '#domain/mentions/keep.server.ts';
import { notificationListeners as tells } from '#domain/notifications/listeners.server.ts';
import { adviseAfterwards } from '#domain/notifications/advice-notes.server.ts';
import { lookAtPost } from '#domain/notifications/private-notes.server.ts';
import { sendPush } from '#domain/notifications/push.server.ts';
import { askSoftware } from '#protocols/activitypub/ask-software.server.ts';
import { findElsewhere } from '#protocols/activitypub/find-elsewhere.server.ts';
import { hearWaiting } from '#protocols/activitypub/ear.server.ts';
import { tell, tellOthers } from '#protocols/activitypub/tell.server.ts';
import { matchFollowers } from '#protocols/activitypub/hear/followers.server.ts';
import { followWhoMoved } from '#protocols/activitypub/hear/moved.server.ts';
import { fetchFiles, fetchProfilePicture } from '#protocols/activitypub/hear/files.server.ts';
import { leaveServers } from '#domain/federation/leave-servers.server.ts';
import { forgetHeard } from '#domain/federation/heard.server.ts';
import { makeArchive } from '#domain/leaving/archive.server.ts';
import { eraseRemotePerson, eraseThoseDue } from '#domain/leaving/erasure.server.ts';
import { keepNothingLonger } from '#domain/leaving/retention.server.ts';
import { checkMention } from '#protocols/webmention/check-mention.server.ts';
import { deliver, deliverDue } from '#protocols/activitypub/deliver.server.ts';
import { tellLink } from '#protocols/webmention/tell-link.server.ts';
import { tellLinks } from '#protocols/webmention/tell-links.server.ts';

/** What a worker does with a job of each name. A handler may run twice: doing it again changes nothing. */
export const jobWorkers = {
  // People
  letter: sendLetter,
  'look-at-page': lookAtPage,
  'tend-credentials': tendCredentials,
  'asked-letter': sendAskedLetter,
  'forget-what-is-over': forgetWhatIsOver,
  'switch-off-lost-steps': switchOffLostSteps,
  'remove-letters': removeLettersTo,
  'check-link': checkLink,
  'links-due': checkLinksDue,
  // Connections
  'settle-friend-request': (services, data: { requestId: string }) =>
    settleFriendRequest(services, data, haveSharedClub),
  'settle-introduction': (services, data: { introductionId: string }) =>
    settleIntroduction(services, data, haveSharedClub),
  'tidy-friend-requests': tidyFriendRequests,
  'tidy-introductions': tidyIntroductions,
  'forget-meetings': forgetMeetings,
  'part-from-server': partFromServer,
  // Posts
  'trim-homes': trimHomes,
  'loose-media': removeLooseMedia,
  'preview-link': previewLink,
  'publish-scheduled': publishScheduled,
  'end-polls': endPolls,
  // Clubs
  'months-due': tendMonths,
  'remove-pictures': removePictureFiles,
  'unused-pictures': removeUnusedPictures,
  'stir-line': stirLine,
  'take-answer': takeAnswer,
  'show-line': showLine,
  'tell-digest': tellDigest,
  // Other servers
  deliver,
  'deliveries-due': deliverDue,
  'leave-servers': (services) => leaveServers(services, eraseRemotePerson),
  'hear-waiting': hearWaiting,
  tell,
  'follow-who-moved': followWhoMoved,
  'ask-software': askSoftware,
  'match-followers': matchFollowers,
  'fetch-files': fetchFiles,
  'fetch-profile-picture': fetchProfilePicture,
  'forget-heard': forgetHeard,
  // Elsewhere on the web
  'check-mention': checkMention,
  'mentions-due': recheckMentionsDue,
  'tell-links': tellLinks,
  'tell-link': tellLink,
  // Telling people
  push: sendPush,
  'look-at-post': lookAtPost,
  'advise-afterwards': adviseAfterwards,
  // Leaving
  'erase-those-due': eraseThoseDue,
  'keep-nothing-longer': keepNothingLonger,
  'make-archive': makeArchive,
} satisfies Record<string, (services: Services, data: never) => Promise<void>>;

/**
 * Who acts, in the same transaction, when something happens: kind of event -> listeners, in this order.
 */
export const listeners: Listeners = {
  published: [keepMessage, lookAtLinkOf, tells.published, tellOthers.published, hearAnswer],
  changed: [
    stirMessage,
    lookAtLinkOf,
    tells.changed,
    judgeChange,
    hearElsewhere,
    tellOthers.changed,
  ],
  quoted: [tells.quoted],
  quoteRevoked: [tellOthers.quoteRevoked],
  reworded: [tellOthers.reworded],
  answered: [tellOthers.published],
  removing: [hearElsewhere],
  deleting: [stirMessage, tellOthers.deleting],
  deleted: [dropMessage],
  withheld: [tellOthers.withheld],
  boosted: [tells.boosted, tellOthers.boosted],
  unboosted: [tells.unboosted, tellOthers.unboosted],
  favourited: [tells.favourited, tellOthers.favourited],
  unfavourited: [tells.unfavourited, tellOthers.unfavourited],
  followed: [bringHome, tells.followed, tellOthers.followed],
  followedQuietly: [bringHome],
  unfollowed: [takeFromHome, leaveLists, tells.unfollowed, tellOthers.unfollowed],
  followAsked: [tells.followAsked, tellOthers.followAsked],
  followDeclined: [tells.followDeclined, tellOthers.followDeclined],
  friendAsked: [tells.friendAsked],
  friendAskGone: [tells.friendAskGone],
  introduced: [tells.introduced],
  introductionGone: [tells.introductionGone],
  befriended: [tells.befriended],
  unfriended: [tells.unfriended],
  meetingChanged: [tells.meetingChanged],
  blocked: [tells.blocked],
  pollEnded: [tells.pollEnded],
  conversationAccepted: [tells.conversationAccepted],
  conversationLeft: [tells.conversationLeft],
  voted: [tellOthers.voted],
  profileChanged: [tellOthers.profileChanged],
  moved: [tellOthers.moved, bringFollowersAlong],
  reportForwarded: [tellOthers.reportForwarded],
  arrivedByApp: [wakeToken],
  monthChanged: [rewordMonth, rewordDigest, tellOthers.monthChanged, tellLinksLater],
};

/** Whoever here follows somebody who moves asks to follow them where they go. */
async function bringFollowersAlong(tx: Tx, { personId = '', targetId = '' }: About): Promise<void> {
  await tx.jobs.send(tx.db, 'follow-who-moved', { fromId: personId, toId: targetId });
}

/** Who looks on other servers. */
export const elsewhere: Elsewhere = findElsewhere;

async function lookAtLinkOf(tx: Tx, { postId = '' }: About): Promise<void> {
  await lookAtLink(tx, { postId });
}

/** Months move first, so that minute 0 of a chat finds its month live. */
async function tendMonths(services: Services, data: object): Promise<void> {
  await moveMonthsDue(services, data);
  await askQuestionsDue(services);
}

/** Jobs that the clock sends every minute. */
export const everyMinute = [
  'months-due',
  'forget-what-is-over',
  'switch-off-lost-steps',
  'erase-those-due',
  'keep-nothing-longer',
  'trim-homes',
  'unused-pictures',
  'links-due',
  'tend-credentials',
  'loose-media',
  'publish-scheduled',
  'end-polls',
  'tidy-friend-requests',
  'tidy-introductions',
  'forget-meetings',
  'deliveries-due',
  'hear-waiting',
  'forget-heard',
  'mentions-due',
] as const;

/** Makes every queue known, so that any process can send. */
export async function openQueues(jobs: Jobs): Promise<void> {
  for (const name of Object.keys(jobWorkers)) await jobs.queue(name);
}
