import { Office } from './deliver/office.server.ts';
import { tidyDeliveries } from '#domain/federation/deliveries.server.ts';
import type { Services } from '#platform/services.server.ts';

const offices = new WeakMap<object, Office>();

/**
 * The job that follows whatever is to be sent: begins to deliver what waits. The rows are what has to be done, the
 * job only says that there is something; so it is done at once, and a server that does not answer holds up no other.
 */
export const deliver = (services: Services): Promise<void> => officeOf(services).open();

/** The job of every minute: gives up what is too old, and delivers what waited for its hour. */
export async function deliverDue(services: Services): Promise<void> {
  await tidyDeliveries(services);
  await deliver(services);
}

/** Waits until this process is sending nothing. */
export const deliveriesQuiet = (services: Services): Promise<void> => officeOf(services).quiet();

function officeOf(services: Services): Office {
  const known = offices.get(services.pool) ?? new Office(services);
  offices.set(services.pool, known);
  return known;
}
