// Rules as a pipeline leaves them.
import { stringify } from 'yaml'
import { type Pipeline, parsePipeline } from '../pipeline.ts'
import { parseRuleFile, type RuleSet } from '../rule-file.ts'

/** Part of a file. */
export type Document = Readonly<Record<string, unknown>>

/** A pipeline without faults. */
export function pipelineOf(document: Document): Pipeline {
  const { pipeline, faults } = parsePipeline(stringify(document))
  if (pipeline === undefined) throw new Error(faults.map(({ message }) => message).join())
  return pipeline
}

/** A rule after the steps of a pipeline. */
export function piped(steps: readonly Document[], rule: Document, vars: Document = {}): RuleSet {
  return parseRuleFile(
    stringify({ title: 'Test', logsource: { product: 'test', category: 'process_creation' }, ...rule }),
    [pipelineOf({ name: 'p', transformations: steps, vars })],
  )
}
