/** A form as a page shows it: where it is sent, and its fields with what stands in them. */
export interface PageForm {
  action: string;
  multipart: boolean;
  fields: Record<string, string>;
}

/** The forms of a page that change something; a button with an address of its own makes one more. */
export function formsOf(html: string, page: string): PageForm[] {
  const found: PageForm[] = [];
  for (const [, tag = '', inside = ''] of html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)) {
    if (attribute(tag, 'method')?.toLowerCase() !== 'post') continue;
    const buttons = [...inside.matchAll(/<(?:button|input)\b([^>]*)>/g)].map(([, at = '']) =>
      attribute(at, 'formaction'),
    );
    const addresses = [attribute(tag, 'action') ?? '', ...buttons.filter((at) => at !== undefined)];
    for (const address of new Set(addresses)) {
      const { pathname, search } = new URL(address, `http://here.invalid${page}`);
      const multipart = attribute(tag, 'enctype') === 'multipart/form-data';
      found.push({ action: pathname + search, multipart, fields: fieldsIn(inside) });
    }
  }
  return found;
}

function fieldsIn(html: string): Record<string, string> {
  const fields: Record<string, string> = {};
  const marks =
    /<(?:(input|button)\b([^>]*)>|(select|textarea)\b([^>]*)>(.*?)<\/(?:select|textarea)>)/gs;
  for (const [, single, own, kind, at = own ?? '', inside = ''] of html.matchAll(marks)) {
    const name = attribute(at, 'name');
    if (name === undefined || name in fields) continue;
    if (kind === 'textarea') fields[name] = plain(inside);
    else if (kind === 'select') fields[name] = attribute(inside, 'value') ?? '';
    else fields[name] = attribute(at, 'value') ?? (single === 'button' ? '' : 'on');
  }
  return fields;
}

function attribute(tag: string, name: string): string | undefined {
  const found = new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(tag)?.[1];
  return found === undefined ? undefined : plain(found);
}

function plain(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
