import type { MediaView } from '#domain/posts/media.server.ts';

/**
 * A file of a post as clients read it. Every documented token is there; of video and sound there is no small
 * form. Source: https://docs.joinmastodon.org/entities/MediaAttachment/
 */
export function mediaAttachmentOf(origin: string, media: MediaView) {
  const url = `${origin}/media/${media.name}`;
  const ready = media.state === 'ready';
  return {
    id: media.id,
    type: media.kind,
    url: ready ? url : null,
    preview_url: ready && media.small ? `${url}?size=small` : null,
    remote_url: null,
    preview_remote_url: null,
    text_url: null,
    meta: metaOf(media),
    description: media.alt || null,
    blurhash: media.blurhash,
  };
}

function metaOf({ kind, width, height, small, duration, focus }: MediaView) {
  const length = duration === null ? {} : { duration };
  const original = { ...(width && height && sidesOf({ width, height })), ...length };
  return {
    ...(duration !== null && { length: clockOf(duration), duration }),
    ...(Object.keys(original).length > 0 && { original }),
    ...(small && { small: sidesOf(small) }),
    ...(kind === 'image' && { focus }),
  };
}

function sidesOf({ width, height }: { width: number; height: number }) {
  return { width, height, size: `${width}x${height}`, aspect: width / height };
}

/** `0:01:28.65` */
function clockOf(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const rest = (seconds % 60).toFixed(2).padStart(5, '0');
  return `${hours}:${String(minutes).padStart(2, '0')}:${rest}`;
}
