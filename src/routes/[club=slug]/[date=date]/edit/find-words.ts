/** What a curator is told when a paper was not found. */
export const findWords: Record<'notFound' | 'unreachable' | 'tooFast' | 'notAnIdentifier', string> =
  {
    notFound: 'Nobody we asked knows this paper. Check it, or type the paper by hand below.',
    unreachable:
      'The paper service does not answer just now. You can type the paper by hand below.',
    tooFast:
      'The paper service asks us to wait. Try again in a few minutes, or type the paper by hand below.',
    notAnIdentifier: 'Paste a DOI, a PubMed number or the title of the paper.',
  };
