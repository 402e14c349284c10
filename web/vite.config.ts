import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** The service, for `npm run dev`. */
const SERVICE = 'http://localhost:3000';

export default defineConfig({
  plugins: [react(), packAssets()],
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
  },
  server: { proxy: { '/api': SERVICE } },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
});

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
