/**
 * Hears in which of one's conversations something is new, until the returned function is called. `again`
 * stands for all of them: something may have been missed.
 */
export function hearMessages(heard: (about: readonly string[]) => void): () => void {
  let stream: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const listen = () => {
    hangUp();
    stream = new EventSource('/live/messages');
    stream.onmessage = ({ data }) => heard(String(data).split(' '));
    stream.onerror = () => {
      // A refusal (too many at once) ends the stream for good: come back later, not all together.
      if (stream?.readyState === EventSource.CLOSED)
        timer = setTimeout(listen, 5_000 + Math.random() * 20_000);
    };
  };
  const hangUp = () => {
    clearTimeout(timer);
    stream?.close();
  };
  listen();
  addEventListener('online', listen);
  return () => {
    removeEventListener('online', listen);
    hangUp();
  };
}
