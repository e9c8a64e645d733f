import { createOAuthAPIClient, createRestAPIClient, createStreamingAPIClient } from 'masto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, phone } from '../browser.ts';
import { aToken } from '../makers/app.ts';
import { aPhoto } from '../rooms/clients/two-people.ts';
import { openWorldWithSite, type ServedWorld } from '../site.ts';
import { outOfBand } from '#domain/apps/redirect-rules.ts';
import { createPerson } from '#domain/people/persons.server.ts';

let world: ServedWorld;
let browser: Browser;
const password = 'four plain words here';

beforeAll(async () => {
  world = await openWorldWithSite();
  browser = await openBrowser();
  const person = { handle: 'nia', name: 'Nia Owl', email: 'nia@example.org', password };
  const made = await createPerson(world.as(null), person);
  if ('refused' in made) throw new Error(JSON.stringify(made));
});
afterAll(async () => {
  await browser.close();
  await world.close();
});

/** Comes as an app does, has its person say yes in a browser, and fetches its token. */
async function signInByApp(): Promise<string> {
  const scopes = 'read write follow push';
  const guest = createRestAPIClient({ url: world.origin });
  const app = await guest.v1.apps.create({
    clientName: 'Pocket app',
    redirectUris: outOfBand,
    scopes,
  });
  const { clientId = '', clientSecret = '' } = app;
  const reader = await phone(browser);
  const page = await reader.newPage();
  const asked = {
    client_id: String(clientId),
    redirect_uri: outOfBand,
    response_type: 'code',
    scope: scopes,
  };
  await page.goto(`${world.origin}/oauth/authorize?${new URLSearchParams(asked)}`);
  await page.getByLabel('Your e-mail address').fill('nia@example.org');
  await page.getByLabel('Your password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('button', { name: 'Yes, let it in' }).click();
  const code = (await page.locator('#code').innerText()).trim();
  await reader.close();
  const oauth = createOAuthAPIClient({ url: world.origin });
  const token = await oauth.token.create({
    grantType: 'authorization_code',
    clientId: String(clientId),
    clientSecret: String(clientSecret),
    redirectUri: outOfBand,
    code,
  });
  return token.accessToken;
}

test('somebody signs in with an app, reads home, posts with a picture, and hears of what comes', async () => {
  const accessToken = await signInByApp();
  const nia = createRestAPIClient({ url: world.origin, accessToken });
  const own = await nia.v1.accounts.verifyCredentials();
  const ben = await world.aPerson({ handle: 'ben_r', name: 'Ben' });
  const benToken = await aToken(world, ben, ['read', 'write', 'follow']);
  const bens = createRestAPIClient({ url: world.origin, accessToken: benToken });
  await nia.v1.accounts.$select(ben.personId).follow();
  const hello = await bens.v1.statuses.create({ status: 'Hello from the waiting room.' });
  expect((await nia.v1.timelines.home.list()).map(({ id }) => id)).toEqual([hello.id]);

  const picture = await nia.v2.media.create({ file: await aPhoto(), description: 'The sea.' });
  const post = await nia.v1.statuses.create({
    status: 'Where I would rather be.',
    mediaIds: [picture.id],
  });
  expect(post.mediaAttachments[0]).toMatchObject({ type: 'image', description: 'The sea.' });
  expect((await nia.v1.timelines.home.list())[0]?.id).toBe(post.id);

  const { configuration } = await nia.v2.instance.fetch();
  const streaming = createStreamingAPIClient({
    streamingApiUrl: configuration.urls.streaming,
    accessToken,
  });
  const stream = streaming.user.subscribe();
  const heard = (async () => {
    for await (const event of stream) if (event.event === 'notification') return event.payload;
    return undefined;
  })();
  await expect
    .poll(() => bens.v1.statuses.$select(post.id).favourite())
    .toMatchObject({ favourited: true });
  // Until the stream is open, what happens is not heard: it happens again.
  const again = setInterval(() => {
    void bens.v1.statuses
      .create({ status: '@nia Take me with you.', inReplyToId: post.id })
      .catch(() => undefined);
  }, 500);
  const notification = await heard;
  clearInterval(again);
  stream.unsubscribe();
  streaming.close();
  expect(['mention', 'favourite']).toContain(notification?.type);
  expect(notification?.account.acct).toBe('ben_r');
  expect(own.acct).toBe('nia');
});
