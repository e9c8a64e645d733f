import type { Services } from '#platform/services.server.ts';

/** The job that moves months at their times. */
export async function moveMonthsDue(_services: Services, _data: object): Promise<void> {}
