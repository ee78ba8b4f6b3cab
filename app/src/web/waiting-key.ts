/** Key of the sentence about what waits. What the rooms above people have waiting is said by the shell. */
export function waitingKey(code: string): string {
  return /^(measures|log)-/.test(code) ? `shell.waiting.${code}` : `people.waiting.${code}`
}
