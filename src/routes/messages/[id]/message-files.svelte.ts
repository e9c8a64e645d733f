import { keepOnShelf, readShelf } from '../../device-shelf.ts';
import type { DeskMedia } from '#domain/posts/desk.ts';
import { mostMedia } from '#domain/posts/media-rules.ts';

/** What the server says of a file that was sent to it. */
interface Kept {
  error?: string;
  id: string;
  kind: DeskMedia['kind'];
  url: string;
  previewUrl: string | null;
}

function areFiles(value: unknown): value is DeskMedia[] {
  const isFile = (one: Partial<DeskMedia> | null) =>
    typeof one?.id === 'string' && typeof one.src === 'string' && typeof one.alt === 'string';
  return Array.isArray(value) && value.every(isFile);
}

/**
 * Pictures, a film or a sound of a message that is being written. The server has them already, for a day
 * at most; their names and the words about them are kept on the device until the message is sent.
 */
export class MessageFiles {
  list: readonly DeskMedia[] = $state.raw([]);
  /** What happened last, for their writer. */
  says = $state('');
  loading = $state(false);
  /** How many are chosen and not sent to the server yet. */
  waiting = $state(0);
  readonly #shelf: string;

  constructor({ id, handle, begun }: { id: string; handle: string; begun: readonly DeskMedia[] }) {
    // What begins with draft: is taken from the device when its owner signs out.
    this.#shelf = `draft:${handle}:message-files-${id}`;
    this.list = begun;
  }

  /** Takes up what was left on this device, and says so when a file is gone by now. */
  async open(): Promise<void> {
    const here = this.list.map(({ id }) => id);
    const left = (readShelf(this.#shelf, areFiles) ?? []).filter(({ id }) => !here.includes(id));
    const there = await Promise.all(left.map(isThere));
    const gone = there.filter((is) => !is).length;
    this.#keep([...left.filter((_, at) => there[at]), ...this.list]);
    if (gone === 0) return;
    const what = gone === 1 ? 'A file that you had added is' : 'Files that you had added are';
    this.says = `${what} gone: what is not sent is kept for a day. All else is still here.`;
  }

  /** Sends a file to the server; why it did not arrive. */
  async bring(file: File): Promise<string | undefined> {
    if (this.list.length >= mostMedia) return 'A message holds up to four files.';
    this.loading = true;
    const fault = await this.#bring(file);
    this.loading = false;
    return fault;
  }

  describe(id: string, alt: string): void {
    this.#keep(this.list.map((file) => (file.id === id ? { ...file, alt } : file)));
  }

  takeOut(id: string): void {
    this.#keep(this.list.filter((file) => file.id !== id));
  }

  /** Gives the files to a message that goes; the box holds none from then on. */
  give(): readonly DeskMedia[] {
    const files = this.list;
    this.says = '';
    this.#keep([]);
    return files;
  }

  /** Takes the files of a message that was not sent back into the box. */
  takeBack(files: readonly DeskMedia[]): void {
    this.#keep([...files, ...this.list].slice(0, mostMedia));
  }

  async #bring(file: File): Promise<string | undefined> {
    const body = new FormData();
    body.append('file', file);
    try {
      const headers = { accept: 'application/json' };
      const answer = await fetch('/uploads/post', { method: 'POST', headers, body });
      const { error, id, kind, url: src, previewUrl: preview } = (await answer.json()) as Kept;
      if (error) return error;
      this.#keep([...this.list, { id, kind, src, preview, alt: '' }]);
      this.says = 'It is here. Please say in a sentence what is to be seen or heard.';
      return undefined;
    } catch {
      return 'It did not arrive. Try it again when you are online.';
    }
  }

  #keep(files: readonly DeskMedia[]): void {
    this.list = files;
    keepOnShelf(this.#shelf, files);
  }
}

/** Without a connection nobody knows; the server looks again when the message is sent. */
async function isThere({ src }: DeskMedia): Promise<boolean> {
  const answer = await fetch(src, { method: 'HEAD' }).catch(() => undefined);
  return !answer || answer.ok;
}
