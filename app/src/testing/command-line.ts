import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** How a command ended: its exit code, standard output, and standard error. */
export type Ended = { readonly code: number | null; readonly out: string; readonly words: string }

/** Settings in the environment, by the name of the variable. */
export type Settings = Readonly<Record<string, string>>

/**
 * Starts a command as a person does: a real process, in a folder, with no settings but these.
 *
 * @param folder - Where the command is given. Its data folder is `data` below it, unless the settings name another.
 */
export function startCommand(folder: string, args: readonly string[], settings: Settings = {}): ChildProcess {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('OPENWACHT_'))
  return spawn(process.execPath, [join(import.meta.dirname, '../cli.ts'), ...args], {
    cwd: folder,
    env: { ...Object.fromEntries(inherited), OPENWACHT_PORT: '0', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** Gives a command and waits for its end. */
export async function runCommand(folder: string, args: readonly string[], settings?: Settings): Promise<Ended> {
  const child = startCommand(folder, args, settings)
  const told = listen(child)
  const [code] = await once(child, 'close')
  return { code, ...told() }
}

/** Starts a command that stays, and waits until it has said something. Throws where it ends before that. */
export async function runUntil(
  folder: string,
  args: readonly string[],
  said: RegExp,
  settings?: Settings,
): Promise<{ child: ChildProcess; found: RegExpExecArray; told: () => { out: string; words: string } }> {
  const child = startCommand(folder, args, settings)
  const told = listen(child)
  for (;;) {
    const found = said.exec(told().words)
    if (found !== null) return { child, found, told }
    if (child.exitCode !== null) throw new Error(`it ended: ${told().words}`)
    await new Promise((done) => setTimeout(done, 50))
  }
}

function listen(child: ChildProcess): () => { out: string; words: string } {
  const text = { out: '', words: '' }
  child.stdout?.on('data', (chunk) => {
    text.out += String(chunk)
  })
  child.stderr?.on('data', (chunk) => {
    text.words += String(chunk)
  })
  return () => text
}
