import { asHost } from './hosts.ts';

/** A server on a list, and why it is there. */
export interface ListedHost {
  host: string;
  reason: string;
}

/** A line that could not be read, by its number, and what is wrong with it. */
export interface BadLine {
  line: number;
  text: string;
  why: 'noHost' | 'onlyLimited' | 'tooMany';
}

/** How many lines a list may have. */
export const mostLines = 10_000;

/**
 * Reads a list of servers: one name a line, or the CSV that Mastodon exports (`domain_blocks.csv`). A row that asks
 * to limit a server, not to block it, is left out and reported, like every line that cannot be read.
 */
export function readHostList(text: string): { hosts: ListedHost[]; bad: BadLine[] } {
  const hosts = new Map<string, ListedHost>();
  const bad: BadLine[] = [];
  let columns = ['domain'];
  for (const [at, line] of text.split(/\r\n|\r|\n/).entries()) {
    const cells = cellsOf(line);
    const first = (cells[0] ?? '').toLowerCase();
    if (/^#?domain$/.test(first))
      columns = cells.map((cell) => cell.replace(/^#/, '').toLowerCase());
    else if (first !== '' && !first.startsWith('#')) {
      const row = new Map(columns.map((column, n) => [column, cells[n] ?? '']));
      const read = rowOf(row, hosts.size);
      if (typeof read === 'string') bad.push({ line: at + 1, text: line.slice(0, 100), why: read });
      else hosts.set(read.host, read);
    }
  }
  return { hosts: [...hosts.values()], bad };
}

function rowOf(row: ReadonlyMap<string, string>, there: number): ListedHost | BadLine['why'] {
  const host = asHost(row.get('domain') ?? '');
  if (!host) return 'noHost';
  if (['silence', 'noop'].includes(row.get('severity') ?? '')) return 'onlyLimited';
  if (there >= mostLines) return 'tooMany';
  const reason = row.get('public_comment') ?? row.get('reason') ?? '';
  return {
    host,
    reason: reason
      .replace(/\p{Cc}+/gu, ' ')
      .trim()
      .slice(0, 500),
  };
}

/** The cells of one line of CSV; quotes may hold commas, and a doubled quote is one. */
function cellsOf(line: string): string[] {
  const cells = line.matchAll(/(?:^|,)\s*(?:"((?:[^"]|"")*)"|([^,]*))/g);
  return [...cells].map(([, quoted, plain]) =>
    (quoted?.replaceAll('""', '"') ?? plain ?? '').trim(),
  );
}

/** A list as Mastodon reads it, and `readHostList` too. */
export function writeHostList(rule: 'block' | 'allow', hosts: readonly ListedHost[]): string {
  if (rule === 'allow') return ['#domain', ...hosts.map(({ host }) => host), ''].join('\n');
  const head = '#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate';
  const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const rows = hosts.map(({ host, reason }) => `${host},suspend,true,true,${cell(reason)},false`);
  return [head, ...rows, ''].join('\n');
}
