/**
 * Why files and database do not belong together, so that nothing may be appended. `shorter-files`: the database knows a larger
 * log: somebody put back older files, or the folder is gone. `other-root`: it knows another log of this size.
 * `other-origin`, `other-key`: the folder is of another log. `broken-file`: a file is not what the checkpoint signs.
 * `other-entry`: an entry is not the one that the database has. `held`: another process writes in the folder.
 */
export type MismatchCode =
  | 'shorter-files'
  | 'other-root'
  | 'other-origin'
  | 'other-key'
  | 'broken-file'
  | 'other-entry'
  | 'held'

/** Files and database that do not belong together. `place`: the file or entry where it shows. */
export class LogMismatch extends Error {
  readonly code: MismatchCode
  readonly place: string
  constructor(code: MismatchCode, place: string, options?: ErrorOptions) {
    super(`log files and database do not belong together: ${code} at ${place}`, options)
    this.code = code
    this.place = place
  }
}
