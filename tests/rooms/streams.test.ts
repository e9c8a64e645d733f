import { once } from 'node:events';
import { connect } from 'node:net';
import { WebSocket } from 'ws';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aToken } from '../makers/app.ts';
import { openWorldWithSite, type ServedWorld } from '../site.ts';

let world: ServedWorld;
let token: string;
beforeAll(async () => {
  world = await openWorldWithSite({ remembersLog: true, env: { LOG_LEVEL: 'debug' } });
  token = await aToken(world, await world.aPerson(), ['read']);
});
afterAll(() => world.close());

/** Asks for a socket in plain text; the first line of the answer. */
async function handshake(path: string, headers: Record<string, string> = {}): Promise<string> {
  const { hostname, port, host } = new URL(world.origin);
  const socket = connect(Number(port), hostname);
  const all = {
    host,
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
    authorization: `Bearer ${token}`,
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  socket.write([`GET ${path} HTTP/1.1`, ...lines, '', ''].join('\r\n'));
  socket.on('error', () => undefined);
  const answer = await Promise.race([
    once(socket, 'data').then(([data]) => String(data).split('\r\n', 1)[0] ?? ''),
    once(socket, 'close').then(() => 'closed'),
  ]);
  socket.destroy();
  return answer;
}

test('SES-30: the front upgrades streams of this place alone; other paths, names and protocols stay requests', async () => {
  expect(await handshake('/api/v1/streaming')).toContain('101');
  expect(await handshake('/api/v1/streaming/')).toContain('101');
  expect(await handshake('/api/v1/streaming', { authorization: 'Bearer no' })).toContain('401');
  expect(await handshake('/api/v1/timelines/home')).toContain('200');
  expect(await handshake('/about')).toContain('200');
  expect(await handshake('/api/v1/streaming', { upgrade: 'h2c' })).not.toContain('101');
  expect(await handshake('/api/v1/streaming', { host: 'other.example' })).toBe('closed');
  expect(await handshake('//evil.example/api/v1/streaming')).not.toContain('101');
});

test('the health of streams is told to everybody, and their events need a token', async () => {
  const health = await fetch(`${world.origin}/api/v1/streaming/health`);
  expect([health.status, await health.text()]).toEqual([200, 'OK']);
  expect((await fetch(`${world.origin}/api/v1/streaming/user`)).status).toBe(401);
  const { headers } = await fetch(`${world.origin}/api/v1/streaming/user`, {
    method: 'OPTIONS',
    headers: { origin: 'https://app.example', 'access-control-request-method': 'GET' },
  });
  expect(headers.get('access-control-allow-origin')).toBe('*');
});

test('OAU-12: a token in the address is refused everywhere but at streams, and is never logged', async () => {
  const open = await fetch(`${world.origin}/api/v1/streaming/public?access_token=${token}`);
  expect(open.status).toBe(200);
  await open.body?.cancel();
  const closed = await fetch(`${world.origin}/api/v1/timelines/home?access_token=${token}`);
  expect(closed.status).toBe(400);
  const socket = new WebSocket(
    `${world.origin.replace('http', 'ws')}/api/v1/streaming?access_token=${token}&stream=user`,
  );
  await once(socket, 'open');
  socket.terminate();
  expect(world.logged.join('')).not.toContain(token);
});
