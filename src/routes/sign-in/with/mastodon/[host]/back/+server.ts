import type { RequestHandler } from './$types';
import { returned } from '../../../going.ts';

export const GET: RequestHandler = (event) =>
  returned(event, { provider: 'mastodon', host: event.params.host });
