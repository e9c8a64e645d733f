import { expect, test } from 'vitest';
import { readConfig } from './config.server.ts';

test.each([
  ['POCKETFRIENDS_ALLOW_PRIVATE_ADDRESS', 'true'],
  ['POCKETFRIENDS_SKIP_SIGNATURE_VERIFICATION', 'true'],
  ['POCKETFRIENDS_PEERS', '*'],
  ['POCKETFRIENDS_PEERS', 'true'],
  ['POCKETFRIENDS_PEERS', '127.0.0.1'],
  ['POCKETFRIENDS_PEERS', '127.0.0.0/8:443'],
  ['POCKETFRIENDS_PEERS', 'b.test:443,*:443'],
  ['POCKETFRIENDS_PEERS', 'b.test:443=anywhere'],
])(
  'APS-24: no setting opens every private address or believes what is not signed: %s=%s',
  (name, value) => {
    const read = readConfig({ [name]: value });
    expect(read).toEqual({ refused: [expect.stringMatching(new RegExp(`^${name} .+`))] });
  },
);

test('APS-24: exact peers are what may be private, and where one of them is', () => {
  const env = { POCKETFRIENDS_PEERS: '127.0.0.1:8080, b.test:443=127.0.0.1:9000,[::1]:8443' };
  expect(readConfig(env)).toMatchObject({
    allowedPeers: ['127.0.0.1:8080', 'b.test:443', '[::1]:8443'],
    peerPlaces: { 'b.test:443': '127.0.0.1:9000' },
  });
});
