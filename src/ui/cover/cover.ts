import { mount, unmount } from 'svelte';
import CoverEditor from './CoverEditor.svelte';
import type { Mark } from './marks.ts';

/** A picture in which something was covered, and what: the marks open it again, with the one they were made in. */
export interface Covered {
  file: File;
  marks: readonly Mark[];
}

/**
 * Lets somebody cover something in a picture, on this device. What comes back is a new file with the marks burnt
 * into its pixels; undefined when they left it as it was.
 */
export function coverPicture(file: Blob, marks: readonly Mark[]): Promise<Covered | undefined> {
  return new Promise((done) => {
    const editor = mount(CoverEditor, {
      target: document.body,
      props: {
        file,
        marks,
        onclose: (covered: Covered | undefined) => {
          done(covered);
          void unmount(editor);
        },
      },
    });
  });
}
