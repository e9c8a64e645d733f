import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, constants, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeFetcher, type Fetcher } from '#platform/fetch.server.ts';

const accept = 'text/plain';
const servers: Server[] = [];
const fetchers: Fetcher[] = [];
let answer: RequestListener;
let peer: string;
let other: string;
let canary: string;
let canaryConnections = 0;
let fetcher: Fetcher;

async function listen(listener: RequestListener): Promise<Server> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  servers.push(server);
  return server;
}

const hostOf = (server: Server) => `127.0.0.1:${(server.address() as AddressInfo).port}`;
const portOf = (host: string) => Number(host.split(':')[1]);

function make(settings: Partial<Parameters<typeof makeFetcher>[0]> = {}): Fetcher {
  const made = makeFetcher({
    allowedPeers: [peer, other],
    contact: 'mailto:keeper@home.test',
    origin: 'https://home.test',
    // The canary's port is opened, so that only the address can be what stops a request.
    ports: [80, 443, portOf(canary)],
    ...settings,
  });
  fetchers.push(made);
  return made;
}

beforeAll(async () => {
  peer = hostOf(await listen((request, response) => answer(request, response)));
  other = hostOf(
    await listen((request, response) => response.end(JSON.stringify(request.headers))),
  );
  const silent = await listen((_, response) => response.end('you should not be here'));
  silent.on('connection', () => (canaryConnections += 1));
  canary = hostOf(silent);
  fetcher = make();
});
beforeEach(() => {
  answer = (_, response) => response.end('hello');
});
afterAll(async () => {
  for (const made of fetchers) await made.close();
  for (const server of servers) server.closeAllConnections();
  for (const server of servers) server.close();
  expect(canaryConnections).toBe(0);
});

const quickBrotli = (data: Buffer) =>
  brotliCompressSync(data, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } });
const get = (url: string, options = {}) => fetcher.get(url, { accept, ...options });

describe('an honest request', () => {
  it('brings back status, headers and body, and says who asks', async () => {
    answer = (request, response) => {
      response.setHeader('set-cookie', 'a=b').statusCode = 201;
      response.end(JSON.stringify(request.headers));
    };
    const fetched = await get(`http://${peer}/a?b=c#d`, { headers: { 'x-own': '1', cookie: 'a' } });
    if ('refused' in fetched) throw new Error(fetched.refused);
    const seen = JSON.parse(String(fetched.body));
    expect(fetched).toMatchObject({ status: 201, url: `http://${peer}/a?b=c#d` });
    expect(fetched.headers).not.toHaveProperty('set-cookie');
    expect(seen).toMatchObject({ accept, 'x-own': '1', host: peer });
    expect(seen['user-agent']).toBe('PocketFriends (+https://home.test; mailto:keeper@home.test)');
    expect(seen).not.toHaveProperty('cookie');
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['zstd', zstdCompressSync],
  ])('reads %s', async (encoding, compress) => {
    answer = (_, response) => {
      response.setHeader('content-encoding', encoding).end(compress(Buffer.from('décodé')));
    };
    expect(String(((await get(`http://${peer}/`)) as { body: Buffer }).body)).toBe('décodé');
  });

  it('may post, and a redirected post is not followed', async () => {
    answer = async (request, response) => {
      response.end(
        `${request.method} ${request.headers['content-type']} ${await request.toArray()}`,
      );
    };
    const post = { accept, body: 'text', contentType: 'text/plain' };
    const fetched = await fetcher.post(`http://${peer}/`, post);
    expect(String((fetched as { body: Buffer }).body)).toBe('POST text/plain text');
    answer = (_, response) => response.writeHead(307, { location: '/again' }).end();
    expect(await fetcher.post(`http://${peer}/`, post)).toEqual({ refused: 'redirects' });
  });

  it('follows a redirect, but leaves own headers behind when the origin changes', async () => {
    answer = (_, response) => response.writeHead(302, { location: `http://${other}/` }).end();
    const fetched = await get(`http://${peer}/`, { headers: { authorization: 'secret' } });
    if ('refused' in fetched) throw new Error(fetched.refused);
    expect(fetched.url).toBe(`http://${other}/`);
    expect(JSON.parse(String(fetched.body))).not.toHaveProperty('authorization');
  });
});

