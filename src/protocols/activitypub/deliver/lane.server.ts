import { signingKey } from '../signing-key.server.ts';
import { knock } from './knock.server.ts';
import { verdictOf, type Verdict } from './verdict.ts';
import {
  dropDeliveriesTo,
  noteGone,
  prepareDelivery,
} from '#domain/federation/deliveries.server.ts';
import {
  endLease,
  nextDeliveries,
  noteFailed,
  noteRefused,
  noteTaken,
  type Delivery,
  type Lease,
} from '#domain/federation/leases.server.ts';
import { mayTalk } from '#domain/federation/peers.server.ts';
import type { Services } from '#platform/services.server.ts';

/** What a lane asks of whoever opened it. */
export interface Lanes {
  /** Called before the lane looks for the last time whether something waits. */
  looking(): void;
  /** Whether it has to end after the delivery that is on its way. */
  closing(): boolean;
  /** An activity has one inbox less to go to. */
  sent(outgoingId: string): void;
}

const atOnce = 5;

/** Sends what waits for one server, one after the other, until nothing waits or something fails for now. */
export async function runLane(services: Services, lease: Lease, lanes: Lanes): Promise<void> {
  let answered = false;
  if (!(await mayTalk(services, lease.host))) await dropDeliveriesTo(services, lease.host);
  for (let more = true; more && !lanes.closing();) {
    lanes.looking();
    const batch = await nextDeliveries(services, lease, atOnce);
    more = batch.length === atOnce;
    for (const delivery of batch) {
      if (lanes.closing()) break;
      const kind = await deliverOne(services, lease, delivery);
      if (kind === 'later') return;
      answered = true;
      lease.failures = 0;
      lease.took ||= kind === 'taken';
      lanes.sent(delivery.outgoingId);
    }
  }
  await endLease(services, lease, answered);
}

async function deliverOne(
  services: Services,
  lease: Lease,
  delivery: Delivery,
): Promise<Verdict['kind']> {
  const verdict = await attempt(services, lease, delivery);
  if (verdict.kind === 'taken') await noteTaken(services, delivery);
  else if (verdict.kind === 'later')
    await noteFailed(services, lease, { ...verdict, id: delivery.id });
  else {
    const own = verdict.gone && (await noteGone(services, delivery.inbox));
    // Somebody who is no more is nothing that went wrong.
    if (own) await noteTaken(services, delivery);
    else await noteRefused(services, lease, { id: delivery.id, fault: verdict.fault });
  }
  return verdict.kind;
}

async function attempt(services: Services, lease: Lease, delivery: Delivery): Promise<Verdict> {
  const ready = delivery.sealedKey ? delivery : await prepared(services, delivery);
  if (!ready) return { kind: 'refused', fault: 'nobody', gone: false };
  if (!(await opens(services, ready.sealedKey)))
    return { kind: 'refused', fault: 'key', gone: false };
  const { said, signsBy } = await knock(services, { ...delivery, ...ready }, lease.signsBy);
  const verdict = verdictOf(said, services.clock.now());
  if (verdict.kind === 'taken') lease.signsBy = signsBy;
  return verdict;
}

/** A key that was sealed under another secret signs nothing more: what waits for it would wait for ever. */
async function opens(services: Services, sealedKey: string): Promise<boolean> {
  try {
    return Boolean(await signingKey(services, sealedKey));
  } catch {
    return false;
  }
}

const preparing = new Map<string, ReturnType<typeof prepareDelivery>>();

/** Many lanes may have the same activity first: its keys are made for all of them at once. */
function prepared(services: Services, delivery: Delivery): ReturnType<typeof prepareDelivery> {
  const { outgoingId } = delivery;
  const own = preparing.get(outgoingId) ?? prepareDelivery(services, delivery);
  preparing.set(outgoingId, own);
  return own.finally(() => preparing.delete(outgoingId));
}
