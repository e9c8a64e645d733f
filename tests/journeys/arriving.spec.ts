import { HtmlValidate } from 'html-validate';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { axe, desk, openBrowser, phone, type Reader } from '../browser.ts';
import { aChat, answered } from '../makers/chat.ts';
import { openWorldWithSite, type ServedWorld } from '../site.ts';
import type { SignUpMode } from '#domain/house/rules.ts';
import { changeSettings } from '#domain/house/settings.server.ts';
import { inviteFriends } from '#domain/people/invitations.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let world: ServedWorld;
let browser: Browser;
let operator: Viewer;
const contexts: BrowserContext[] = [];
beforeAll(async () => {
  world = await openWorldWithSite({ now: '2026-11-22T12:06:00Z' });
  browser = await openBrowser();
  operator = await world.aPerson({ handle: 'keeper', operator: true });
});
beforeEach(async () => {
  await world.services.pool.query('delete from rate_limit');
  await mode('open');
});
afterAll(async () => {
  for (const context of contexts) await context.close();
  await browser.close();
  await world.close();
});

const pictures = process.env['PICTURES'];
const mode = (signUp: SignUpMode) => changeSettings(world.as(operator), { signUp });

async function comes(
  who?: Viewer,
  { wide = false, ...as }: Reader & { wide?: boolean } = {},
): Promise<Page> {
  const context = await (wide ? desk : phone)(browser, as);
  contexts.push(context);
  if (who) {
    const [name = '', value = ''] = (await world.cookieOf(who)).split(/=(.*)/s);
    await context.addCookies([{ name, value, url: world.origin }]);
  }
  return context.newPage();
}

/** Clean by axe, no wider than the screen; drawn when pictures are wanted, by lamp too and at a desk. */
async function isGood(page: Page, name: string): Promise<void> {
  expect({ name, found: await axe(page) }).toEqual({ name, found: [] });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(wide, name).toBeLessThanOrEqual(0);
  if (!pictures) return;
  const size = page.viewportSize();
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 740 });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({
        path: `${pictures}/${name}-${width}-${colorScheme}.png`,
        fullPage: true,
      });
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  if (size) await page.setViewportSize(size);
}

/** The newest letter to an address, once the job has sent it. */
async function letterTo(email: string, sign: string): Promise<string> {
  const newest = () => world.letters.findLast(({ to }) => to === email)?.text ?? '';
  await expect.poll(newest).toContain(sign);
  return newest();
}

async function typeCode(page: Page, email: string): Promise<void> {
  const letter = await letterTo(email, 'type this code');
  await page.getByLabel('The code from the letter').fill(/\d{4} \d{4}/.exec(letter)?.[0] ?? '');
  await page.getByRole('button', { name: 'Go on' }).click();
}

async function asks(page: Page, email: string): Promise<void> {
  await page.getByLabel('Your e-mail address').fill(email);
  await page.getByRole('button', { name: 'Send me the letter' }).click();
}

async function becomes(page: Page, handle: string): Promise<void> {
  await page.getByLabel('Your handle').fill(handle);
  await page.getByLabel('Your name here').fill('Wren of the wall');
  await page.getByLabel('Yes, they may stay').check();
  await page.getByLabel('I am 16 or older').check();
  await page.getByRole('button', { name: 'That is me' }).click();
}