describe('a request to our own house', () => {
  it.each([
    ['http://127.0.0.1:CAN/', 'address'],
    ['http://127.1:CAN/', 'address'],
    ['http://0x7f.0.0.1:CAN/', 'address'],
    ['http://2130706433:CAN/', 'address'],
    ['http://017700000001:CAN/', 'address'],
    ['http://127.0.0.1.:CAN/', 'address'],
    ['http://①②⑦.0.0.1:CAN/', 'address'],
    ['http://0.0.0.0:CAN/', 'address'],
    ['http://0:CAN/', 'address'],
    ['http://[::1]:CAN/', 'address'],
    ['http://[::]:CAN/', 'address'],
    ['http://[::ffff:127.0.0.1]:CAN/', 'address'],
    ['http://[::ffff:7f00:1]:CAN/', 'address'],
    ['http://[64:ff9b::7f00:1]:CAN/', 'address'],
    ['http://localhost:CAN/', 'address'],
    ['http://169.254.169.254/latest/meta-data/', 'address'],
    ['http://PEER@127.0.0.1:CAN/', 'address'],
    ['http://name:word@PEER/', 'address'],
    ['http://home@PEER/', 'address'],
    ['https://home.test/@somebody', 'address'],
    ['http://127.0.0.1:22/', 'port'],
    ['http://127.0.0.1:5432/', 'port'],
    ['https://example.test:8443/', 'port'],
    ['file:///etc/passwd', 'scheme'],
    ['data:text/html,hello', 'scheme'],
    ['gopher://127.0.0.1:CAN/', 'scheme'],
    ['ftp://PEER/', 'scheme'],
    ['not a url', 'address'],
  ])('is refused as %s, itself or behind a redirect', async (template, refused) => {
    const url = template.replace('CAN', String(portOf(canary))).replace('PEER', peer);
    expect(await get(url)).toEqual({ refused });
    for (const status of [301, 302, 303, 307, 308]) {
      answer = (_, response) => response.writeHead(status, { location: encodeURI(url) }).end();
      expect(await get(`http://${peer}/`)).toHaveProperty('refused');
    }
    expect(canaryConnections).toBe(0);
  });

  it.each([
    ['loopback alone', ['127.0.0.1']],
    ['a public address and ::1', ['93.184.215.14', '::1']],
    ['::1 and a public address', ['::1', '93.184.215.14']],
    ['ten addresses with one private', [...Array(9).fill('93.184.215.14'), '10.0.0.1']],
    ['a mapped address', ['::ffff:127.0.0.1']],
    ['nothing', []],
  ])('SSR-04: is refused when a name answers %s', async (_, addresses) => {
    const resolve = async () =>
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    const named = make({ resolve });
    for (const scheme of ['http', 'https']) {
      const url = `${scheme}://rebound.test:${portOf(canary)}/`;
      expect(await named.get(url, { accept })).toEqual({ refused: 'address' });
    }
  });

  it('SSR-04: is dialled only at addresses that were checked, though the name changes its answer', async () => {
    const answers = ['127.0.0.2', '127.0.0.1'];
    const resolve = async () => [{ address: answers.shift() ?? '127.0.0.1', family: 4 }];
    const rebound = make({ resolve });
    const url = `http://rebound.test:${portOf(canary)}/`;
    for (let n = 0; n < 3; n += 1) {
      expect(await rebound.get(url, { accept })).toEqual({ refused: 'address' });
    }
  });

  it('is allowed for an exact peer by name, and for no other port of it', async () => {
    const resolve = async () => [{ address: '127.0.0.1', family: 4 }];
    const named = make({ resolve, allowedPeers: [`peer.test:${portOf(peer)}`] });
    const fetched = await named.get(`http://peer.test:${portOf(peer)}/`, { accept });
    expect(fetched).toMatchObject({ status: 200 });
    const refused = { refused: 'address' };
    expect(await named.get(`http://peer.test:${portOf(canary)}/`, { accept })).toEqual(refused);
    expect(await named.get(`http://${canary}/`, { accept })).toEqual(refused);
  });

  it('is dialled where the settings say for an exact peer, whose name is asked of nobody', async () => {
    const asked: string[] = [];
    const resolve = async (name: string) => {
      asked.push(name);
      return [{ address: '127.0.0.1', family: 4 }];
    };
    const peerPlaces = { 'peer.test:80': peer, 'stranger.test:80': canary };
    const named = make({ resolve, allowedPeers: ['peer.test:80'], peerPlaces });
    answer = (request, response) => response.end(request.headers.host);
    const fetched = await named.get('http://peer.test/', { accept });
    expect(fetched).toMatchObject({ status: 200, body: Buffer.from('peer.test') });
    expect(asked).toEqual([]);
    expect(await named.get('http://stranger.test/', { accept })).toEqual({ refused: 'address' });
    expect(asked).toEqual(['stranger.test']);
  });
});

