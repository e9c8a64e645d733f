const calmMs = 2_000;

/**
 * Calls `look` when the chat has moved on, at most every two seconds, and not while somebody is
 * typing: what they write stays where it is. Returns the way to stop.
 */
export function lookAgain(monthId: string, revision: number, look: () => void): () => void {
  const stream = new EventSource(`/live/chat/${monthId}?since=${revision}`);
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const soon = () => {
    waiting ??= setTimeout(() => {
      waiting = undefined;
      if (isTyping()) soon();
      else look();
    }, calmMs);
  };
  const hear = ({ data }: MessageEvent<string>) => {
    if (revisionIn(data) > revision) soon();
  };
  stream.addEventListener('message', hear);

  return () => {
    clearTimeout(waiting);
    stream.close();
  };
}

function isTyping(): boolean {
  return document.activeElement?.matches('textarea, input:not([type=hidden]), select') ?? false;
}

function revisionIn(data: string): number {
  const { head } = JSON.parse(data) as { head?: { revision?: number } };
  return head?.revision ?? 0;
}
