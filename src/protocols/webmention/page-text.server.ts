import { Parser } from 'htmlparser2';

/** What came back for an address: bytes, and what they are said to be. */
export interface SentPage {
  contentType: string;
  body: Uint8Array;
}

/** The type alone, in small letters: `text/html`. */
export function typeOf({ contentType }: SentPage): string {
  return contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

/** The text by the charset that the answer names, else the page's first kilobyte, else UTF-8. */
export function textOf(page: SentPage): string {
  const said = /;\s*charset="?([\w-]{1,40})/i.exec(page.contentType)?.[1];
  const label = said ?? charsetInHead(page.body) ?? 'utf-8';
  try {
    return new TextDecoder(label).decode(page.body);
  } catch {
    return new TextDecoder().decode(page.body);
  }
}

function charsetInHead(body: Uint8Array): string | undefined {
  let found: string | undefined;
  const parser = new Parser({
    onopentag(name, { charset, content, 'http-equiv': equiv }) {
      if (name !== 'meta' || found) return;
      const inType = equiv?.toLowerCase() === 'content-type' ? content : undefined;
      found = charset ?? inType?.split(/charset=/i)[1];
    },
  });
  parser.end(new TextDecoder('latin1').decode(body.subarray(0, 1024)));
  return found?.trim().slice(0, 40);
}
