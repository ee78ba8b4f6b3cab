import { Readable, Writable } from 'node:stream'
import { runCommandLine } from '../dispatch.ts'
import { scan } from '../scan.ts'

/** How a scan ended: its exit code, standard output, and standard error. */
export type Ended = { readonly code: number; readonly out: string; readonly words: string }

/**
 * Runs `scan` in a folder as the command line does, with streams in the place of those of this process.
 *
 * @param input - Standard input; of several parts each comes by itself.
 */
export async function runScan(
  folder: string,
  args: readonly string[],
  input: string | Buffer | readonly Buffer[] = '',
): Promise<Ended> {
  const text = { out: '', words: '' }
  const output = new Writable({
    write: (chunk, _encoding, done) => {
      text.out += String(chunk)
      done()
    },
  })
  const parts = Array.isArray(input) ? input : [typeof input === 'string' ? Buffer.from(input) : input]
  const code = await runCommandLine([scan], ['scan', ...args], {
    environment: {},
    folder,
    input: Readable.from(parts),
    output,
    progress: undefined,
    result: (facts) => output.write(`${JSON.stringify(facts)}\n`),
    print: (line) => output.write(`${line}\n`),
    say: (line) => {
      text.words += `${line}\n`
    },
    untilStopped: () => new Promise(() => undefined),
  })
  return { code, ...text }
}
