// Many servers in one: 127.0.x.x take everything at once, 127.1.x.x never answer. Says to its parent what came, by host.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const server = createServer((req, res) => {
  req.resume();
  req.on('end', () => {
    const host = req.headers.host ?? '';
    if (!host.startsWith('127.1.')) res.writeHead(202).end();
    // When it came, by the clock that both have: whoever sends may be too busy to hear at once.
    process.send?.({ host, at: performance.timeOrigin + performance.now() });
  });
});
server.listen(0, '0.0.0.0', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on('disconnect', () => process.exit(0));
