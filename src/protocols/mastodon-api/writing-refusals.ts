import { notFound, refuse, tooFast } from './errors.ts';
import type { RewriteRefused } from '#domain/posts/edit.server.ts';
import type { ScheduleRefused } from '#domain/posts/scheduled.server.ts';

/** Every reason for which a post, an edit or a plan is not taken. */
export type Unwritten = RewriteRefused['refused'] | ScheduleRefused['refused'];

/** What is wrong with it, for all that is: the words behind `Validation failed`. */
const wrong = {
  empty: "Text can't be blank",
  tooLong: 'Text character limit of 5000 exceeded',
  notText: 'Text is not well-formed',
  noReaders: 'Text must name somebody',
  tooManyReaders: 'Text names too many people for a direct post',
  pollOptions: 'Poll options must be two to eight, all different, of up to 100 characters',
  pollTime: 'Poll expires in must be five minutes to thirty days',
  pollAndMedia: 'Cannot attach files to a post with a poll',
  mediaGone: 'Media not found or already attached to another post',
  mediaWaiting: 'Cannot attach files that have not finished processing. Try again in a moment!',
  tooManyMedia: 'Cannot attach more than 4 files',
  mixedMedia: 'Cannot attach a video to a post that already contains images',
  altTooLong: 'Media description is too long (maximum is 1500 characters)',
  due: 'Scheduled at must be in the future, five minutes at least and five years at most',
  tooMany: 'You have exceeded the limit of 300 scheduled posts',
} as const;

/** What an app is told: 404 for what is not there, alike for what one may not know of. */
export function unwritten(why: Unwritten): Response {
  switch (why) {
    case 'gone':
      return notFound();
    case 'signIn':
      return refuse(401, 'The access token is invalid');
    case 'tooFast':
      return tooFast(10 * 60);
    case 'parentGone':
      return refuse(404, 'The post you are trying to reply to does not appear to exist.');
    case 'mayNotQuote':
      return refuse(404, 'The post you are trying to quote does not appear to exist.');
    case 'mayNotReply':
      return refuse(403, 'This action is not allowed');
    default:
      return refuse(422, `Validation failed: ${wrong[why]}`);
  }
}
