import { openBeside } from '#house.server.ts';
import type { Config } from '#platform/config.server.ts';
import type { Services } from '#platform/services.server.ts';

/**
 * Runs a command's work beside a server that may be running, and leaves everything as it was: a
 * database that was started for it is stopped again, also when the command is interrupted.
 */
export async function beside<T>(
  config: Config,
  work: (services: Services) => Promise<T>,
): Promise<T> {
  return closing(
    await openBeside(config),
    ({ services }) => work(services),
    (house) => house.close(),
  );
}

/** Runs `work` on something open and closes it in every case: result, fault, Ctrl-C. */
export async function closing<O, T>(
  open: O,
  work: (open: O) => Promise<T>,
  close: (open: O) => Promise<void>,
): Promise<T> {
  const leave = () => void close(open).finally(() => process.exit(130));
  process.once('SIGINT', leave);
  process.once('SIGTERM', leave);
  try {
    return await work(open);
  } finally {
    process.off('SIGINT', leave);
    process.off('SIGTERM', leave);
    await close(open);
  }
}
