// Processing pipelines: files that say how the rules of the world become rules for the events at hand.
//
// Source: pySigma, "Processing Pipelines"; the YAML form.
import { type Fault, RuleError } from './fault.ts'
import { maxPipelineSteps } from './limits.ts'
import { type Guards, parseGuards } from './pipeline-conditions.ts'
import { Section } from './pipeline-section.ts'
import { type Action, parseAction } from './pipeline-steps.ts'
import type { Variables } from './pipeline-values.ts'
import { locate, readDocuments } from './yaml-documents.ts'

/** One step: when it applies, and what it does. */
export type Step = Guards & {
  readonly id: string | undefined
  /** How faults name it. */
  readonly title: string
  readonly action: Action
}

/** A pipeline that was read without a fault. */
export type Pipeline = {
  readonly name: string | undefined
  /** Pipelines with lower numbers come first. */
  readonly priority: number
  readonly variables: Variables
  readonly steps: readonly Step[]
}

/** What a file holds: a pipeline, or all its faults. */
export type PipelineFile = { readonly pipeline: Pipeline | undefined; readonly faults: readonly Fault[] }

/**
 * Reads a pipeline.
 *
 * @returns Never throws for the content of a file: faults carry line and column, both from 1.
 */
export function parsePipeline(text: string): PipelineFile {
  let documents: readonly unknown[]
  try {
    documents = readDocuments(text)
  } catch (error) {
    if (!(error instanceof RuleError)) throw error
    return { pipeline: undefined, faults: [error.fault] }
  }
  const reader = new Reader()
  const pipeline = reader.attempt(() => {
    if (documents.length !== 1) throw new RuleError('pipeline', 'expected one document')
    return reader.pipeline(new Section(documents[0], []))
  })
  const faults = reader.faults.map((fault) => locate(text, 0, fault))
  return { pipeline: faults.length > 0 ? undefined : pipeline, faults }
}

/** Pipelines as one: by priority, those of the same priority as they are given; later variables replace earlier ones. */
export function joinPipelines(pipelines: readonly Pipeline[]): Pipeline {
  const sorted = pipelines.toSorted((a, b) => a.priority - b.priority)
  return {
    name: undefined,
    priority: 0,
    variables: new Map(sorted.flatMap(({ variables }) => [...variables])),
    steps: sorted.flatMap(({ steps }) => steps),
  }
}

class Reader {
  readonly faults: Fault[] = []
  private count = 0

  attempt<T>(step: () => T): T | undefined {
    try {
      return step()
    } catch (error) {
      if (!(error instanceof RuleError)) throw error
      this.faults.push(error.fault)
      return undefined
    }
  }

  pipeline(section: Section): Pipeline {
    const name = section.optionalText('name')
    const priority = section.any('priority') ?? 0
    if (typeof priority !== 'number') return section.refuse('expected a number', 'priority')
    // Names of query languages; here there is none to choose.
    section.any('allowed_backends')
    for (const key of ['postprocessing', 'finalizers']) {
      const list = section.any(key)
      if (list !== undefined && !(Array.isArray(list) && list.length === 0))
        this.attempt(() => section.refuse('this works on queries, and here rules are evaluated without one', key))
    }
    const variables = this.variables(section.any('vars'))
    const list = section.any('transformations') ?? []
    if (!Array.isArray(list)) return section.refuse('expected a list of steps', 'transformations')
    const steps = this.steps(list, ['transformations'], name)
    this.attempt(() => section.done())
    return { name, priority, variables, steps }
  }

  private variables(value: unknown): Variables {
    const found = new Map<string, readonly string[]>()
    if (value === undefined) return found
    this.attempt(() => {
      const section = new Section(value, ['vars'])
      for (const [name, one] of Object.entries(value ?? {})) {
        const list: readonly unknown[] = Array.isArray(one) ? one : [one]
        if (list.length === 0 || !list.every((item) => typeof item === 'string' || typeof item === 'number'))
          this.attempt(() => section.refuse('expected a text, a number or a list of them', name))
        else found.set(name, list.map(String))
      }
    })
    return found
  }

  private steps(
    list: readonly unknown[],
    path: readonly (string | number)[],
    pipeline: string | undefined,
  ): readonly Step[] {
    return list.flatMap((one, index) => {
      const step = this.attempt(() => this.step(new Section(one, [...path, index]), pipeline))
      return step === undefined ? [] : [step]
    })
  }

  private step(section: Section, pipeline: string | undefined): Step {
    if (++this.count > maxPipelineSteps)
      throw new RuleError('limit', `expected at most ${maxPipelineSteps} steps`, section.path)
    const type = section.text('type')
    const id = section.optionalText('id')
    const guards = parseGuards(section)
    const action = parseAction(type, section, (items, path) => this.steps(items, path, pipeline))
    if (action.kind !== 'rename' && action.kind !== 'items') {
      for (const [guard, key] of [
        [guards.item, 'detection_item_conditions'],
        [guards.field, 'field_name_conditions'],
      ] as const)
        if (guard !== undefined) section.refuse(`"${type}" looks at whole rules`, key)
    }
    section.done()
    const title = `pipeline${pipeline === undefined ? '' : ` "${pipeline}"`}, step ${id === undefined ? type : `"${id}"`}`
    return { ...guards, id, title, action }
  }
}
