/** A number with its noun, in English: "1 line", "2 lines". The plural takes an s. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
