import { tick } from 'svelte';
import { openNotebook, type Kept, type Notebook, type Refusal } from '#domain/notebook/notebook.ts';
import type { Entry } from '#domain/notebook/entries.ts';
import { putWords } from '#domain/notebook/words.ts';

/** A notebook that lies open on a page: what it shows, and what was just done or went wrong. */
export class OpenNotebook {
  state = $state<'opening' | 'open' | 'gone' | Refusal>('opening');
  kept: readonly Kept[] = $state.raw([]);
  unreadable: readonly string[] = $state.raw([]);
  /** What was done, to be read out. */
  said = $state('');
  #notebook: Notebook | undefined;

  /** Opens the notebook, and keeps it open until the returned function is called. */
  open(person: string): () => void {
    let left = false;
    const ears = { changed: () => void this.#look(), gone: () => this.#close('gone') };
    void openNotebook(person, ears).then(async (opened) => {
      if ('refused' in opened) return void (this.state = opened.refused);
      if (left) return opened.close();
      this.#notebook = opened;
      await this.#look();
    });
    return () => {
      left = true;
      this.#notebook?.close();
    };
  }

  /** Keeps an entry; says why when it is not kept. */
  async keep(entry: Entry, before?: Kept): Promise<string | undefined> {
    const put = await this.#with((notebook) => notebook.keep(entry, before));
    if (put !== 'kept') return put && putWords[put];
    this.said = before ? 'Changed.' : 'Kept on this device.';
    return undefined;
  }

  async remove(ids: readonly string[]): Promise<void> {
    await this.#with((notebook) => notebook.remove(ids));
    await this.#saidAloud('Taken out.');
  }

  async empty(): Promise<void> {
    await this.#with((notebook) => notebook.empty());
    await this.#saidAloud('Your notebook is empty.');
  }

  /** Says what was done, and takes the focus there: the button that was pressed is gone. */
  async #saidAloud(words: string): Promise<void> {
    this.said = words;
    await tick();
    document.querySelector<HTMLElement>('[data-said]')?.focus();
  }

  /** Does something with the notebook, and shows what is in it afterwards. */
  async #with<T>(work: (notebook: Notebook) => Promise<T>): Promise<T | undefined> {
    if (!this.#notebook) return undefined;
    this.said = '';
    try {
      const done = await work(this.#notebook);
      await this.#look();
      return done;
    } catch {
      this.#close('gone');
      return undefined;
    }
  }

  async #look(): Promise<void> {
    try {
      const found = await this.#notebook?.read();
      if (!found) return;
      this.kept = found.kept;
      this.unreadable = found.unreadable;
      this.state = 'open';
    } catch {
      this.#close('gone');
    }
  }

  /** What cannot be read any more must not stand on the page either. */
  #close(state: 'gone'): void {
    this.#notebook = undefined;
    this.kept = [];
    this.unreadable = [];
    this.state = state;
  }
}

/** The entries of one kind, with where they lie. */
export function ofKind<Kind extends Entry['kind']>(
  kept: readonly Kept[],
  kind: Kind,
): Kept<Extract<Entry, { kind: Kind }>>[] {
  return kept.filter((one): one is Kept<Extract<Entry, { kind: Kind }>> => one.entry.kind === kind);
}
