import type { World } from '../world.ts';

/**
 * Whose the words of a row are, by the column that leads from it to a person: `own` words go with them;
 * of `others` only the number goes. A reference that is written down nowhere here fails the test.
 */
const references: Record<string, 'own' | 'others'> = {
  'answer.post_id': 'own',
  'block.blocked_id': 'own',
  'bookmark.post_id': 'own',
  'boost.post_id': 'own',
  'endorsement.endorsed_id': 'own',
  'favourite.post_id': 'own',
  'follow.followee_id': 'own',
  'follow.follower_id': 'own',
  'follow_request.asked_id': 'own',
  'follow_request.asker_id': 'own',
  'friend_request.asked_id': 'own',
  'friend_request.asker_id': 'own',
  'friendship.friend_id': 'own',
  'introduction.introducer_id': 'own',
  'introduction.one_id': 'own',
  'introduction.other_id': 'own',
  'meeting.asker_id': 'own',
  'meeting.other_id': 'own',
  'shared_contact.friend_id': 'own',
  'message.post_id': 'own',
  'mute.muted_id': 'own',
  'person_note.about_id': 'own',
  'pin.post_id': 'own',
  'poll.post_id': 'own',
  'poll_vote.post_id': 'own',
  'post.in_reply_to': 'others',
  'post.replied_person_id': 'others',
  'post.quoted_id': 'others',
  'post_mention.post_id': 'own',
  'post_tag.post_id': 'own',
  'filter_keyword.filter_id': 'own',
  'filter_status.filter_id': 'own',
  'filter_status.post_id': 'own',
  'list_member.list_id': 'own',
  'answer_hiding.hidden_by': 'own',
  'archive.person_id': 'own',
  // A club’s own words stay, whoever it is that speaks them.
  'club.live_person_id': 'others',
  'club.person_id': 'others',
  'club_duty.given_by': 'others',
  'club_duty.person_id': 'own',
  'comment.post_id': 'own',
  'comment_hiding.hidden_by': 'own',
  'credential.checker_id': 'others',
  'guest_invite.accepted_by': 'own',
  'guest_invite.invited_by': 'own',
  'guest_post.author_id': 'own',
  'guest_post_edition.edited_by': 'others',
  'host_note.author_id': 'own',
  'media.owner_id': 'own',
  // Whoever wrote the post sent the file: it goes by its owner.
  'media.post_id': 'others',
  'month_move.moved_by': 'others',
  'web_mention.decided_by': 'others',
  'notification.from_id': 'own',
  'notification.post_id': 'own',
  'notification_permission.from_id': 'own',
  'notification_request.from_id': 'own',
  // A server that is blocked stays so; only who said it goes.
  'peer_rule.by': 'others',
  'remote_post.post_id': 'own',
  'picture.owner_id': 'own',
  'post.author_id': 'own',
  'post_edition.post_id': 'own',
  'post_link.post_id': 'own',
  'person.login_id': 'own',
  'report.about_id': 'others',
  'report.assigned_to': 'others',
  'report.closed_by': 'others',
  'report.reporter_id': 'own',
  'rule_pack_version.published_by': 'others',
  'waiting_answer.decided_by': 'others',
  'waiting_answer.post_id': 'own',
};

/** References without a foreign key, and what they hold: a person's number, a login's, or an address. */
const loose: Record<string, 'person' | 'login' | 'email'> = {
  'announcement_read.person_id': 'person',
  'credential.checker_id': 'person',
  'home_line.person_id': 'person',
  'house_setting.changed_by': 'person',
  'invitation.email': 'email',
  'invitation.made_by': 'person',
  'login.id': 'login',
  'person.id': 'person',
  'proof.about': 'login',
  'rule_pack_version.published_by': 'person',
};

/** Tables whose rows are a person's, and on which further rows hang. */
const owned = ['filter', 'list'];

