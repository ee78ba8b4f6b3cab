import { join } from 'node:path'
import type { UserConfig } from 'vite'
import { wordsOfRooms } from './src/web/words-of-rooms.ts'

/**
 * How the screens are bundled. The content security policy allows no inline script and no inline style, so nothing here
 * may write one: no module preload polyfill, and small files stay files.
 */
const config: UserConfig = {
  root: join(import.meta.dirname, 'src/web'),
  logLevel: 'warn',
  plugins: [wordsOfRooms()],
  oxc: { jsx: { runtime: 'automatic' } },
  build: {
    outDir: join(import.meta.dirname, 'dist/web'),
    emptyOutDir: true,
    assetsDir: 'assets',
    assetsInlineLimit: 0,
    manifest: true,
    modulePreload: { polyfill: false },
    target: 'es2023',
    reportCompressedSize: false,
  },
}

export default config
