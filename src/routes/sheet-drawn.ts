/** A sheet with nothing but what it will be called: it stands there at once, and its page comes into it. */
export function drawSheet(label: string): HTMLDialogElement {
  const sheet = document.createElement('dialog');
  sheet.className = 'sheet';
  sheet.setAttribute('aria-labelledby', 'sheet-title');
  const inside = document.createElement('div');
  inside.className = 'sheet-inside';
  const head = document.createElement('div');
  head.className = 'page-head';
  const title = document.createElement('h1');
  title.textContent = label;
  head.append(nameIt(title));
  inside.append(head);
  sheet.append(drawTop(), inside);
  sheet.addEventListener('click', (event) => {
    const at = event.target instanceof Element ? event.target : null;
    if (at === sheet || at?.closest('[data-close-sheet]')) {
      event.preventDefault();
      sheet.close();
    }
  });
  return sheet;
}

/** Lays a fresh copy of a page into a sheet, and says where its moment is, if it has one. */
export function fillSheet(sheet: HTMLDialogElement, page: HTMLElement): HTMLElement | null {
  const content = document.importNode(page, true);
  const title = content.querySelector('h1');
  if (title) nameIt(title);
  sheet.querySelector('.sheet-inside')?.replaceChildren(content);
  sheet.dataset['whole'] = 'true';
  return content.querySelector<HTMLElement>('[data-moment]');
}

function drawTop(): HTMLFormElement {
  const close = document.createElement('button');
  close.className = 'button button-plain';
  close.textContent = 'Close';
  const top = document.createElement('form');
  top.method = 'dialog';
  top.className = 'sheet-top';
  top.append(close);
  return top;
}

/** The heading names the sheet, and is where whoever listens begins. */
function nameIt(title: HTMLHeadingElement): HTMLHeadingElement {
  title.id = 'sheet-title';
  title.tabIndex = -1;
  return title;
}
