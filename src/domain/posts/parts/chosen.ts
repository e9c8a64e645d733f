/**
 * For pages without script of their own: what is chosen is looked at once more before it leaves the device. Built as
 * `/_app/chosen.js`; `post-files.js` asks for it with the first file.
 */
export async function lookFirst(place: HTMLElement, props: Props): Promise<Looking> {
  const [{ mount }, { default: ChosenFiles }] = await Promise.all([
    import('svelte'),
    import('./ChosenFiles.svelte'),
  ]);
  return mount(ChosenFiles, { target: place, props });
}

interface Props {
  send?: (file: File) => Promise<string | undefined>;
  onchange?: (files: readonly File[]) => void;
}

interface Looking {
  take(files: readonly File[]): Promise<void>;
  takeInstead(files: readonly File[]): Promise<void>;
}
