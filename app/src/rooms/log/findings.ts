/**
 * What a check of the log can find.
 *
 * In files: `checkpoint` (no checkpoint of this log, or a signature under it that does not hold), `changed-file`, `missing-file`,
 * `unknown-file`, `changed-entry` (changed, removed or moved: not the one in the tree), `wrong-root` (the entries do not give the
 * root that was signed), `wrong-map` (the absence map does not follow from the entries), `not-an-entry`, `repeated-entry`,
 * `back-dated` (a day before that of an earlier entry).
 *
 * In tables: `missing-row`, `changed-row`, `moved-row` (the row is that of another entry), `row-without-entry`, `wrong-head`,
 * `missing-outside`, `changed-outside`, `changed-subjects`, `changed-delay`.
 */
export type FindingCode =
  | 'checkpoint'
  | 'changed-file'
  | 'missing-file'
  | 'unknown-file'
  | 'changed-entry'
  | 'wrong-root'
  | 'wrong-map'
  | 'not-an-entry'
  | 'repeated-entry'
  | 'back-dated'
  | 'missing-row'
  | 'changed-row'
  | 'moved-row'
  | 'row-without-entry'
  | 'wrong-head'
  | 'missing-outside'
  | 'changed-outside'
  | 'changed-subjects'
  | 'changed-delay'

/** One thing that is not as it should be. `place`: a path, `entry 12`, or a table with the id of the entry. */
export type Finding = { readonly code: FindingCode; readonly place: string }
