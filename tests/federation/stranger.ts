import { generateKeyPair, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import {
  coveredIn,
  isSignedWith,
  keyIdOf,
  signedByCavage,
  type Came,
  type Hand,
  type Letter,
} from './signing.ts';
import type { Name, Town } from './town.ts';
import { activityJson, ask, type Answered } from './wire.ts';

/** Somebody of another server, with a key of their own. */
export interface StrangePerson {
  handle: string;
  uri: string;
  inbox: string;
  keyId: string;
  key: KeyObject;
  publicKeyPem: string;
}

/** Something that an inbox of the stranger was told. */
export interface Heard {
  /** The path of the inbox. */
  inbox: string;
  // What was said is what tests are about.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  activity: any;
  headers: Record<string, string>;
  /** What is signed of the request. */
  covered: string[];
  /** The key whose signature is good; nothing when none is. */
  signedWith: string | undefined;
}

type Document = Record<string, unknown>;
type Serve = (req: IncomingMessage, res: ServerResponse) => void;

/** How something is said: by another standard, with changed headers, another body than was signed. */
export interface Saying {
  by?: (letter: Letter, hand: Hand) => Record<string, string>;
  hand?: Partial<Hand>;
  date?: Date;
  /** What is really sent, in place of what was signed. */
  body?: string;
  /** What is signed and sent in place of the activity. */
  instead?: string;
  /** Headers that are sent without being signed; `undefined` takes one away. */
  headers?: Record<string, string | undefined>;
}

/**
 * A server of somebody else, written by hand: it serves people and posts, says what it is told to say, signed
 * well or badly, and keeps what it hears.
 */
export interface Stranger {
  name: Name;
  origin: string;
  /** Where it speaks plain HTTP. */
  port: number;
  /** Every request so far, as method and path. */
  asked: string[];
  heard: Heard[];
  /** The status that its inboxes answer with. */
  inboxStatus: number;
  /** Somebody who lives there; `about` adds to their document. */
  aPerson(handle: string, about?: Document): Promise<StrangePerson>;
  /** A new address there. */
  newId(kind?: string): string;
  /** A public post of somebody, served at its id. */
  aNote(author: StrangePerson, content: string, about?: Document): Document & { id: string };
  /** Serves a document, or what a function answers, at an address; nothing takes it away. */
  serve(url: string, what?: Document | Serve): void;
  /** The document at an address. */
  served(url: string): Document;
  /** Says something to an inbox, signed by somebody: honestly unless told otherwise. */
  say(by: StrangePerson, inbox: string, activity: Document, how?: Saying): Promise<Answered>;
  /** What it heard of this type, oldest first. */
  heardOf(type: string): Heard[];
  close(): Promise<void>;
}

export const everybody = 'https://www.w3.org/ns/activitystreams#Public';
const context = ['https://www.w3.org/ns/activitystreams', 'https://w3id.org/security/v1'];
const makeKeys = promisify(generateKeyPair);

/** Opens one under a name of the town. */
export async function openStranger(town: Town, name: Name): Promise<Stranger> {
  const origin = `https://${name}`;
  const documents = new Map<string, Document | Serve>();
  const asked: string[] = [];
  const heard: Heard[] = [];
  let count = 0;
  const server = createServer((req, res) => {
    asked.push(`${req.method} ${req.url}`);
    const found = documents.get(`${origin}${req.url}`);
    if (typeof found === 'function') return found(req, res);
    if (found) return send(res, found);
    if (req.method === 'POST') return void hear(req, res);
    res.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  town.lead(name, port);

  async function hear(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of req) parts.push(part as Buffer);
    const came: Came = {
      method: 'POST',
      url: `${origin}${req.url}`,
      headers: Object.fromEntries(Object.entries(req.headers).map(([k, v]) => [k, String(v)])),
      body: Buffer.concat(parts).toString(),
    };
    const signedWith = await signerOf(town, came);
    const { headers } = came;
    const told = { activity: JSON.parse(came.body), signedWith, headers, covered: coveredIn(came) };
    heard.push({ inbox: req.url ?? '', ...told });
    res.writeHead(stranger.inboxStatus).end();
  }

  const stranger: Stranger = {
    ...{ name, origin, port, asked, heard, inboxStatus: 202 },
    newId: (kind = 'activities') => `${origin}/${kind}/${(count += 1)}`,
    async aPerson(handle, about = {}) {
      const { publicKey, privateKey } = await makeKeys('rsa', { modulusLength: 2048 });
      const uri = `${origin}/users/${handle}`;
      const publicKeyPem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
      const keyId = `${uri}#main-key`;
      const person = { handle, uri, inbox: `${uri}/inbox`, keyId, key: privateKey, publicKeyPem };
      documents.set(uri, { ...documentOf(person), ...about });
      documents.set(
        `${origin}/.well-known/webfinger?resource=${encodeURIComponent(`acct:${handle}@${name}`)}`,
        (_, res) => send(res, webfingerOf(person, name), 'application/jrd+json'),
      );
      return person;
    },
    aNote(author, content, about = {}) {
      const id = stranger.newId('notes');
      const note = { ...noteOf(author, content, town.clock.now()), id, ...about };
      documents.set(id, { '@context': context, ...note });
      return note;
    },
    serve: (url, what) => void (what ? documents.set(url, what) : documents.delete(url)),
    served: (url) => {
      const found = documents.get(url);
      if (!found || typeof found === 'function') throw new Error(`No document at ${url}.`);
      return found;
    },
    say: (by, inbox, activity, how) => say(town, by, inbox, activity, how),
    heardOf: (type) => heard.filter(({ activity }) => activity.type === type),
    close: async () => {
      town.lead(name);
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
  return stranger;
}

function send(res: ServerResponse, document: Document, type = activityJson): void {
  res.writeHead(200, { 'content-type': type }).end(JSON.stringify(document));
}

function documentOf(person: Omit<StrangePerson, 'key'>): Document {
  const { uri, handle, keyId, publicKeyPem } = person;
  return {
    '@context': context,
    ...{ id: uri, type: 'Person', preferredUsername: handle, name: handle, url: uri },
    ...{ inbox: person.inbox, outbox: `${uri}/outbox`, followers: `${uri}/followers` },
    endpoints: { sharedInbox: `${new URL(uri).origin}/inbox` },
    publicKey: { id: keyId, owner: uri, publicKeyPem },
  };
}

function webfingerOf({ uri, handle }: { uri: string; handle: string }, host: string): Document {
  const links = [{ rel: 'self', type: activityJson, href: uri }];
  return { subject: `acct:${handle}@${host}`, aliases: [uri], links };
}

function noteOf(author: StrangePerson, content: string, now: Date): Document {
  return {
    ...{ type: 'Note', attributedTo: author.uri, content, published: now.toISOString() },
    ...{ to: [everybody], cc: [`${author.uri}/followers`] },
  };
}

async function say(
  town: Town,
  by: StrangePerson,
  inbox: string,
  activity: Document,
  how: Saying = {},
): Promise<Answered> {
  const body = how.instead ?? JSON.stringify({ '@context': context, ...activity });
  const letter = { method: 'POST', url: inbox, body, date: how.date ?? town.clock.now() };
  const hand = { keyId: by.keyId, key: by.key, ...how.hand };
  const signed = (how.by ?? signedByCavage)(letter, hand);
  const headers = { 'content-type': activityJson, ...signed, ...how.headers };
  const sent = Object.entries(headers).filter(([, value]) => value !== undefined);
  return ask(town, inbox, {
    method: 'POST',
    body: how.body ?? body,
    headers: Object.fromEntries(sent) as Record<string, string>,
  });
}

/** The key that a request is signed with, as its owner serves it now; nothing when that is not so. */
async function signerOf(town: Town, came: Came): Promise<string | undefined> {
  const keyId = keyIdOf(came);
  if (!keyId) return undefined;
  const { json } = await ask(town, keyId);
  const pem = json.publicKey?.publicKeyPem ?? json.publicKeyPem;
  return typeof pem === 'string' && isSignedWith(came, pem) ? keyId : undefined;
}

/** What somebody says when they publish, change or take away a post. */
export function about(
  type: string,
  by: StrangePerson,
  object: unknown,
  id: string,
  more: Document = {},
): Document {
  return { ...{ id, type, actor: by.uri, object }, ...more };
}
