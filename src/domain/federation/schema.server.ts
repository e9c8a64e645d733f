import { sql } from 'drizzle-orm';
import { bigint, index, integer, jsonb, primaryKey, text, unique } from 'drizzle-orm/pg-core';
import { idOf, instant, table, timedId } from '#platform/schema-parts.server.ts';
import { person } from '#domain/people/schema.server.ts';
import { post } from '#domain/posts/schema.server.ts';

/** A column that names a person and goes with them. */
const whoOf = (name = 'person_id') =>
  bigint(name, { mode: 'string' })
    .notNull()
    .references(() => person.id, { onDelete: 'cascade' });

/**
 * Where a person of another server is found and written to. `uri` is who they are; `handle` in `person`
 * is only how they are called. `gone`: their server says that they are no more.
 */
export const remotePerson = table(
  'remote_person',
  {
    personId: whoOf().primaryKey(),
    uri: text().notNull().unique(),
    host: text().notNull(),
    inbox: text().notNull(),
    sharedInbox: text(),
    followersUri: text(),
    page: text().notNull(),
    /** Where the pictures of the profile came from: they are fetched again when it changes. */
    avatarUrl: text(),
    headerUrl: text(),
    fetched: instant().notNull(),
    gone: instant(),
  },
  (t) => [index('remote_person_host').on(t.host)],
);

/** The public key by which a server proves what one of its people sends; a PEM, or a multibase text. */
export const remoteKey = table(
  'remote_key',
  {
    uri: text().primaryKey(),
    ownerUri: text().notNull(),
    kind: text({ enum: ['rsa', 'ed25519'] }).notNull(),
    key: text().notNull(),
    fetched: instant().notNull(),
  },
  (t) => [index('remote_key_owner').on(t.ownerUri)],
);

/** The keys of a person or club of this place, made once and kept: the private half is sealed. */
export const ownKey = table(
  'own_key',
  {
    personId: whoOf(),
    kind: text({ enum: ['rsa', 'ed25519'] }).notNull(),
    publicKey: text().notNull(),
    sealed: text().notNull(),
    created: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.kind] })],
);

/**
 * What a post from another server is called there. `quoteAuthorization`: where somebody of another server has said
 * that it may quote theirs; what is quoted here needs none, for it is we who said so.
 */
export const remotePost = table(
  'remote_post',
  {
    postId: bigint('post_id', { mode: 'string' })
      .primaryKey()
      .references(() => post.id, { onDelete: 'cascade' }),
    uri: text().notNull().unique(),
    page: text(),
    quoteAuthorization: text(),
    fetched: instant().notNull(),
  },
  (t) => [
    index('remote_post_quote')
      .on(t.quoteAuthorization)
      .where(sql`quote_authorization is not null`),
  ],
);

/**
 * An activity that was heard, so that it is heard once. `object` is what it was about: who takes an
 * activity back may name nothing but its id. `due` is when it is to be acted on, `body` what it says until then;
 * `place` is the order in which they came.
 */
export const heardActivity = table(
  'heard_activity',
  {
    uri: text().primaryKey(),
    actorUri: text().notNull(),
    type: text().notNull(),
    object: text(),
    host: text().notNull(),
    place: idOf()
      .notNull()
      .default(sql`timed_id()`),
    heard: instant().notNull(),
    due: instant(),
    tries: integer().notNull().default(0),
    body: jsonb(),
  },
  (t) => [
    index('heard_activity_about').on(t.actorUri, t.type, t.object),
    index('heard_activity_heard').on(t.heard),
    index('heard_activity_due')
      .on(t.host, t.place)
      .where(sql`due is not null`),
  ],
);

/**
 * A server that we know. `failures` in a row since it last took something; nothing is sent before `resumes`.
 * `busyUntil` is the lease of whoever is sending to it. `stopped`: by the operator. `dropped`: how many activities
 * it would not have. `software` is what it says that it runs (NodeInfo), asked where a club is followed from there.
 */
export const peer = table(
  'peer',
  {
    host: text().primaryKey(),
    since: instant().notNull(),
    failures: integer().notNull().default(0),
    lastFault: text(),
    dropped: integer().notNull().default(0),
    succeeded: instant(),
    failed: instant(),
    resumes: instant(),
    busyUntil: instant(),
    stopped: instant(),
    signsBy: text({ enum: ['rfc9421', 'draft-cavage-http-signatures-12'] }),
    software: text(),
    softwareAsked: instant(),
  },
  (t) => [
    index('peer_resumes')
      .on(t.resumes)
      .where(sql`resumes is not null`),
  ],
);

/** Servers with which nothing is exchanged, or the only ones with which anything is. */
export const peerRule = table('peer_rule', {
  host: text().primaryKey(),
  rule: text({ enum: ['block', 'allow'] }).notNull(),
  reason: text().notNull().default(''),
  by: idOf().references(() => person.id, { onDelete: 'set null' }),
  since: instant().notNull(),
});

/**
 * An activity on its way out, kept until the last server that is to have it has it. It carries the sealed key
 * that signs it: the farewell of somebody who is erased leaves after they are gone.
 */
export const outgoing = table(
  'outgoing',
  {
    id: timedId(),
    senderUri: text().notNull(),
    sealedKey: text().notNull(),
    body: jsonb().notNull(),
    created: instant().notNull(),
  },
  (t) => [index('outgoing_sender').on(t.senderUri)],
);

/** One activity for one inbox. Those of a server go one after the other, in the order of their ids. */
export const delivery = table(
  'delivery',
  {
    id: timedId(),
    outgoingId: bigint('outgoing_id', { mode: 'string' })
      .notNull()
      .references(() => outgoing.id, { onDelete: 'cascade' }),
    host: text().notNull(),
    inbox: text().notNull(),
    tries: integer().notNull().default(0),
  },
  (t) => [
    unique('delivery_once').on(t.outgoingId, t.inbox),
    index('delivery_host').on(t.host, t.id),
  ],
);

/**
 * Which inbox was told something of a person here, so that what is taken back reaches it. A post that is not
 * for everybody has rows of its own: nobody else hears that it is gone.
 */
export const told = table(
  'told',
  {
    id: timedId(),
    personId: whoOf(),
    /** No reference: it is needed when the post is gone. */
    postId: idOf(),
    inbox: text().notNull(),
    since: instant().notNull(),
  },
  (t) => [
    unique('told_once').on(t.personId, t.postId, t.inbox).nullsNotDistinct(),
    index('told_post').on(t.postId),
  ],
);
