import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/** What the template shows: texts and numbers in words. */
export type ReportDocument = {
  readonly title: string
  readonly organisation: string
  readonly language: string
  readonly lead: string
  readonly what: string
  readonly number: string
  readonly sections: readonly {
    readonly title: string
    readonly rows: readonly { readonly what: string; readonly count: string }[]
  }[]
  readonly closing: string
}

type Compiler = {
  pdf(what: { mainFileContent: string; inputs: Readonly<Record<string, string>> }, how: { pdfStandard: string }): Buffer
}

/**
 * Writes a report as PDF/UA-1: tagged, with its title and language, tables with their headers. Source: ISO 14289-1.
 *
 * Made in this process, without a browser and without the network. The library is loaded at the first report: it is large.
 */
export function reportPdf(report: ReportDocument): Buffer {
  const template = readFileSync(join(import.meta.dirname, 'report.typ'), 'utf8')
  return compiler().pdf(
    { mainFileContent: template, inputs: { report: JSON.stringify(report) } },
    { pdfStandard: 'ua-1' },
  )
}

function compiler(): Compiler {
  const load = createRequire(import.meta.url)
  // The types of the package hold an ambient enum, which erasable syntax cannot take; this is the part that is used.
  const { NodeCompiler } = load('@myriaddreamin/typst-ts-node-compiler') as {
    NodeCompiler: { create(options: { workspace: string }): Compiler }
  }
  return NodeCompiler.create({ workspace: import.meta.dirname })
}
