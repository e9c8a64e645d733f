import { openNotebook } from '#domain/notebook/notebook.ts';

let opened: ReturnType<typeof openNotebook> | undefined;

/** The notebook of whoever this page was made for, opened once a page. */
export function ownNotebook(): ReturnType<typeof openNotebook> {
  return (opened ??= openNotebook(viewerHere()));
}

/** The handle of whoever this page was made for, as the page says it; empty for visitors. */
export function viewerHere(): string {
  return document.querySelector<HTMLElement>('[data-viewer]')?.dataset['viewer'] ?? '';
}