describe.each([{ script: true }, { script: false }])('with script: $script', ({ script }) => {
  const own = (word: string) => `${word}_${script ? 'one' : 'two'}`;

  test('from the page of a month it is four screens to the first answer', async () => {
    const chat = await aChat(world);
    const page = await comes(undefined, { script });
    await page.goto(`${world.origin}/${chat.slug}/${chat.date}`);
    const email = `${own('wren')}@example.org`;
    const screens: string[] = [];
    page.on('framenavigated', (frame) => {
      const { pathname } = new URL(frame.url());
      if (screens.at(-1) !== pathname) screens.push(pathname);
    });
    const good = async (name: string) => void (script && (await isGood(page, name)));
    await page.getByRole('link', { name: 'Join and answer' }).click();
    await page.waitForURL(/\/sign-up/);
    await good('1-sign-up');
    await asks(page, email);
    await page.waitForURL(/\/letter/);
    await good('2-letter');
    await typeCode(page, email);
    await page.waitForURL(/\/welcome/);
    await good('3-welcome');
    await becomes(page, own('wren'));
    await page.waitForURL(/\/chat#write/);
    await good('4-chat');
    await page.getByLabel('Your answer').fill('Hello from the wall.');
    await page.getByRole('button', { name: 'Send my answer' }).click();
    await page.locator('[data-line]', { hasText: 'Hello from the wall.' }).waitFor();
    expect(screens).toEqual(['/sign-up', '/sign-up/letter', '/welcome', chat.path]);
  });

  test('a welcome that was not finished says what is missing and keeps what was typed', async () => {
    const page = await comes(undefined, { script });
    const email = `${own('unsure')}@example.org`;
    await page.goto(`${world.origin}/sign-up`);
    await asks(page, email);
    await page.getByLabel('The code from the letter').fill('1');
    await page.getByRole('button', { name: 'Go on' }).click();
    expect(await page.getByRole('alert').innerText()).toContain('does not fit');
    await typeCode(page, email);
    await page.getByLabel('Your handle').fill(own('unsure'));
    await page.getByRole('button', { name: 'That is me' }).click();
    const alert = await page.getByRole('alert').innerText();
    for (const words of ['Choose one of the two', 'there can be no account'])
      expect(alert).toContain(words);
    expect(await page.getByLabel('Your handle').inputValue()).toBe(own('unsure'));
    if (script) await isGood(page, '3-welcome-faults');
    await page.goto(`${world.origin}/clubs`);
    expect(await page.getByText('Sign in').first().isVisible()).toBe(true);
  });

  test('a friend’s link leads in where one needs an invitation, and tells nobody who came', async () => {
    await mode('invitation');
    const friend = await world.aPerson({ handle: own('friend'), name: 'Nia of the reeds' });
    const inviter = await comes(friend, { script });
    await inviter.goto(`${world.origin}/settings/invite`);
    if (script) await isGood(inviter, 'invite-empty');
    await inviter.getByRole('button', { name: 'Make a link' }).click();
    const link = await inviter.locator('#link').innerText();
    if (script) await isGood(inviter, 'invite-made');
    await inviter.goto(`${world.origin}/settings/invite`);
    const before = await inviter.locator('main').innerHTML();

    const page = await comes(undefined, { script });
    await page.goto(`${world.origin}/sign-up?next=%2Fclubs`);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain('by invitation');
    if (script) await isGood(page, 'closed');
    await page.getByLabel('I have an invitation').fill('https://example.org/join/nothing');
    await page.getByRole('button', { name: 'Come in with it' }).click();
    expect(await page.locator('main').innerText()).toContain('Ask whoever sent it');
    await page.goto(link);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain('Nia of the reeds');
    if (script) await isGood(page, 'join');
    await page.getByRole('link', { name: 'Come in' }).click();
    if (script) await isGood(page, 'sign-up-invited');
    const email = `${own('guest')}@example.org`;
    await asks(page, email);
    await typeCode(page, email);
    await becomes(page, own('guest'));
    await page.waitForURL(new RegExp(`@${own('guest')}`));

    await inviter.goto(`${world.origin}/settings/invite`);
    expect(await inviter.locator('main').innerHTML()).toBe(before);
    await inviter.getByRole('button', { name: 'Take it back' }).click();
    await page.context().clearCookies();
    await page.goto(link);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain('over');
    if (script) await isGood(page, 'join-over');
  });

  test('where one has to knock, a person reads a few words, and a letter says yes', async () => {
    await mode('approval');
    const page = await comes(undefined, { script });
    const email = `${own('knocks')}@example.org`;
    await page.goto(`${world.origin}/sign-up?next=%2Fabout%3Ffrom%3Ddoor`);
    await asks(page, email);
    await typeCode(page, email);
    await page.waitForURL(/\/welcome\/wait/);
    if (script) await isGood(page, 'knock');
    await page.getByRole('button', { name: 'Knock' }).click();
    expect(await page.getByRole('alert').innerText()).toContain('a sentence or two');
    await page.getByLabel('What brings you here?').fill(`I read at night. ${own('owl')}`);
    await page.getByRole('button', { name: 'Knock' }).click();
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain('was heard');
    if (script) await isGood(page, 'waiting');
    await page.goto(`${world.origin}/welcome`);
    expect(page.url()).toContain('/welcome/wait');

    const desk = await comes(operator, { script, wide: true });
    await desk.goto(`${world.origin}/operator/admissions`);
    const card = desk.locator('section', { hasText: own('owl') });
    if (script) await isGood(desk, 'admissions');
    expect(await desk.locator('main').innerText()).not.toContain(email);
    await card.getByRole('button', { name: 'Let them in' }).click();
    expect(await desk.getByRole('status').first().innerText()).toContain('let in');

    const letter = await letterTo(email, 'You are welcome');
    await page.goto(/http\S+\/welcome\S*/.exec(letter)?.[0] ?? '');
    await becomes(page, own('knocker'));
    await page.waitForURL(new RegExp(`@${own('knocker')}`));
  });

  test('each matter is agreed to and taken back on its own, with one press', async () => {
    const chat = await aChat(world);
    const person = await world.aPerson({ handle: own('answers') });
    await answered(world.as(person), chat, 'The tiles were green.');
    const page = await comes(person, { script });
    await page.goto(`${world.origin}/settings/consents`);
    if (script) await isGood(page, 'consents');
    const card = page.getByRole('region', { name: 'My answers in the transcript' });
    const read = async () => (await fetch(`${world.origin}${transcript}`)).text();
    const transcript = `/${chat.slug}/${chat.date}/transcript`;
    expect(await read()).toContain('green');
    await card.getByRole('button', { name: 'I do not agree' }).click();
    await page.getByRole('status').first().waitFor();
    expect(await read()).not.toContain('green');
    await card.getByRole('button', { name: 'I agree' }).click();
    await page.getByRole('button', { name: 'Take it back' }).first().waitFor();
    expect(await read()).toContain('green');
    await card.getByText('What you said, and when').click();
    if (script) await isGood(page, 'consents-said');
  });
});

/** What a browser sends with a form, from an address of the documentation. */
async function post(
  path: string,
  fields: Record<string, string>,
  cookie = '',
): Promise<{ status: number; headers: string[][]; body: string; cookies: string }> {
  const answer = await fetch(world.origin + path, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: { origin: world.origin, accept: 'text/html', cookie },
    redirect: 'manual',
  });
  const changing = /^(date|set-cookie|etag)$/;
  return {
    status: answer.status,
    headers: [...answer.headers].filter(([name]) => !changing.test(name)),
    body: await answer.text(),
    cookies: answer.headers
      .getSetCookie()
      .map((line) => line.replace(/=[^;]+/, '=…'))
      .join(),
  };
}

