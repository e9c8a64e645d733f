import { safeNext } from '#domain/people/next.ts';
import { describeMedia } from '#domain/posts/media.server.ts';
import { momentIn } from '#domain/posts/later.ts';
import { isKey } from '#domain/posts/rules.ts';
import { schedulePost, type ScheduleRefused } from '#domain/posts/scheduled.server.ts';
import { writePost, type Writing } from '#domain/posts/write.server.ts';
import { pollIn, type WritingFields } from '#domain/posts/writing-form.ts';

type Ctx = App.Locals['ctx'];

/** Publishes what was written, or plans it; says where to go on, or why not. */
export async function send(
  ctx: Ctx,
  typed: WritingFields,
): Promise<{ goTo: string } | ScheduleRefused> {
  await describe(ctx, typed);
  const writing = writingOf(typed);
  const sent = typed.reply ? `reply-${typed.reply}` : 'post';
  if (typed.when !== '') {
    const due = momentIn(ctx.viewer?.zone ?? 'UTC', typed.when);
    const planned = due ? await schedulePost(ctx, { writing, due }) : ({ refused: 'due' } as const);
    return 'refused' in planned ? planned : { goTo: `/planned?sent=${sent}` };
  }
  const made = await writePost(ctx, writing);
  if ('refused' in made) return made;
  const own = `/@${ctx.viewer?.handle ?? ''}/${made.post.id}`;
  const page = new URL(safeNext(typed.back, own), ctx.config.origin);
  page.searchParams.set('sent', sent);
  page.hash = `post-${made.post.id}`;
  return { goTo: page.pathname + page.search + page.hash };
}

function writingOf(typed: WritingFields): Writing {
  const local = typed.readers === 'local';
  return {
    text: typed.text,
    visibility: typed.readers === 'local' ? 'public' : typed.readers,
    localOnly: local,
    contentNote: typed.note,
    language: typed.language || null,
    inReplyTo: typed.reply || null,
    repliesFrom: typed.repliesFrom,
    poll: pollIn(typed),
    mediaIds: typed.mediaIds,
    looked: typed.looked ?? false,
    ...(isKey(typed.key) && { idempotencyKey: typed.key }),
  };
}

/** Words about files are kept first: they hold also when the post is refused. */
async function describe(ctx: Ctx, { mediaIds, alts }: WritingFields): Promise<void> {
  for (const id of mediaIds) if (alts[id]) await describeMedia(ctx, { id, alt: alts[id] });
}