/** Tables that hold nothing of anybody, or that are written about below. */
const withoutWords = new Set([
  // Numbers that stand for nobody: kept on purpose, and looked at apart.
  ...['audit', 'erasure', 'past_handle', 'rate_limit', 'setup_link'],
  'announcement',
  // The club's own, and what programs and services said.
  ...[
    'club',
    'glossary_word',
    'month',
    'month_ask',
    'month_hour',
    'told_link',
    'paper',
    'paper_lookup',
    'question',
  ],
  ...[
    'link_preview',
    'conversation',
    'mastodon_client',
    'oauth_app',
    'waiting_token',
    'push_key',
    'sign_in_provider',
  ],
  // Servers, and what is on its way or was heard: by addresses, which are looked at with deliveries.
  ...['delivery', 'heard_activity', 'outgoing', 'peer', 'remote_key'],
]);

/** Columns that others fill: pictures' names are files, a duty or a state is a word of ours. */
const notPlanted = new Set([
  ...[
    'archive.file',
    'person.avatar',
    'person.header',
    'person.handle',
    'login.email',
    'invitation.email',
  ],
  ...['house_setting.value', 'house_setting.key', 'guest_invite.token_hash'],
  ...['report.category', 'report.state'],
]);

interface Column {
  table: string;
  name: string;
  type: string;
  required: boolean;
  key: boolean;
  refers: string | null;
}

/** Who is to be erased: numbers, address, and the mark that is in all their words. */
export interface Marked {
  personId: string;
  loginId: string;
  email: string;
  mark: string;
}

/**
 * Plants the mark in every text of every row that leads to this person, and makes such a row where
 * there is none. What exists is read from the database itself, so nothing can be forgotten: a table or
 * a reference that nobody has thought about is returned by name.
 */
export async function plant(world: World, whose: Marked): Promise<string[]> {
  await world.services.pool.query(
    `insert into oauth_app (client_id, secret_hash, name, redirect_uris, scopes, since)
      values ('an-app', '', 'An app', '{}', '{}', now()) on conflict do nothing`,
  );
  await world.services.pool.query(
    `insert into announcement (text, html, published, updated) values ('News', 'News', now(), now())`,
  );
  await world.services.pool.query('insert into conversation (size, since) values (2, now())');
  const columns = await readColumns(world);
  const forgotten = [];
  for (const [table, own] of Map.groupBy(columns, (column) => column.table)) {
    const links = own.filter((column) => leads(column));
    if (links.length === 0 && !withoutWords.has(table)) forgotten.push(table);
    for (const link of links) {
      const name = `${table}.${link.name}`;
      if (isOwn(link) === undefined) forgotten.push(name);
      else if (!(await plantIn(world, own, link, whose))) forgotten.push(`no row for ${name}`);
    }
  }
  return forgotten;
}

function leads({ table, name, refers }: Column): boolean {
  if (`${table}.${name}` in loose) return true;
  return refers !== null && ['person', 'login', 'post', ...owned].includes(refers);
}

function isOwn({ table, name, refers }: Column): boolean | undefined {
  const known = references[`${table}.${name}`];
  if (known) return known === 'own';
  // A row that hangs on a person or a login by this name is theirs.
  if (refers && (name === 'person_id' || name === 'login_id')) return true;
  return `${table}.${name}` in loose ? true : undefined;
}

async function plantIn(
  world: World,
  columns: Column[],
  link: Column,
  whose: Marked,
): Promise<boolean> {
  const { pool } = world.services;
  const { table } = link;
  const held = await heldBy(world, link, whose);
  const { rowCount: there } = await pool.query(
    `select from "${table}" where "${link.name}"::text = any($1)`,
    [held],
  );
  if (there === 0) await makeRow(world, columns, link, held[0] ?? '', whose);
  const texts = columns.filter((column) => isWords(column) && !column.key && column !== link);
  const marked = isOwn(link) ? texts : [];
  const sets = marked.map(({ name, type }) => `"${name}" = ${sqlOf(type, whose.mark)}`);
  const words = sets.length > 0 ? sets.join(', ') : `"${link.name}" = "${link.name}"`;
  const done = await pool.query(
    `update "${table}" set ${words} where "${link.name}"::text = any($1)`,
    [held],
  );
  return (done.rowCount ?? 0) > 0;
}

/** What a reference holds when it leads to this person. */
async function heldBy(world: World, { table, name, refers }: Column, whose: Marked) {
  const kind = loose[`${table}.${name}`];
  if (kind === 'email') return [whose.email];
  if (kind === 'login' || refers === 'login') return [whose.loginId];
  if (refers && owned.includes(refers)) return idsOf(world, refers, 'person_id', whose);
  if (refers !== 'post') return [whose.personId];
  return idsOf(world, 'post', 'author_id', whose);
}

