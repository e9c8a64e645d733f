import { bodyIn, readBody, textOf } from './body.server.ts';
import { answer, refuse } from './errors.ts';
import { person, type Call, type Route } from './route.ts';
import {
  keepMarker,
  listMarkers,
  markedTimelines,
  type Marker,
} from '#domain/notifications/markers.server.ts';

/** Where a person stopped reading, so that another device goes on there. */
export const markerRoutes: readonly Route[] = [
  { method: 'GET', path: '/api/v1/markers', needs: person('read:statuses'), answer: list },
  { method: 'POST', path: '/api/v1/markers', needs: person('write:statuses'), answer: keep },
];

async function list({ ctx, query }: Call): Promise<Response> {
  const asked = [...query.getAll('timeline[]'), ...query.getAll('timeline')];
  return answer(markersOf(await listMarkers(ctx, asked)));
}

async function keep({ ctx, request }: Call): Promise<Response> {
  const body = await readBody(request);
  if (body instanceof Response) return body;
  const kept: Marker[] = [];
  for (const timeline of markedTimelines) {
    const asked = bodyIn(body, timeline);
    const lastReadId = asked && textOf(asked, 'last_read_id');
    if (lastReadId === undefined) continue;
    const marker = await keepMarker(ctx, timeline, lastReadId);
    if ('refused' in marker) return refuse(422, 'Validation failed: last_read_id is no id');
    kept.push(marker);
  }
  return answer(markersOf(kept));
}

/** Source: https://docs.joinmastodon.org/entities/Marker/ */
function markersOf(markers: readonly Marker[]) {
  return Object.fromEntries(
    markers.map(({ timeline, lastReadId, version, updated }) => [
      timeline,
      { last_read_id: lastReadId, version, updated_at: updated.toISOString() },
    ]),
  );
}
