// What the account that gives a command may do with our folders, and what to tell where that is not enough.
import { type Stats, statSync } from 'node:fs'
import { OperatorError } from './operator-error.ts'

/** What to tell where a folder of ours cannot be made or written. @param key - The setting that names the folder. */
export function notWritable(key: string, folder: string, cause: unknown): OperatorError {
  return new OperatorError(
    `could not write in ${folder}${codeOf(cause)}`,
    `Make that folder for the account that Openwacht runs under (install -d -m 700 -o ACCOUNT ${folder}), or name another as ${key}.`,
    { cause },
  )
}

/**
 * The file or folder, or undefined where there is none.
 *
 * @throws OperatorError where this account may not look: that would pass for nothing being there.
 */
export function findPath(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch (cause) {
    throw new OperatorError(
      `this account may not look at ${path}${codeOf(cause)}`,
      'Give the command as the account that Openwacht runs under: sudo -u ACCOUNT npx openwacht …',
      { cause },
    )
  }
}

/**
 * Throws OperatorError where a folder belongs to another account. Also the administrator of the machine may not go on: the
 * files that come of it would be closed to Openwacht, and the next start would fail.
 */
export function refuseOthersFolder(folder: string): void {
  const owner = findPath(folder)?.uid
  const self = process.getuid?.()
  if (owner === undefined || self === undefined || owner === self) return
  throw new OperatorError(
    `${folder} belongs to another account, number ${owner}`,
    `Give the command as that account: sudo -u '#${owner}' npx openwacht …`,
  )
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : ''
}
