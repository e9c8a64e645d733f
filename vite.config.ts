import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Adapter } from '@sveltejs/kit';
import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig, minifySync, type Plugin } from 'vite';

/** Our server modules stay outside the bundle, so that Node loads one copy of each: one pool, one event bus. */
const ourServerModules = /^#.+\.server\.ts$/;

/**
 * SvelteKit says where one has gone in an element with a style of its own, which our policy refuses, with an error
 * in the console. Our sheet hides that element; here the style is taken out, and a version that writes it
 * otherwise ends the build.
 */
const announcerWithoutStyle: Plugin = {
  name: 'announcer-without-style',
  enforce: 'pre',
  transform: {
    filter: { id: /@sveltejs\/kit\/.*\/root\.svelte$/ },
    handler(code) {
      const plain = code.replace(/(id="svelte-announcer"[^>]*?)\s+style="[^"]*"/, '$1');
      if (plain === code) throw new Error('The announcer of SvelteKit looks otherwise now.');
      return { code: plain, map: null };
    },
  },
};

/**
 * Script of ours for pages that SvelteKit ships none for: small files that fetch the rest when it is needed.
 * Their names stay, so that a page can name them; the server revalidates them like every file outside `immutable/`.
 */
const ownScripts: Plugin = {
  name: 'own-scripts',
  apply: 'build',
  applyToEnvironment: ({ name }) => name === 'client',
  buildStart() {
    const script = (id: string, fileName: string) =>
      this.emitFile({ type: 'chunk', id, fileName, preserveSignature: 'strict' });
    script('src/routes/sheet.ts', '_app/sheet.js');
    script('src/routes/guard/watch.ts', '_app/guard.js');
    script('src/domain/posts/parts/chosen.ts', '_app/chosen.js');
    script('src/domain/posts/parts/picture-field.ts', '_app/picture-field.js');
  },
};

/** Scripts of static/ are written for readers, and sent small: every page has one. */
function withSmallScripts(inner: Adapter): Adapter {
  return {
    ...inner,
    adapt: (builder) =>
      inner.adapt({
        ...builder,
        writeClient(to) {
          const files = builder.writeClient(to);
          for (const name of readdirSync(to).filter((file) => file.endsWith('.js')))
            makeSmall(join(to, name));
          return files;
        },
      }),
  };
}

function makeSmall(file: string): void {
  const { code, errors } = minifySync(file, readFileSync(file, 'utf8'), { module: true });
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  writeFileSync(file, code);
}

export default defineConfig({
  plugins: [
    announcerWithoutStyle,
    ownScripts,
    sveltekit({
      adapter: withSmallScripts(adapter({ precompress: true })),
      csp: {
        // Hashes rather than nonces: a kept page must not repeat a nonce.
        mode: 'hash',
        directives: {
          'default-src': ['none'],
          'script-src': ['self'],
          'style-src': ['self'],
          'img-src': ['self', 'data:'],
          'media-src': ['self'],
          'font-src': ['self'],
          'connect-src': ['self'],
          'manifest-src': ['self'],
          'worker-src': ['self'],
          'form-action': ['self'],
          'base-uri': ['none'],
          'object-src': ['none'],
          'frame-ancestors': ['none'],
        },
      },
      version: { pollInterval: 0 },
      // Few pages are taken over by script: the table of all others need not travel with them.
      router: { resolution: 'server' },
    }),
  ],
  worker: { format: 'es' },
  resolve: { external: [] },
  environments: {
    ssr: { build: { rolldownOptions: { external: [ourServerModules] } } },
  },
});
