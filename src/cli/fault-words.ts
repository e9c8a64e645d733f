/** A fault as one line: the innermost reason, without the statement that met it. */
export function faultWords(fault: unknown): string {
  const inner = innermost(fault);
  const code = inner instanceof Error && 'code' in inner ? String(inner.code) : '';
  if (/^E(CONNREFUSED|NOTFOUND|HOSTUNREACH|TIMEDOUT)$|^EAI_AGAIN$/.test(code)) {
    return `The database cannot be reached (${code}): is it running, and is DATABASE_URL right?`;
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return `This account may not do that (${messageOf(inner)}): use the account that runs the server.`;
  }
  return messageOf(inner).split('\n')[0] ?? '';
}

function innermost(fault: unknown): unknown {
  if (fault instanceof AggregateError && fault.errors.length > 0) return innermost(fault.errors[0]);
  return fault instanceof Error && fault.cause instanceof Error ? innermost(fault.cause) : fault;
}

function messageOf(fault: unknown): string {
  return fault instanceof Error ? fault.message : String(fault);
}
