import { apa } from './citation/apa.ts';
import { bibtex } from './citation/bibtex.ts';
import { cslJson } from './citation/csl-json.ts';
import { plain, type Citation } from './citation/parts.ts';
import { ris } from './citation/ris.ts';
import { vancouver } from './citation/vancouver.ts';
import type { Paper } from './paper.ts';

const styles = {
  apa,
  vancouver,
  bibtex: (paper: Paper) => plain(bibtex(paper)),
  ris: (paper: Paper) => plain(ris(paper)),
  cslJson: (paper: Paper) => plain(cslJson(paper)),
};

export type CitationStyle = keyof typeof styles;
export const citationStyles = Object.keys(styles) as CitationStyle[];

/**
 * A paper as a reference. `text` is what is copied or saved (RIS has CRLF lines); `html` is the same
 * with italics and a link, escaped and safe to place in a page. Whatever a title or a name contains,
 * it cannot add a field to a BibTeX or RIS record. Never throws and never invents what is not known.
 */
export function cite(paper: Paper, style: CitationStyle): Citation {
  return styles[style](paper);
}