async function idsOf(world: World, table: string, owner: string, whose: Marked): Promise<string[]> {
  const { rows } = await world.services.pool.query<{ id: string }>(
    `select id::text from "${table}" where "${owner}" = $1`,
    [whose.personId],
  );
  return rows.map(({ id }) => id);
}

let made = 0;

async function makeRow(
  world: World,
  columns: Column[],
  link: Column,
  held: string,
  whose: Marked,
): Promise<void> {
  const { pool } = world.services;
  const filled = columns.filter((each) => each.required || isWords(each) || each === link);
  const values = [];
  for (const column of filled) {
    const other =
      column.refers === 'oauth_token'
        ? `(select token_hash from oauth_token where person_id = '${whose.personId}' limit 1)`
        : column.refers && `(select id from "${column.refers}" ${newestIfKey(column)} limit 1)`;
    if (column === link) values.push(`'${held}'`);
    else if (other) values.push(other);
    else {
      const theirs = isOwn(link) && !notPlanted.has(`${column.table}.${column.name}`);
      values.push(sqlOf(column.type, `${theirs ? whose.mark : 'word'} ${++made}`));
    }
  }
  const names = filled.map(({ name }) => `"${name}"`).join(', ');
  await pool.query(`insert into "${link.table}" (${names}) values (${values.join(', ')})`);
}

/** What is there once for each of something hangs on the newest: the rows of another person have the others. */
const newestIfKey = ({ key, refers }: Column): string =>
  key && refers !== 'person' ? 'order by id desc' : '';

function isWords({ table, name, type, refers }: Column): boolean {
  if (refers || notPlanted.has(`${table}.${name}`)) return false;
  return ['text', '_text', 'jsonb', 'bytea'].includes(type);
}

function sqlOf(type: string, mark: string): string {
  if (type === 'text') return `'${mark}'`;
  if (type === '_text') return `array['${mark}']`;
  if (type === 'jsonb') return `'{"deep": {"list": ["${mark}"]}}'::jsonb`;
  if (type === 'bytea') return `convert_to('${mark}', 'UTF8')`;
  if (type === 'bool') return 'true';
  if (type === 'date') return `'2026-11-22'`;
  return type === 'timestamptz' ? `'2027-01-01T12:00:00Z'` : String(++made);
}

async function readColumns(world: World): Promise<Column[]> {
  const { rows } = await world.services.pool.query<Column>(`
    select c.table_name as "table", c.column_name as name, c.udt_name as type,
      c.is_nullable = 'NO' and c.column_default is null as required,
      exists (select from pg_index i where i.indrelid = format('public.%I', c.table_name)::regclass
        and i.indisunique and a.attnum = any(i.indkey)) as key,
      (select f.confrelid::regclass::text from pg_constraint f where f.contype = 'f'
        and f.conrelid = a.attrelid and f.conkey = array[a.attnum]) as refers
    from information_schema.columns c
    join pg_attribute a on a.attrelid = format('public.%I', c.table_name)::regclass and a.attname = c.column_name
    where c.table_schema = 'public' and c.is_generated = 'NEVER'
    order by c.table_name, c.ordinal_position`);
  return rows;
}

/** Every row of every table of every schema, as text, with its table's name. */
export async function dump(world: World): Promise<{ table: string; row: string }[]> {
  const { pool } = world.services;
  const { rows: tables } = await pool.query<{ name: string }>(`
    select format('%I.%I', n.nspname, c.relname) as name from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'm') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')`);
  const found = [];
  for (const { name } of tables) {
    const { rows } = await pool.query<{ row: string }>(`select t::text as row from ${name} t`);
    for (const { row } of rows) found.push({ table: name, row: readable(row) });
  }
  return found;
}

/** Bytes stand in a row as hexadecimal digits: what they spell is put beside them. */
function readable(row: string): string {
  const bytes = [...row.matchAll(/\\\\?x([0-9a-f]{8,})/g)].map(([, hex = '']) =>
    Buffer.from(hex, 'hex').toString('latin1'),
  );
  return [row, ...bytes].join(' ');
}