/** Every row of the tables that say who may do what. */
async function rights(): Promise<unknown> {
  const tables = ['login', 'person', 'person_role', 'operator', 'credential', 'admission', 'audit'];
  const read = tables.map((table) =>
    world.services.pool.query<{ row: string }>(`select t::text as row from ${table} t order by 1`),
  );
  return (await Promise.all(read)).map(({ rows }) => rows);
}

test.each(['open', 'approval', 'invitation'] as const)(
  'SES-07: joining by %s answers alike for a known, an unknown and a waiting address',
  async (signUp) => {
    await world.aPerson({ handle: `member_${signUp}` });
    await mode('open');
    await post('/sign-up', { email: `waits-${signUp}@example.org`, password: '' });
    await mode(signUp);
    const answers = [];
    for (const who of [`member_${signUp}`, `nobody-${signUp}`, `waits-${signUp}`])
      answers.push(await post('/sign-up', { email: `${who}@example.org`, password: '' }));
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
    expect(answers[0]?.status).toBe(signUp === 'invitation' ? 403 : 303);
    expect(JSON.stringify(answers)).not.toContain('@example.org');
    const codes = [];
    for (const who of [`member_${signUp}`, `nobody-${signUp}`])
      codes.push(await post('/sign-up/letter', { code: '0000 0000', email: who }));
    expect(codes[1]).toEqual(codes[0]);
  },
);

test('SES-07: with a friend’s invitation it answers alike as well', async () => {
  await mode('invitation');
  const friend = await world.aPerson();
  await world.aPerson({ handle: 'member_too' });
  const made = await inviteFriends(world.as(friend), '/');
  const token = 'link' in made ? made.link.split('/').at(-1) : '';
  const at = `/sign-up?invitation=${token}`;
  const known = await post(at, { email: 'member_too@example.org', password: '' });
  expect(known.status).toBe(303);
  expect(await post(at, { email: 'stranger-too@example.org', password: '' })).toEqual(known);
});

