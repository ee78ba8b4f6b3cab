/**
 * An empty staff list to fill in: one line with the names of the columns, in UTF-8 with a byte order mark.
 *
 * Without the mark a spreadsheet reads letters such as é and ø wrongly. It is separated by semicolons, as spreadsheets in
 * Dutch and Danish expect.
 */
export function staffTemplate(headers: readonly string[]): string {
  return `\uFEFF${headers.join(';')}\r\n`
}
