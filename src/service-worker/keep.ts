/** How many read pages stay on the device. */
export const keptPages = 30;

/** What `mayKeep` looks at; a `Response` fits. */
export interface Answer {
  ok: boolean;
  redirected: boolean;
  type: string;
  headers: { get(name: string): string | null };
}

/**
 * Whether a page that was just read may stay on the device until its reader signs out. Only whole
 * pages of our own: what says `no-store` was meant for one moment.
 */
export function mayKeep(answer: Answer): boolean {
  const control = answer.headers.get('cache-control') ?? '';
  const kind = answer.headers.get('content-type') ?? '';
  return (
    answer.ok &&
    !answer.redirected &&
    answer.type === 'basic' &&
    kind.startsWith('text/html') &&
    !/\bno-store\b/i.test(control)
  );
}

/** Of the pages kept, oldest first, the ones that have to go. */
export function tooMany<Page>(oldestFirst: readonly Page[], most = keptPages): Page[] {
  return oldestFirst.slice(0, Math.max(0, oldestFirst.length - most));
}
