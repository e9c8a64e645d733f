import { createDecipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A service that brings pushes to devices, and one device of it. */
export interface PushPeer {
  /** `host:port`, for the settings. */
  host: string;
  /** What an app sends of this device. */
  subscription: { endpoint: string; standard: boolean; keys: { p256dh: string; auth: string } };
  /** What the device read, decrypted. */
  messages: Record<string, string>[];
  /** How often the service was called, by path. */
  calls: string[];
  headers: Record<string, string | string[] | undefined>[];
  /** What it answers from now on: a status, and perhaps where else to go. */
  answerWith(status: number, location?: string): void;
  close(): Promise<void>;
}

/** Opens one on a port of the local machine. */
export async function openPushPeer(): Promise<PushPeer> {
  const device = createECDH('prime256v1');
  const publicKey = device.generateKeys();
  const auth = randomBytes(16);
  let status = 201;
  let location: string | undefined;
  const messages: Record<string, string>[] = [];
  const calls: string[] = [];
  const headers: PushPeer['headers'] = [];
  const server = createServer((req, res) => {
    const parts: Buffer[] = [];
    req.on('data', (part: Buffer) => void parts.push(part));
    req.on('end', () => {
      calls.push(req.url ?? '');
      headers.push(req.headers);
      if (status === 201) messages.push(JSON.parse(decrypt(Buffer.concat(parts))) as never);
      res.writeHead(status, location ? { location } : {}).end();
    });
  });

  /** Source: https://www.rfc-editor.org/rfc/rfc8291#section-3.4 */
  function decrypt(body: Buffer): string {
    const salt = body.subarray(0, 16);
    const sender = body.subarray(21, 21 + 65);
    const info = Buffer.concat([Buffer.from('WebPush: info\0'), publicKey, sender]);
    const key = Buffer.from(hkdfSync('sha256', device.computeSecret(sender), auth, info, 32));
    const part = (name: string, bytes: number) =>
      Buffer.from(hkdfSync('sha256', key, salt, `Content-Encoding: ${name}\0`, bytes));
    const opened = createDecipheriv('aes-128-gcm', part('aes128gcm', 16), part('nonce', 12));
    const sealed = body.subarray(86);
    opened.setAuthTag(sealed.subarray(-16));
    const text = Buffer.concat([opened.update(sealed.subarray(0, -16)), opened.final()]);
    return text.subarray(0, text.lastIndexOf(2)).toString('utf8');
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const keys = { p256dh: publicKey.toString('base64url'), auth: auth.toString('base64url') };
  return {
    host,
    subscription: { endpoint: `http://${host}/device`, standard: true, keys },
    messages,
    calls,
    headers,
    answerWith: (next, to) => ([status, location] = [next, to]),
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
