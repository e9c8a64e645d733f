import { escapeHtml } from '#platform/text.server.ts';

/** What a post quotes: its address and page, and where its author's word for that stands; none for what is one's own. */
export interface QuoteFacts {
  uri: string;
  page: string;
  authorization: string | null;
}

/** FEP-044f, and the names that are older. */
export function quoteOf({ uri, authorization }: QuoteFacts) {
  const names = { quote: uri, quoteUri: uri, _misskey_quote: uri };
  return { ...names, ...(authorization && { quoteAuthorization: authorization }) };
}

/** For whom does not know quotes; whoever does leaves it out by its class. */
export function quoteLink(quote: QuoteFacts | null): string {
  if (!quote) return '';
  const page = escapeHtml(quote.page);
  return `<p class="quote-inline">RE: <a href="${page}">${page}</a></p>`;
}
