import { readBody, textOf } from './body.server.ts';
import { mediaAttachmentOf } from './entities/media.ts';
import { scheduledStatusOf } from './entities/scheduled.ts';
import { answer, notFound } from './errors.ts';
import { answerPage, windowOf } from './page.ts';
import { person, type Call, type Route } from './route.ts';
import { unwritten } from './writing-refusals.ts';
import { readInstant } from './writing.server.ts';
import { mediaOfScheduled } from '#domain/posts/media-of-posts.server.ts';
import {
  findScheduled,
  listScheduled,
  reschedule,
  schedulePost,
  unschedule,
  type Scheduled,
} from '#domain/posts/scheduled.server.ts';
import type { Writing } from '#domain/posts/write.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

const reads = person('read:statuses');
const writes = person('write:statuses');
const one = '/api/v1/scheduled_statuses/:id';

/** Posts that wait for their hour. */
export const scheduledRoutes: readonly Route[] = [
  { method: 'GET', path: '/api/v1/scheduled_statuses', needs: reads, answer: list },
  { method: 'GET', path: one, needs: reads, answer: read },
  { method: 'PUT', path: one, needs: writes, answer: change },
  { method: 'DELETE', path: one, needs: writes, answer: remove },
];

/** Plans a post that an app has sent with an hour. */
export async function plan({ ctx }: Call, writing: Writing, hour: string): Promise<Response> {
  const due = readInstant(hour);
  if (!due) return unwritten('due');
  const made = await schedulePost(ctx, { writing, due });
  return 'refused' in made ? unwritten(made.refused) : answer(await showOne(ctx, made));
}

async function list(call: Call): Promise<Response> {
  const plans = await listScheduled(call.ctx, windowOf(call));
  const shown = await show(call.ctx, plans);
  return answerPage(
    call,
    shown,
    plans.map(({ id }) => id),
  );
}

async function read({ ctx, params }: Call): Promise<Response> {
  const found = await findScheduled(ctx, params['id'] ?? '');
  return found ? answer(await showOne(ctx, found)) : notFound();
}

async function change({ ctx, params, request }: Call): Promise<Response> {
  const body = await readBody(request);
  if (body instanceof Response) return body;
  const id = params['id'] ?? '';
  if (!(await findScheduled(ctx, id))) return notFound();
  const due = readInstant(textOf(body, 'scheduled_at') ?? '');
  if (!due) return unwritten('due');
  const after = await reschedule(ctx, { id, due });
  return 'refused' in after ? unwritten(after.refused) : answer(await showOne(ctx, after));
}

async function remove({ ctx, params }: Call): Promise<Response> {
  return (await unschedule(ctx, params['id'] ?? '')) ? notFound() : answer({});
}

async function showOne(ctx: Ctx, planned: Scheduled): Promise<object> {
  const [shown] = await show(ctx, [planned]);
  return shown ?? {};
}

async function show(ctx: Ctx, plans: readonly Scheduled[]): Promise<object[]> {
  const having = plans.filter(({ writing }) => (writing.mediaIds ?? []).length > 0);
  const media = await mediaOfScheduled(
    ctx,
    having.map(({ id }) => id),
  );
  return plans.map((planned) =>
    scheduledStatusOf(
      planned,
      (media.get(planned.id) ?? []).map((file) => mediaAttachmentOf(ctx.config.origin, file)),
    ),
  );
}
