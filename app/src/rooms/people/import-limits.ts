/** Limits of one import. A municipality has hundreds of lines, central government 175,000. */
export const importLimits = {
  /** Of the file, and so also of the body of the request. */
  sizeBytes: 10 * 1024 * 1024,
  lines: 200_000,
  /** A list of staff administration has tens. Arbitrary; each costs memory on each line. */
  columns: 200,
  /** A quoted cell may go over several lines; more is a forgotten quote. Arbitrary. */
  linesPerRecord: 10,
  /** Of one cell, in UTF-16 code units. Arbitrary, longer than any name or address here. */
  cellLength: 200,
} as const
