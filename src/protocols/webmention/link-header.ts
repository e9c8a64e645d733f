/**
 * The addresses of a `Link` header that are given with a relation, in their order, as they are written: `<>` is
 * the page itself. Values may stand in quotes or not, several relations in one, several links in one header.
 * Source: https://www.rfc-editor.org/rfc/rfc8288#section-3
 */
export function linksWith(header: string, relation: string): string[] {
  return linkValues(header).flatMap(({ address, parameters }) => {
    const relations = (parameters.get('rel') ?? '').toLowerCase().split(/\s+/);
    return relations.includes(relation) ? [address] : [];
  });
}

interface LinkValue {
  address: string;
  /** By their small names; the first of a name counts. */
  parameters: Map<string, string>;
}

/** A sign at a time: a comma or a semicolon may stand inside an address or a quoted value. */
function linkValues(header: string): LinkValue[] {
  const found: LinkValue[] = [];
  let at = 0;
  for (;;) {
    const open = header.indexOf('<', at);
    const close = header.indexOf('>', open);
    if (open < 0 || close < 0) return found;
    const [parameters, end] = parametersFrom(header, close + 1);
    found.push({ address: header.slice(open + 1, close).trim(), parameters });
    at = end;
  }
}

/** Reads `; name=value; name="value"` up to the comma that ends a link, and says where that is. */
function parametersFrom(header: string, from: number): [Map<string, string>, number] {
  const parameters = new Map<string, string>();
  let piece = '';
  let quoted = false;
  let at = from;
  for (; at < header.length && (quoted || header[at] !== ','); at += 1) {
    const sign = header.charAt(at);
    if (quoted && sign === '\\') piece += header.charAt((at += 1));
    else if (sign === '"') quoted = !quoted;
    else if (sign === ';' && !quoted) piece = keepPiece(parameters, piece);
    else piece += sign;
  }
  keepPiece(parameters, piece);
  return [parameters, at];
}

function keepPiece(parameters: Map<string, string>, piece: string): '' {
  const [name = '', ...value] = piece.split('=');
  const known = name.trim().toLowerCase();
  if (known && !parameters.has(known)) parameters.set(known, value.join('=').trim());
  return '';
}
