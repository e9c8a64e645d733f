import { refuse } from './errors.ts';
import { one, type Fields } from './fields.server.ts';
import type { AppProof } from '#domain/apps/apps.server.ts';

/**
 * How an app says that it is itself: `Authorization: Basic` or fields of the body (RFC 6749, 2.3.1). An
 * answer when it says it in both ways, which may differ; nothing when it does not say it.
 */
export function readProof(request: Request, fields: Fields): AppProof | Response | undefined {
  const id = one(fields, 'client_id');
  const secret = one(fields, 'client_secret');
  const header = request.headers.get('authorization');
  if (id === undefined || secret === undefined || (header && secret))
    return refuse(400, 'invalid_request', { description: 'Prove the app in one way.' });
  if (!header) return id ? { clientId: id, secret: secret || undefined } : undefined;
  const basic = readBasic(header);
  return basic && (!id || id === basic.clientId) ? basic : undefined;
}

function readBasic(header: string): AppProof | undefined {
  const packed = /^Basic +([A-Za-z0-9+/]+=*)$/i.exec(header)?.[1];
  const [id, secret] = packed ? Buffer.from(packed, 'base64').toString().split(':') : [];
  try {
    return id && secret
      ? { clientId: decodeURIComponent(id), secret: decodeURIComponent(secret) }
      : undefined;
  } catch {
    return undefined;
  }
}
