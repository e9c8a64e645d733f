import { pino } from 'pino';

/** A structured log. It never carries names, handles, addresses, texts or pairs of ids. */
export interface Log {
  info(facts: object, sentence: string): void;
  warn(facts: object, sentence: string): void;
  error(facts: object, sentence: string): void;
}

/** JSON lines on standard output, or to whoever takes them. `level` is one of pino's. */
export function makeLog(level: string, to?: { write(line: string): void }): Log {
  const options = { level, base: null, serializers: { err: faultWithoutData } };
  return to ? pino(options, to) : pino(options);
}

interface FaultWithoutData {
  kind: string;
  code?: string | undefined;
  places?: string[] | undefined;
  cause?: FaultWithoutData | undefined;
}

/** A fault's kind, code and place; the message of a database fault may quote a row, so it stays out. */
function faultWithoutData(fault: unknown): FaultWithoutData {
  if (!(fault instanceof Error)) return { kind: typeof fault };
  const code = 'code' in fault ? String(fault.code) : undefined;
  const places = fault.stack
    ?.split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, 8);
  const cause = fault.cause === undefined ? undefined : faultWithoutData(fault.cause);
  return { kind: fault.name, code, places, cause };
}
