// Reads one map of a pipeline: what is asked for must have the right form, and what nobody asked for is a fault.
import { isMap } from './detection.ts'
import { RuleError } from './fault.ts'

/** Keys that lead to a value of the file. */
export type Path = readonly (string | number)[]

/** One map, and where it stands. */
export class Section {
  readonly path: Path
  private readonly map: Readonly<Record<string, unknown>>
  private readonly asked = new Set<string>()

  /** @throws RuleError `pipeline` when the value is no map. */
  constructor(value: unknown, path: Path) {
    if (!isMap(value)) throw new RuleError('pipeline', 'expected a map', path)
    this.map = value
    this.path = path
  }

  refuse(message: string, ...key: Path): never {
    throw new RuleError('pipeline', message, [...this.path, ...key])
  }

  has(key: string): boolean {
    return Object.hasOwn(this.map, key) && this.map[key] !== null
  }

  /** The value under a key, of any form; `undefined` when it is missing or null. */
  any(key: string): unknown {
    this.asked.add(key)
    return Object.hasOwn(this.map, key) ? (this.map[key] ?? undefined) : undefined
  }

  text(key: string): string {
    const value = this.any(key)
    return typeof value === 'string' ? value : this.refuse(`expected "${key}" with a text`, ...this.placeOf(key))
  }

  optionalText(key: string): string | undefined {
    return this.any(key) === undefined ? undefined : this.text(key)
  }

  flag(key: string): boolean {
    const value = this.any(key)
    if (value === undefined) return false
    return typeof value === 'boolean' ? value : this.refuse('expected true or false', key)
  }

  oneOf<T extends string>(key: string, allowed: readonly T[]): T {
    const value = this.any(key)
    const found = allowed.find((one) => one === value)
    return found ?? this.refuse(`expected "${key}" with one of ${allowed.join(', ')}`, ...this.placeOf(key))
  }

  optionalOneOf<T extends string>(key: string, allowed: readonly T[]): T | undefined {
    return this.any(key) === undefined ? undefined : this.oneOf(key, allowed)
  }

  scalar(key: string): string | number | boolean {
    const value = this.any(key)
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
    return this.refuse(`expected "${key}" with a text, a number, true or false`, ...this.placeOf(key))
  }

  /** One text, or a list of at least one. */
  texts(key: string): readonly string[] {
    const found = textsUnder(this.any(key))
    return found ?? this.refuse(`expected "${key}" with texts`, ...this.placeOf(key))
  }

  optionalTexts(key: string): readonly string[] | undefined {
    return this.any(key) === undefined ? undefined : this.texts(key)
  }

  /** A map of texts, or of lists of texts. A key that is null in the file is the empty text here. */
  mapping(key: string): ReadonlyMap<string, readonly string[]> {
    const value = this.any(key)
    if (!isMap(value)) return this.refuse(`expected "${key}" with a map`, ...this.placeOf(key))
    return new Map(
      Object.entries(value).map(([name, target]) => [
        name,
        textsUnder(target) ?? this.refuse('expected a text or a list of texts', key, name),
      ]),
    )
  }

  /** Refuses every key that was not asked for. */
  done(): void {
    for (const key of Object.keys(this.map))
      if (!this.asked.has(key)) this.refuse(`expected one of ${[...this.asked].join(', ')}`, key)
  }

  /** The place of a key, or of the whole map where the key is missing. */
  private placeOf(key: string): Path {
    return this.has(key) ? [key] : []
  }
}

function textsUnder(value: unknown): readonly string[] | undefined {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  const texts = list.filter((one) => typeof one === 'string')
  return texts.length === list.length && texts.length > 0 ? texts : undefined
}
