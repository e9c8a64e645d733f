const consentPage = '/oauth/authorize';
/** The pages that send people on to where they wanted to go. Others take no `next`, whatever a link says. */
const onTheWay = /^\/(?:sign-in|sign-up|welcome|confirm|settings\/prove)(?:\/|$)/;

/** Whether a page leads somebody to an app's question: the page itself, or one that goes there next. */
function leadsToApp({ pathname, searchParams }: URL): boolean {
  if (pathname === consentPage) return true;
  const next = searchParams.get('next') ?? '';
  const there = next === consentPage || next.startsWith(`${consentPage}?`);
  return there && onTheWay.test(pathname);
}

/**
 * Loosens two headers where an app waits for an answer, and nowhere else. Apps on the web open that page
 * in a small window and look whether it is still there: a page that cuts itself off counts as closed.
 * And browsers hold a form's redirects to `form-action`, each of them: the yes has to lead to an address
 * that only the app knows, and often from there to one more.
 */
export function openToApps(url: URL, headers: Headers): void {
  if (leadsToApp(url)) headers.set('cross-origin-opener-policy', 'unsafe-none');
  const policy = headers.get('content-security-policy');
  if (url.pathname === consentPage && policy)
    headers.set('content-security-policy', policy.replace(/ ?form-action [^;]*;?/, ''));
}