describe('a peer that wants to exhaust us', () => {
  it('may redirect five times and not six, nor in a circle', async () => {
    answer = (request, response) => {
      const left = Number(request.url?.slice(1));
      if (left > 0) response.writeHead(302, { location: `/${left - 1}` });
      response.end();
    };
    expect(await get(`http://${peer}/5`)).toMatchObject({ status: 200 });
    expect(await get(`http://${peer}/6`)).toEqual({ refused: 'redirects' });
    expect(await get(`http://${peer}/1`, { maxRedirects: 0 })).toEqual({ refused: 'redirects' });
    answer = (_, response) => response.writeHead(302, { location: '' }).end();
    expect(await get(`http://${peer}/`)).toEqual({ refused: 'redirects' });
  });

  it.each(['headers', 'first byte', 'drip', 'redirect drip'])(
    'has one deadline for everything: %s',
    async (where) => {
      const timers: NodeJS.Timeout[] = [];
      answer = (_, response) => {
        if (where === 'headers') return;
        if (where === 'redirect drip') response.writeHead(200);
        response.flushHeaders();
        if (where !== 'first byte') timers.push(setInterval(() => response.write('.'), 10));
      };
      expect(await get(`http://${peer}/`, { deadlineMs: 150 })).toEqual({ refused: 'tooSlow' });
      timers.forEach(clearInterval);
    },
  );

  it('has that deadline over name look-ups and over a chain of slow redirects too', async () => {
    const resolve = () => new Promise<never>(() => {});
    const lost = make({ resolve });
    const tooSlow = { refused: 'tooSlow' };
    expect(await lost.get('http://lost.test/', { accept, deadlineMs: 50 })).toEqual(tooSlow);
    answer = (_, response) => {
      setTimeout(() => response.writeHead(302, { location: '/' }).end(), 60);
    };
    expect(await get(`http://${peer}/`, { deadlineMs: 150 })).toEqual(tooSlow);
  });

  it('is stopped at the cap, announced or endless, and just below it is honest', async () => {
    answer = (_, response) => response.setHeader('content-length', 3e8).flushHeaders();
    expect(await get(`http://${peer}/`)).toEqual({ refused: 'tooLarge' });
    let sent = 0;
    answer = (_, response) => {
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65536))) sent += 65536;
      };
      response.on('drain', more);
      more();
    };
    expect(await get(`http://${peer}/`)).toEqual({ refused: 'tooLarge' });
    expect(sent).toBeLessThan(30e6);
    answer = (_, response) => response.end(Buffer.alloc(1000));
    expect(await get(`http://${peer}/`, { maxBytes: 1000 })).toMatchObject({ status: 200 });
    expect(await get(`http://${peer}/`, { maxBytes: 999 })).toEqual({ refused: 'tooLarge' });
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', quickBrotli],
    ['zstd', zstdCompressSync],
  ])('cannot unfold a %s bomb in our memory', async (encoding, compress) => {
    const bomb = compress(Buffer.alloc(100e6));
    expect(bomb.length).toBeLessThan(1e6);
    answer = (_, response) => response.setHeader('content-encoding', encoding).end(bomb);
    const before = process.memoryUsage().rss;
    expect(await get(`http://${peer}/`)).toEqual({ refused: 'tooLarge' });
    expect(process.memoryUsage().rss - before).toBeLessThan(50e6);
  });

  it('cannot feed a decoder for ever without a byte coming out', async () => {
    answer = (_, response) => {
      response.setHeader('content-encoding', 'deflate').write(Buffer.from([0x78, 0x9c]));
      const empty = Buffer.concat(Array(13000).fill(Buffer.from([0, 0, 0, 0xff, 0xff])));
      const more = () => {
        while (!response.destroyed && response.write(empty));
      };
      response.on('drain', more);
      more();
    };
    expect(await get(`http://${peer}/`)).toEqual({ refused: 'tooLarge' });
  });

  it.each([
    ['an unknown encoding', { 'content-encoding': 'compress' }, 'x'],
    ['encodings in a chain', { 'content-encoding': 'gzip, gzip' }, gzipSync(gzipSync('x'))],
    ['broken gzip', { 'content-encoding': 'gzip' }, 'not gzip at all'],
    ['half a gzip', { 'content-encoding': 'gzip' }, gzipSync('x'.repeat(99)).subarray(0, 20)],
  ])('gets one plain refusal for %s', async (_, headers, body) => {
    answer = (_request, response) => response.writeHead(200, headers).end(body);
    expect(await get(`http://${peer}/`)).toEqual({ refused: 'network' });
  });

  it('gets the same plain refusal when it hangs up', async () => {
    answer = (request) => request.socket.destroy();
    expect(await get(`http://${peer}/`)).toEqual({ refused: 'network' });
    answer = (_, response) => {
      response.writeHead(200, { 'content-length': 10 }).write('half');
      setImmediate(() => response.destroy());
    };
    expect(await get(`http://${peer}/`)).toEqual({ refused: 'network' });
  });
});
