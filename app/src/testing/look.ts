/** What stands at a path in JSON of a shape that nobody promised; undefined where the path ends early. */
export function look(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (part, step) =>
      typeof part === 'object' && part !== null
        ? Object.entries(part).find(([key]) => key === String(step))?.[1]
        : undefined,
    value,
  )
}

/** The list that stands at a path; empty where there is none. */
export function listAt(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = look(value, ...path)
  return Array.isArray(found) ? found : []
}
