import { quotersToClients, visibilityToClients } from './posting.ts';
import type { Scheduled } from '#domain/posts/scheduled.server.ts';
import type { Writing } from '#domain/posts/write.server.ts';

/**
 * A planned post as clients read it. `failed` is ours: why it could not be published at its hour.
 * Source: https://docs.joinmastodon.org/entities/ScheduledStatus/
 */
export function scheduledStatusOf({ id, writing, due, failed }: Scheduled, media: object[]) {
  return {
    id,
    scheduled_at: due.toISOString(),
    params: paramsOf(writing),
    media_attachments: media,
    failed,
  };
}

function paramsOf(writing: Writing) {
  const { text, poll, mediaIds, visibility, inReplyTo, quotedId, appId } = writing;
  return {
    text: String(text ?? ''),
    poll: poll
      ? {
          options: poll.options.map(String),
          expires_in: poll.seconds,
          multiple: poll.multiple ?? false,
          hide_totals: poll.hidesTotals ?? false,
        }
      : null,
    media_ids: mediaIds && mediaIds.length > 0 ? mediaIds : null,
    sensitive: writing.sensitive ?? null,
    spoiler_text: writing.contentNote ? String(writing.contentNote) : null,
    visibility: visibilityToClients(visibility),
    in_reply_to_id: inReplyTo ?? null,
    language: writing.language ?? null,
    quoted_status_id: quotedId ?? null,
    quote_approval_policy: quotersToClients(writing.quotes ?? 'nobody'),
    application_id: appId ?? null,
    scheduled_at: null,
    idempotency: null,
    with_rate_limit: false,
  };
}
