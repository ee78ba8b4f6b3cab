// Builds the screens for the browser, and only when something they are made of has changed.
import { createHash, randomUUID } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const appFolder = join(import.meta.dirname, '../..')
const buildsFolder = join(appFolder, 'dist/web')

/** What the screens are made of: their sources, the sentences of all rooms, the exact packages and how they are bundled. */
const ingredients = [
  'src/web/**/*.{ts,tsx,css,json,html,svg,txt}',
  'src/rooms/**/*.{ts,tsx,css,json}',
  'vite.config.ts',
  '../package-lock.json',
]

/**
 * Builds the screens if they are not built yet.
 *
 * The digest of what they are made of is the name of the folder, so two processes that build at once do not disturb
 * each other, and a folder is complete or absent. Beside each text file stand its `.br` and `.gz`.
 *
 * @returns the absolute path of the folder with `index.html` and `assets/`.
 * @throws Error when the sources do not bundle.
 */
export async function buildWeb(): Promise<{ folder: string }> {
  const digest = digestOf(ingredientFiles())
  const folder = join(buildsFolder, digest)
  if (existsSync(folder)) return { folder }

  const unfinished = join(buildsFolder, `unfinished-${randomUUID()}`)
  mkdirSync(unfinished, { recursive: true })
  try {
    await bundleInto(unfinished)
    compressTexts(unfinished)
    if (!existsSync(folder)) renameSync(unfinished, folder)
  } finally {
    rmSync(unfinished, { recursive: true, force: true })
  }
  removeOthers(digest)
  return { folder }
}

/** Digest over paths and contents, 32 hex characters. */
export function digestOf(files: ReadonlyMap<string, Uint8Array>): string {
  const hash = createHash('sha256')
  for (const [path, bytes] of [...files].sort(([left], [right]) => (left < right ? -1 : 1))) {
    hash.update(`${path.length}:${path}${bytes.length}:`).update(bytes)
  }
  return hash.digest('hex').slice(0, 32)
}

function ingredientFiles(): ReadonlyMap<string, Uint8Array> {
  const paths = globSync(ingredients, { cwd: appFolder, exclude: (path) => path.includes('node_modules') })
  const bundled = paths.filter((path) => !/\.test\.tsx?$|(^|\/)testing\//.test(path))
  return new Map(
    bundled.map((path) => [relative(appFolder, join(appFolder, path)), readFileSync(join(appFolder, path))]),
  )
}

async function bundleInto(folder: string): Promise<void> {
  // Loaded only when something must be built: it costs as much time as the whole second start.
  const { build, mergeConfig } = await import('vite')
  const { default: config } = await import('../../vite.config.ts')
  await build(mergeConfig(config, { configFile: false, build: { outDir: folder } }))
}

function compressTexts(folder: string): void {
  for (const path of globSync('**/*.{js,css,svg,html,txt}', { cwd: folder })) {
    const bytes = readFileSync(join(folder, path))
    const quality = { [constants.BROTLI_PARAM_QUALITY]: 10 }
    writeFileSync(join(folder, `${path}.br`), brotliCompressSync(bytes, { params: quality }))
    writeFileSync(join(folder, `${path}.gz`), gzipSync(bytes, { level: 9 }))
  }
}

/** Older builds go; those that another process is still making stay. */
function removeOthers(digest: string): void {
  for (const name of readdirSync(buildsFolder)) {
    if (name !== digest && /^[0-9a-f]{32}$/.test(name))
      rmSync(join(buildsFolder, name), { recursive: true, force: true })
  }
}
