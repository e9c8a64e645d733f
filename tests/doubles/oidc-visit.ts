/**
 * Goes to a provider as a browser would, signs in there under a name and agrees, and returns the query
 * that the provider sends back to `callback`. `deny` closes the page of the provider instead.
 */
export async function visitProvider(
  to: string,
  { name, callback, deny = false }: { name: string; callback: string; deny?: boolean },
): Promise<URLSearchParams> {
  const jar = new Map<string, string>();
  let url = to;
  let form: URLSearchParams | undefined;
  for (let step = 0; step < 20; step += 1) {
    if (url.startsWith(callback)) return new URL(url).searchParams;
    const answer = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...jar].map(([key, value]) => `${key}=${value}`).join('; ') },
      ...(form && { method: 'POST', body: form }),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, key = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      jar.set(key, value);
    }
    const html = await answer.text();
    form = undefined;
    const location = answer.headers.get('location');
    if (location) url = new URL(location, url).href;
    else if (deny) url = hrefOf(html, /href="([^"]*abort[^"]*)"/, url);
    else {
      url = hrefOf(html, /action="([^"]*)"/, url);
      const login = html.includes('value="login"');
      form = new URLSearchParams(
        login ? { prompt: 'login', login: name, password: 'any' } : { prompt: 'consent' },
      );
    }
  }
  throw new Error('The provider never sent anybody back.');
}

function hrefOf(html: string, pattern: RegExp, base: string): string {
  const found = pattern.exec(html)?.[1];
  if (!found) throw new Error(`The provider showed something else: ${html.slice(0, 500)}`);
  return new URL(found, base).href;
}
