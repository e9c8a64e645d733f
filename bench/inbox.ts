// `npm run bench:inbox`: how many activities a second an inbox takes on one core, beside the bare cost of checking
// their signatures, which is the limit. `-- --count 2000` says how many.
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { signRequest, verifyRequestDetailed } from '@fedify/fedify/sig';
import { CryptographicKey } from '@fedify/vocab';
import {
  persistRemotePerson,
  type RemoteProfile,
} from '#domain/federation/remote-persons.server.ts';
import { openHouse } from '#house.server.ts';
import { readConfig } from '#platform/config.server.ts';
import { inTransaction } from '#platform/ctx.server.ts';
import { activityPubDoor } from '#protocols/activitypub/door.server.ts';

const { values } = parseArgs({ options: { count: { type: 'string', default: '2000' } } });
const count = Number(values.count);
const origin = 'https://here.example';
const uri = 'https://there.example/users/bob';
const keyUri = `${uri}#main-key`;
const spec = 'draft-cavage-http-signatures-12';
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const words = `<p>${'A post as long as most are, about a paper and a cup of tea. '.repeat(5)}</p>`;
const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };

const dataDir = await mkdtemp(join(tmpdir(), 'pf-bench-'));
const config = readConfig({
  ...{ POCKETFRIENDS_ORIGIN: origin, POCKETFRIENDS_DATA: dataDir, LOG_LEVEL: 'error' },
  POCKETFRIENDS_PROCESS: 'web',
});
if ('refused' in config) throw new Error(config.refused.join(' '));
const house = await openHouse(config);
try {
  await measure();
} finally {
  await house.close();
  await rm(dataDir, { recursive: true, force: true });
}

async function measure(): Promise<void> {
  const ctx = { ...house.services, viewer: null };
  await inTransaction(ctx, (tx) => persistRemotePerson(tx, bob()));
  const door = activityPubDoor(house.services);
  const letters = await Promise.all(Array.from({ length: count + 200 }, (_, at) => letter(at)));
  const [warm, cold] = [letters.slice(0, 200), letters.slice(200)];
  const bare = await bareCheck();
  const take = async (sent: readonly Request[]) => {
    // Eight at a time, as a few servers that have much to say.
    const lanes = Array.from({ length: 8 }, (_, lane) => sent.filter((_, at) => at % 8 === lane));
    await Promise.all(
      lanes.map(async (own) => {
        for (const request of own) {
          const { status } = await door.answer(request);
          if (status !== 202) throw new Error(`An activity was answered with ${status}.`);
        }
      }),
    );
  };
  for (const request of letters.slice(0, 200)) await bare(request.clone() as Request);
  const limit = await cpuOf(async () => {
    for (const request of cold) await bare(request.clone() as Request);
  });
  await take(warm);
  const taken = await cpuOf(() => take(cold));
  say('checking the signature, nothing else', limit);
  say('taking it into the inbox', taken);
  console.log(`share of the limit: ${((limit / taken) * 100).toFixed(0)} %`);
}

/** CPU milliseconds of this process for each activity; the database has a core of its own. */
async function cpuOf(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / count;
}

function say(what: string, ms: number): void {
  console.log(`${what}: ${ms.toFixed(2)} ms CPU, ${(1000 / ms).toFixed(0)} a second on one core`);
}

async function bareCheck(): Promise<(request: Request) => Promise<void>> {
  const der = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }));
  const opened = await crypto.subtle.importKey('spki', der, algorithm, true, ['verify']);
  const key = new CryptographicKey({ id: new URL(keyUri), publicKey: opened });
  const keyCache = { get: async () => key, set: async () => undefined };
  const never = async (): Promise<never> => Promise.reject(new Error('Nothing is fetched.'));
  return async (request) => {
    const how = { keyCache, spec, documentLoader: never, contextLoader: never } as const;
    if (!(await verifyRequestDetailed(request, how)).verified) throw new Error('Not verified.');
  };
}

async function letter(at: number): Promise<Request> {
  const der = new Uint8Array(privateKey.export({ type: 'pkcs8', format: 'der' }));
  const key = await crypto.subtle.importKey('pkcs8', der, algorithm, true, ['sign']);
  const note = { id: `https://there.example/notes/${at}`, type: 'Note', attributedTo: uri };
  const body = JSON.stringify({
    '@context': 'https://www.w3.org/ns/activitystreams',
    ...{ id: `https://there.example/activities/${at}`, type: 'Create', actor: uri },
    object: { ...note, to: ['https://www.w3.org/ns/activitystreams#Public'], content: words },
  });
  const headers = { 'content-type': 'application/activity+json' };
  const request = new Request(`${origin}/inbox`, { method: 'POST', body, headers });
  return signRequest(request, key, new URL(keyUri), { spec });
}

function bob(): RemoteProfile {
  const key = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  return {
    ...{ uri, handle: 'bob@there.example', host: 'there.example', kind: 'person', name: 'Bob' },
    ...{ bio: '', locked: false, discoverable: false, indexable: false, alsoKnownAs: [] },
    ...{ movedTo: null, published: null, inbox: `${uri}/inbox`, page: uri },
    ...{ sharedInbox: 'https://there.example/inbox', followersUri: null },
    ...{ avatarUrl: null, headerUrl: null },
    keys: [{ uri: keyUri, kind: 'rsa', key }],
  };
}
