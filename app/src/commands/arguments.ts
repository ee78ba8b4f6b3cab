import { parseArgs } from 'node:util'
import { WrongUse } from './command.ts'
import { nearest } from './nearest.ts'

/** Flags that a command takes: `boolean` stands alone, `string` takes a value, `strings` may be given again. */
export type FlagKinds = Readonly<Record<string, FlagKind>>
type FlagKind = 'boolean' | 'string' | 'strings'
type FlagValue<K extends FlagKind> = K extends 'boolean' ? boolean : K extends 'string' ? string | undefined : string[]

/** What was given: values of flags by name, and the words that are no flag. */
export type Given<F extends FlagKinds> = {
  readonly flags: { readonly [Name in keyof F]: FlagValue<F[Name]> }
  readonly words: readonly string[]
}

/**
 * Reads what follows the name of a command.
 *
 * @param words - Names of the words that must be given, for the message. A last one that ends in `…` stands for one or more.
 * @throws WrongUse for an unknown flag, with the nearest; for a missing value; for a word too many or too few.
 */
export function readArguments<const F extends FlagKinds>(
  args: readonly string[],
  kinds: F,
  words: readonly string[],
): Given<F> {
  const type = (kind: FlagKind): 'boolean' | 'string' => (kind === 'boolean' ? kind : 'string')
  const options = Object.fromEntries(Object.entries(kinds).map(([name, kind]) => [name, { type: type(kind) }]))
  const { tokens, positionals } = parseArgs({
    args: [...args],
    options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  })
  const flags: Record<string, string | boolean | string[]> = {}
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    const kind = kinds[token.name]
    if (kind === undefined) throw new WrongUse(unknownFlag(token.rawName, Object.keys(kinds)))
    if (kind !== 'boolean' && !token.value) throw new WrongUse(`${token.rawName} needs a value`)
    if (kind === 'boolean' && token.value !== undefined) throw new WrongUse(`${token.rawName} takes no value`)
    const known = flags[token.name]
    if (kind === 'strings') {
      flags[token.name] = [...(Array.isArray(known) ? known : []), token.value ?? '']
      continue
    }
    if (known !== undefined) throw new WrongUse(`${token.rawName} is given twice`)
    flags[token.name] = token.value ?? true
  }
  const missing = words[positionals.length]
  if (missing !== undefined) throw new WrongUse(`${missing} is missing`)
  const extra = words.at(-1)?.endsWith('…') === true ? undefined : positionals[words.length]
  if (extra !== undefined) throw new WrongUse(`"${extra}" is one word too many`)
  for (const [name, kind] of Object.entries(kinds)) {
    if (kind === 'boolean') flags[name] ??= false
    if (kind === 'strings') flags[name] ??= []
  }
  // Each flag was read by its kind.
  return { flags: flags as Given<F>['flags'], words: positionals }
}

function unknownFlag(flag: string, known: readonly string[]): string {
  const near = nearest(flag.replace(/^-+/, ''), [...known, 'help'])
  return `unknown flag ${flag}${near === undefined ? '' : `; did you mean --${near}?`}`
}
