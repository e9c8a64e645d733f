import { lookFirst } from './chosen.ts';

/**
 * For plain forms with a field for a picture (`data-look-first`): what is chosen is shown below the field, and what
 * somebody covers there takes its place in the field. Built as `/_app/picture-field.js`.
 */
function lookFirstIn(input: HTMLInputElement): void {
  let looking: ReturnType<typeof lookFirst> | undefined;
  const place = document.createElement('div');
  (input.closest('.field') ?? input).after(place);
  input.addEventListener('change', () => {
    const chosen = [...(input.files ?? [])];
    looking ??= lookFirst(place, { onchange: (files) => put(input, files) });
    // Without a connection the form is what it was before: a field and a button.
    void looking.then(({ takeInstead }) => takeInstead(chosen)).catch(() => (looking = undefined));
  });
}

function put(input: HTMLInputElement, files: readonly File[]): void {
  const list = new DataTransfer();
  for (const file of files) list.items.add(file);
  input.files = list.files;
}

for (const input of document.querySelectorAll<HTMLInputElement>('input[data-look-first]'))
  lookFirstIn(input);
