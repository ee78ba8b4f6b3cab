// The pipelines of a scan: the ready ones by name, others from files.
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { formatFault } from '../../../packages/sigma/src/fault.ts'
import { type Pipeline, parsePipeline } from '../../../packages/sigma/src/pipeline.ts'
import { WrongUse } from './command.ts'
import { nearest } from './nearest.ts'

const readyFolder = join(import.meta.dirname, '../../../packages/sigma/pipelines')

/** Names of the pipelines that come with the engine. */
export const readyPipelines: readonly string[] = readdirSync(readyFolder)
  .filter((name) => name.endsWith('.yml'))
  .map((name) => name.slice(0, -'.yml'.length))
  .sort()

/**
 * Reads pipelines, each given by the name of a ready one or as a file; the name of a ready one wins.
 *
 * @param folder - Where paths count from.
 * @throws WrongUse with every fault of a file: without a step that it meant, a pipeline would make rules match otherwise.
 */
export function loadPipelines(given: readonly string[], folder: string): readonly Pipeline[] {
  return given.map((name) => {
    const { pipeline, faults } = parsePipeline(pipelineText(name, folder))
    if (pipeline !== undefined) return pipeline
    const words = faults.map((fault) => formatFault(name, fault)).join('\n')
    throw new WrongUse(`the pipeline ${name} cannot be used:\n${words}`)
  })
}

function pipelineText(name: string, folder: string): string {
  if (readyPipelines.includes(name)) return readFileSync(join(readyFolder, `${name}.yml`), 'utf8')
  try {
    return readFileSync(resolve(folder, name), 'utf8')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    if (error.code !== 'ENOENT') throw new WrongUse(`could not read the pipeline ${name} (${error.code})`)
    const near = nearest(name, readyPipelines)
    const hint = near === undefined ? `ready are ${readyPipelines.join(', ')}` : `did you mean ${near}?`
    throw new WrongUse(`--pipeline ${name} is neither a ready pipeline nor a file; ${hint}`)
  }
}
