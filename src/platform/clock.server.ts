/** Where the time comes from: the machine in the product, a hand-turned clock in tests and recordings. */
export interface Clock {
  now(): Date;
}

/** The machine's own time. */
export const machineClock: Clock = { now: () => new Date() };

/** A clock that stands still until it is turned. */
export function handClock(
  start: Date,
): Clock & { turnTo(time: Date): void; turnBy(milliseconds: number): void } {
  let time = start.getTime();
  return {
    now: () => new Date(time),
    turnTo: (next) => (time = next.getTime()),
    turnBy: (milliseconds) => (time += milliseconds),
  };
}
