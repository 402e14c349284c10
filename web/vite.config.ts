import { readFileSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** The service, for `npm run dev`. */
const SERVICE = 'http://localhost:3000';

export default defineConfig({
  plugins: [react(), harmlessTexts(), checkStyles(), packAssets()],
  build: {
    target: 'es2022',
    // Those that know light-dark() themselves: what replaces it for others knows nothing of Mantine.
    cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    // What is needed on which screen; `scripts/budget.mjs` reads it.
    manifest: true,
    // The service sends a policy that takes nothing inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // How much a screen may weigh is `scripts/budget.mjs`'s to say.
    chunkSizeWarningLimit: 2000,
  },
  server: { proxy: { '/api': SERVICE } },
  test: {
    include: ['src/**/*.test.ts'],
    environment: 'node',
    setupFiles: ['../test/support/generated-input.mjs'],
  },
});

/** Has every text go into the document by way of `src/text/jsx-runtime.ts`. The dev server does not. */
function harmlessTexts(): Plugin {
  const ours = fileURLToPath(new URL('src/text/jsx-runtime.ts', import.meta.url));
  return {
    name: 'harmless-texts',
    apply: 'build',
    enforce: 'pre',
    resolveId: (source, importer) =>
      source === 'react/jsx-runtime' && importer !== ours ? ours : null,
  };
}

/** Puts a packed form beside each file of `assets`, so that the service packs nothing itself. */
function packAssets(): Plugin {
  const toBrotli = promisify(brotliCompress);
  const toGzip = promisify(gzip);
  return {
    name: 'pack-assets',
    apply: 'build',
    async writeBundle({ dir }) {
      const folder = join(dir ?? 'dist', 'assets');
      const names = (await readdir(folder)).filter((name) => /\.(?:js|css|svg)$/.test(name));
      await Promise.all(
        names.map(async (name) => {
          const bytes = await readFile(join(folder, name));
          await writeFile(join(folder, `${name}.br`), await toBrotli(bytes));
          await writeFile(join(folder, `${name}.gz`), await toGzip(bytes, { level: 9 }));
        }),
      );
    },
  };
}

/** Fails the build when a component of Mantine is in it and its styles are not. */
function checkStyles(): Plugin {
  const lists = ['mantine-first.ts', 'mantine-more.ts'].map((name) =>
    readFileSync(new URL(`src/app/${name}`, import.meta.url), 'utf8'),
  );
  const styled = new Set(
    [...lists.join('').matchAll(/styles\/([\w-]+)\.layer\.css/g)].map(([, name]) => name),
  );
  return {
    name: 'check-styles',
    apply: 'build',
    generateBundle(_options, bundle) {
      const parts = Object.values(bundle).flatMap((part) => (part.type === 'chunk' ? [part] : []));
      const ids = parts.flatMap(({ modules }) => Object.keys(modules));
      const used = ids.map((id) => /@mantine\/core\/esm\/.*\/(\w+)\.module\.mjs$/.exec(id)?.[1]);
      const missing = new Set(used.filter((name) => name !== undefined && !styled.has(name)));
      if (missing.size === 0) return;
      this.error(
        `src/app/mantine-more.ts has no styles of ${[...missing].join(', ')}, which the page uses.`,
      );
    },
  };
}
