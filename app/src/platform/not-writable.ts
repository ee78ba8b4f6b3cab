import { OperatorError } from './operator-error.ts'

/** What to tell where a folder of ours cannot be made or written. @param key - The setting that names the folder. */
export function notWritable(key: string, folder: string, cause: unknown): OperatorError {
  const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : ''
  return new OperatorError(
    `could not write in ${folder}${code}`,
    `Make that folder for the account that Openwacht runs under (install -d -m 700 -o ACCOUNT ${folder}), or name another as ${key}.`,
    { cause },
  )
}
