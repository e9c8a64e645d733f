import type { Door } from './front.server.ts';
import { ping } from '#platform/db.server.ts';
import type { Services } from '#platform/services.server.ts';

/** `/health/live`: the process answers. `/health/ready`: so does its database. */
export function healthDoor({ db }: Services): Door {
  return (_req, res, url) => {
    if (url.pathname === '/health/live') {
      res.writeHead(200, plain).end('live\n');
      return true;
    }
    if (url.pathname !== '/health/ready') return false;
    ping(db).then(
      () => res.writeHead(200, plain).end('ready\n'),
      () => res.writeHead(503, plain).end('not ready\n'),
    );
    return true;
  };
}

const plain = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' };
