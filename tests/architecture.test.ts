import { globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { reservedSlugs } from '#domain/club/club-rules.ts';

/**
 * The import law: which place may import which. What is not said here is forbidden. `tops` means an
 * area's top-level files and parts; `inner/` belongs to its own area alone.
 */
const law: Record<string, string[]> = {
  platform: [],
  ui: [],
  'domain/house': ['platform'],
  'domain/people': ['platform', 'domain/house'],
  'domain/apps': ['platform', 'domain/house', 'domain/people'],
  'domain/boundaries': ['platform', 'domain/house', 'domain/people'],
  'domain/guard': ['platform'],
  'domain/connections': ['platform', 'domain/people', 'domain/boundaries'],
  'domain/notebook': ['platform', 'domain/boundaries', 'domain/connections'],
  'domain/posts': [
    'platform',
    'domain/house',
    'domain/people',
    'domain/boundaries',
    'domain/guard',
    'domain/connections',
  ],
  'domain/messages': [
    'platform',
    'domain/house',
    'domain/people',
    'domain/boundaries',
    'domain/guard',
    'domain/connections',
    'domain/posts',
  ],
  'domain/club': [
    'platform',
    'domain/house',
    'domain/people',
    'domain/boundaries',
    'domain/guard',
    'domain/connections',
    'domain/posts',
  ],
  'domain/federation': [
    'platform',
    'domain/house',
    'domain/people',
    'domain/connections',
    'domain/posts',
  ],
  'domain/mentions': ['platform', 'domain/house', 'domain/people', 'domain/posts', 'domain/club'],
  'domain/notifications': ['platform', 'domain/*'],
  'domain/moderation': ['platform', 'domain/*'],
  'domain/leaving': ['platform', 'domain/*'],
  protocols: ['platform', 'domain/*'],
  routes: ['domain/*', 'ui'],
  cli: ['*'],
  'service-worker': [],
};
/** Files at the top of `src`: they put the house together, and nobody imports them but each other and the commands. */
const top = 'top';
const uiForParts = /^domain\/[^/]+\/parts\//;

const files = globSync('src/**/*.{ts,svelte}').filter((file) => !/\.test\.ts$/.test(file));

function placeOf(file: string): string {
  const parts = file.split('/').slice(1);
  if (parts.length === 1) return top;
  return parts[0] === 'domain' ? `domain/${parts[1]}` : (parts[0] ?? top);
}

function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  const found = text.matchAll(/(?:from|import)\s*\(?\s*['"]([#.][^'"]+)['"]/g);
  return [...found]
    .map(([, target = '']) => target)
    .filter((target) => !target.includes('$types'))
    .map((target) =>
      target.startsWith('#') ? `src/${target.slice(1)}` : join(dirname(file), target),
    );
}

function breach(file: string, target: string): string | undefined {
  const from = placeOf(file);
  const to = placeOf(target);
  const says = `${file} -> ${target}`;
  if (from === to && from === 'protocols' && file.split('/')[2] !== target.split('/')[2]) {
    return file.split('/').length === 3 ? undefined : `${says}: another protocol`;
  }
  if (from === to || from === top || from === 'cli') return undefined;
  if (to === 'ui' && uiForParts.test(relative('src', file))) return undefined;
  const may = law[from] ?? [];
  const allowed = may.includes(to) || (may.includes('domain/*') && to.startsWith('domain/'));
  if (!allowed) return `${says}: ${from} may not import ${to}`;
  if (
    /\/(inner|schema\.server)\b/.test(target.replace(/^src\/domain\/[^/]+/, '')) &&
    !from.startsWith('domain/')
  ) {
    return `${says}: not a door of its area`;
  }
  return target.includes('/inner/') ? `${says}: inner rooms are private` : undefined;
}

test('an import only ever goes down', () => {
  const breaches = files.flatMap((file) => importsOf(file).map((target) => breach(file, target)));
  expect(breaches.filter(Boolean)).toEqual([]);
});

test('the law sees a breach', () => {
  expect(breach('src/platform/db.server.ts', 'src/domain/club/chat.server.ts')).toContain(
    'may not',
  );
  expect(breach('src/routes/+page.server.ts', 'src/platform/db.server.ts')).toContain('may not');
  expect(
    breach('src/domain/club/chat.server.ts', 'src/domain/people/inner/auth.server.ts'),
  ).toContain('private');
  expect(
    breach('src/protocols/feeds/feed.server.ts', 'src/protocols/live/door.server.ts'),
  ).toContain('another');
});

test('what is announced is heard by somebody, and what somebody waits for is announced', () => {
  const calls = files.flatMap((file) => [
    ...readFileSync(file, 'utf8').matchAll(/\bannounce\(\s*\w+,([^,]*),/g),
  ]);
  const announced = calls.flatMap(([, kinds = '']) =>
    [...kinds.matchAll(/'(\w+)'/g)].map(([, kind = '']) => kind),
  );
  const wired = /export const listeners: Listeners = \{(.*?)\n\};/s.exec(
    readFileSync('src/wiring.server.ts', 'utf8'),
  )?.[1];
  const heard = [...(wired ?? '').matchAll(/^ {2}(\w+):/gm)].map(([, kind = '']) => kind);
  expect([...new Set(announced)].sort()).toEqual(heard.sort());
  expect(heard.length).toBeGreaterThan(10);
});

test('nothing is kept that cannot be exported and erased', () => {
  const areas = globSync('src/domain/*/schema.server.ts').map((file) => dirname(file));
  const without = areas.filter((area) => globSync(`${area}/keeper.server.ts`).length === 0);
  expect(without).toEqual([]);
});

test('no club may have an address that a page of the house has', () => {
  const own = readdirSync('src/routes', { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('['))
    .map(({ name }) => name);
  expect(own).toContain('settings');
  expect(own.filter((name) => !reservedSlugs.has(name))).toEqual([]);
});

test('every area says what it is', () => {
  const areas = globSync('src/domain/*/');
  expect(areas.filter((area) => globSync(`${area}/README.md`).length === 0)).toEqual([]);
});

test('the environment is read in one place, and requests leave the house through one door', () => {
  const text = (file: string) => readFileSync(file, 'utf8');
  const server = files.filter(
    (file) => !file.startsWith('src/service-worker/') && file.endsWith('.server.ts'),
  );
  const readers = server.filter((file) => /process\.env\b(?!\[')/.test(text(file)));
  expect(readers).toEqual([]);
  const callers = server.filter((file) => /\bfetch\(|from 'undici'/.test(text(file)));
  expect(callers.filter((file) => !file.startsWith('src/platform/fetch'))).toEqual([]);
});

test('Cedar is loaded where rules are edited, when somebody edits them, and by nothing that a page ships', () => {
  const naming = files
    .map((file) => ({ file, text: readFileSync(file, 'utf8') }))
    .filter(({ text }) => text.includes('@cedar-policy/'));
  expect(naming.length).toBeGreaterThan(0);
  const outside = naming.filter(
    ({ file }) => !/^src\/domain\/boundaries\/.*\.server\.ts$/.test(file),
  );
  expect(outside.map(({ file }) => file)).toEqual([]);
  const atOnce = naming.filter(({ text }) => /^import (?!type )[^;]*'@cedar-policy\//m.test(text));
  expect(atOnce.map(({ file }) => file)).toEqual([]);
  const shipped = files.filter((file) =>
    /^src\/domain\/boundaries\/(?!.*\.server\.ts$)/.test(file),
  );
  expect(shipped.length).toBeGreaterThan(5);
  const reaching = shipped.flatMap((file) =>
    importsOf(file).filter((target) => target.includes('.server')),
  );
  expect(reaching).toEqual([]);
});