test('SES-20: fields that no form has change nothing on the way in', async () => {
  const more = {
    role: 'operator',
    roles: 'operator',
    verifiedCredential: 'true',
    emailVerified: 'true',
    approved: 'true',
    admitted: '2020-01-01',
    id: '1',
    personId: operator.personId,
    loginId: 'x',
    createdAt: '2001-01-01',
    created: '2001-01-01',
    published: '2001-01-01',
    locked: 'false',
    care: 'true',
    operator: 'true',
    grants: 'operator',
    audience: 'nobody',
    bio: 'from elsewhere',
    invitationId: '1',
  };
  await mode('approval');
  const before = await rights();
  await post('/sign-up', { ...more, email: 'mallory-sends@example.org', password: '' });
  expect(await rights()).toEqual(before);

  // An address of its own: a letter of the form above could come between, and its code does not fit here.
  const email = 'mallory@example.org';
  const page = await comes();
  await page.goto(`${world.origin}/sign-up`);
  await asks(page, email);
  await typeCode(page, email);
  await page.waitForURL(/wait/);
  const cookie = (await page.context().cookies()).map((c) => `${c.name}=${c.value}`).join('; ');
  const inside = await rights();
  const form = { ...more, handle: 'mallory_in', name: 'Mallory', transcript: 'no', agrees: 'yes' };
  expect((await post('/welcome', form, cookie)).status).toBe(303);
  expect((await post('/welcome/wait?/ask', { ...more, words: '' }, cookie)).status).toBe(400);
  expect(await rights()).toEqual(inside);

  // The honest part of the same form is taken, and nothing else of it.
  await mode('open');
  expect((await post('/welcome', form, cookie)).status).toBe(303);
  const { rows } = await world.services.pool.query<Record<string, unknown>>(
    `select p.id <> 1 as own, p.bio, p.published > '2026-01-01' as fresh,
      (select count(*)::int from person_role where person_id = p.id) as roles,
      exists (select from operator where person_id = p.id) as operator,
      exists (select from credential where person_id = p.id) as checked
    from person p where handle = 'mallory_in'`,
  );
  expect(rows).toEqual([
    { own: true, bio: '', fresh: true, roles: 0, operator: false, checked: false },
  ]);
});

test('a page of an invitation is kept by nobody and tells no other page its address', async () => {
  const answer = await fetch(`${world.origin}/join/none`);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('referrer-policy')).toBe('strict-origin');
  expect(answer.headers.get('x-robots-tag')).toContain('noindex');
});

test('the operator invites by letter or by link, at a desk', async () => {
  const page = await comes(operator, { wide: true });
  await page.goto(`${world.origin}/operator/invitations`);
  await isGood(page, 'operator-invitations');
  await page.getByLabel('E-mail address').fill('helper@example.org');
  await page.getByLabel('They look after this place').check();
  await page.getByRole('button', { name: 'Invite' }).click();
  await page.getByText('The letter is on its way').waitFor();
  await isGood(page, 'operator-invited');
  const link = /http\S+\/join\/\S+/.exec(await letterTo('helper@example.org', '/join/'))?.[0] ?? '';
  const helper = await comes();
  await helper.goto(link);
  expect(await helper.locator('main').innerText()).toContain('look after it together');
  await helper.getByRole('link', { name: 'Come in' }).click();
  await asks(helper, 'somebody-else@example.org');
  expect(await helper.getByRole('alert').innerText()).toContain('for another address');
  await asks(helper, 'helper@example.org');
  await typeCode(helper, 'helper@example.org');
  await becomes(helper, 'helping_hand');
  await helper.waitForURL(/@helping_hand/);
  expect((await helper.goto(`${world.origin}/operator`))?.status()).toBe(200);
});

test('the pages on the way in and about the place are good to look at and valid as they are sent', async () => {
  const validator = new HtmlValidate({ extends: ['html-validate:standard'] });
  const anna = await world.aPatient();
  const made = await inviteFriends(world.as(anna), '/clubs');
  const join = 'link' in made ? new URL(made.link).pathname : '';
  const page = await comes();
  const open = ['/about', '/about/rules', '/about/privacy', '/sign-up', '/sign-up/letter'];
  for (const path of [...open, '/confirm?token=x', join, '/join/none']) {
    await page.goto(world.origin + path);
    await isGood(page, `page${path.slice(0, 24).replace(/\W+/g, '-')}`);
  }
  const cookie = await world.cookieOf(anna);
  const own = ['/settings/consents', '/settings/invite'];
  const operators = ['/operator/admissions', '/operator/invitations'];
  for (const path of [...open, join, '/join/none', ...own, ...operators]) {
    const who = operators.includes(path) ? await world.cookieOf(operator) : cookie;
    const headers = own.includes(path) || operators.includes(path) ? { cookie: who } : {};
    const html = await (await fetch(world.origin + path, { headers })).text();
    const { results } = await validator.validateString(html);
    const faults = results.flatMap(({ messages }) =>
      messages.map(({ message, line }) => `${path}:${line} ${message}`),
    );
    expect(faults).toEqual([]);
  }
});
