import { createTransport } from 'nodemailer';
import { check, type Finding } from './doctor.ts';
import { faultWords } from './fault-words.ts';
import type { Config } from '#platform/config.server.ts';

/** Whether letters can leave: greets the mail server and signs in there, but sends nothing. */
export async function lookAtMail({ smtpUrl, origin, dataDir }: Config): Promise<Finding> {
  if (!smtpUrl) {
    const kept = `Letters are kept in ${dataDir}/mailbox`;
    const local = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])/.test(origin);
    if (local) return { state: 'note', says: `${kept}: set SMTP_URL to send them.` };
    return { state: 'mend', says: `${kept}, so nobody gets them: set SMTP_URL.` };
  }
  const { host } = new URL(smtpUrl);
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
  });
  try {
    return check(
      await transport.verify(),
      `The mail server ${host} answers`,
      `The mail server ${host} refuses us.`,
    );
  } catch (fault) {
    const why = fault instanceof Error && 'code' in fault ? String(fault.code) : faultWords(fault);
    return {
      state: 'mend',
      says: `The mail server ${host} does not answer (${why}): see SMTP_URL.`,
    };
  } finally {
    transport.close();
  }
}
