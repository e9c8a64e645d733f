import { resolve } from 'node:path';
import { z } from 'zod';

/** Everything that the environment decides, read once. */
export interface Config {
  origin: string;
  host: string;
  port: number;
  dataDir: string;
  /** Absent: the embedded database in `dataDir`. */
  databaseUrl: string | undefined;
  process: 'all' | 'web' | 'worker';
  smtpUrl: string | undefined;
  mailFrom: string;
  contact: string;
  /** Base addresses of the services that know papers. */
  papers: { crossref: string; pubmed: string; unpaywall: string };
  /** `host:port` of peers that may have a private address. */
  allowedPeers: string[];
  /** Where some of these peers are dialled, whatever a name server says: `host:port` -> `address:port`. */
  peerPlaces: Readonly<Record<string, string>>;
  /** Addresses of proxies whose X-Forwarded headers are believed. */
  trustedProxies: string[];
  logLevel: string;
  secret: string | undefined;
  connections: number;
  /** How often a person's apps, and an address without one, may call in five minutes. */
  apiLimit: { person: number; visitors: number };
}

const weakSecrets = /^(secret|password|change ?me|example|default|test)/i;
const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  );
const peerShape = /^(?:[\w.-]+|\[[\da-f:]+\]):\d+(?:=(?:[\w.-]+|\[[\da-f:]+\]):\d+)?$/i;
const webAddress = z.url({ protocol: /^https?$/, error: 'must be an http(s) address' });

const Environment = z.object({
  PORT: z.coerce.number('must be a number').int().min(0).max(65535).default(3000),
  HOST: z.string().default('0.0.0.0'),
  POCKETFRIENDS_ORIGIN: webAddress.optional(),
  POCKETFRIENDS_DATA: z.string().default('./data'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgresql://')
    .optional(),
  POCKETFRIENDS_PROCESS: z
    .enum(['all', 'web', 'worker'], 'must be all, web or worker')
    .default('all'),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'must begin with smtp:// or smtps://')
    .optional(),
  MAIL_FROM: z.string().default('Pocket Friends <no-reply@localhost>'),
  POCKETFRIENDS_CONTACT: z.email('must be an e-mail address').default('operator@localhost.invalid'),
  CROSSREF_URL: webAddress.default('https://api.crossref.org'),
  PUBMED_URL: webAddress.default('https://eutils.ncbi.nlm.nih.gov/entrez/eutils'),
  UNPAYWALL_URL: webAddress.default('https://api.unpaywall.org'),
  POCKETFRIENDS_PEERS: list.refine((peers) => peers.every((peer) => peerShape.test(peer)), {
    error:
      'must be host:port, or host:port=address:port, separated by commas: it opens no other address',
  }),
  TRUSTED_PROXIES: list,
  LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
  POCKETFRIENDS_SECRET: z
    .string()
    .min(32, 'must be at least 32 characters')
    .refine((secret) => !weakSecrets.test(secret), 'must not be an example')
    .optional(),
  POCKETFRIENDS_CONNECTIONS: z.coerce.number('must be a number').int().min(100).default(5000),
  POCKETFRIENDS_API_LIMIT: z.coerce.number('must be a number').int().min(10).default(1500),
  POCKETFRIENDS_API_LIMIT_VISITORS: z.coerce.number('must be a number').int().min(10).default(300),
});

/** Reads and checks the environment. Refuses with the whole list of faults, a sentence each. */
export function readConfig(
  env: Record<string, string | undefined>,
): Config | { refused: string[] } {
  const parsed = Environment.safeParse(withoutEmpty(env));
  const faults = (parsed.error?.issues ?? []).map(
    (fault) => `${fault.path.join('.')} ${fault.message}.`,
  );
  const refused = [...faults, ...unknownNames(env).map((name) => `${name} is no setting.`)];
  if (!parsed.success || refused.length > 0) return { refused };
  const read = parsed.data;
  return {
    origin: new URL(read.POCKETFRIENDS_ORIGIN ?? `http://localhost:${read.PORT}`).origin,
    host: read.HOST,
    port: read.PORT,
    dataDir: resolve(read.POCKETFRIENDS_DATA),
    databaseUrl: read.DATABASE_URL,
    process: read.POCKETFRIENDS_PROCESS,
    smtpUrl: read.SMTP_URL,
    mailFrom: read.MAIL_FROM,
    contact: read.POCKETFRIENDS_CONTACT,
    papers: { crossref: read.CROSSREF_URL, pubmed: read.PUBMED_URL, unpaywall: read.UNPAYWALL_URL },
    ...readPeers(read.POCKETFRIENDS_PEERS),
    trustedProxies: read.TRUSTED_PROXIES,
    logLevel: read.LOG_LEVEL,
    secret: read.POCKETFRIENDS_SECRET,
    connections: read.POCKETFRIENDS_CONNECTIONS,
    apiLimit: {
      person: read.POCKETFRIENDS_API_LIMIT,
      visitors: read.POCKETFRIENDS_API_LIMIT_VISITORS,
    },
  };
}

/** What is called as ours and is none: a slip of the pen, or a wish that nobody grants. */
function unknownNames(env: Record<string, string | undefined>): string[] {
  const ours = Object.keys(env).filter((name) => name.startsWith('POCKETFRIENDS_'));
  return ours.filter((name) => !(name in Environment.shape));
}

/** `host:port`, or `host:port=address:port` for one that no name server knows. */
function readPeers(list: string[]): Pick<Config, 'allowedPeers' | 'peerPlaces'> {
  const pairs = list.map((peer) => peer.split('=', 2) as [string, string?]);
  return {
    allowedPeers: pairs.map(([peer]) => peer),
    peerPlaces: Object.fromEntries(pairs.filter(([, place]) => place)) as Record<string, string>,
  };
}

function withoutEmpty(env: Record<string, string | undefined>) {
  return Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
}
