import { dayInWords, Refused, type Say } from '../../platform/problem.ts'
import { organisationOf, today } from '../people/people.ts'
import type { Measure } from './measure.ts'
import { oversightReport } from './oversight-report.ts'
import type { Reading } from './reading.ts'
import { algorithmEntry, type Exported, processingActivity } from './register-exports.ts'
import { reportPdf } from './report-pdf.ts'
import type { AlgorithmsAnswer, OversightReport, ProcessingActivityAnswer } from './shapes.ts'
import { noSuchMeasure } from './stepping.ts'
import { allMeasures, countSteps, findMeasure, versionsIn } from './store.ts'
import { anybody, mayKnow } from './viewers.ts'

/** One measure as a register of processing activities has it. */
export async function exportProcessing(
  reading: Reading,
  id: string,
  say: Say,
): Promise<ProcessingActivityAnswer | Refused> {
  const measure = await findMeasure(reading.tx, id)
  if (measure === undefined || !mayKnow(measure.life, anybody)) return noSuchMeasure()
  const [exported] = await exportedOf(reading, [measure])
  return exported === undefined ? noSuchMeasure() : processingActivity(exported, say)
}

/** Every measure of the register in the fields of the Algoritmeregister. It is a register of Dutch public bodies: others have none. */
export async function exportAlgorithms(reading: Reading, url: string, say: Say): Promise<AlgorithmsAnswer | Refused> {
  const { name, jurisdiction } = await organisationOf(reading)
  if (jurisdiction !== 'nl') {
    return new Refused(404, [{ code: 'no-algorithm-register', key: 'measures.say.no-algorithm-register' }])
  }
  const place = { organisation: name, url, on: await today(reading), language: say.language }
  const measures = (await allMeasures(reading.tx)).filter(({ life }) => mayKnow(life, anybody))
  const exported = await exportedOf(reading, measures)
  return { standard: '1.0', algorithms: exported.map((one) => algorithmEntry(one, place, say)) }
}

/** The report of a year. A year that has not begun, or in which nothing can have happened, is refused. */
export async function readOversightReport(
  reading: Reading,
  year: number,
  say: Say,
): Promise<OversightReport | Refused> {
  const on = await today(reading)
  if (year > Number(on.slice(0, 4)) || year < 2014) {
    return new Refused(404, [{ code: 'no-such-year', key: 'measures.say.no-such-year' }])
  }
  const until = on < `${year}-12-31` ? on : `${year}-12-31`
  const { name } = await organisationOf(reading)
  const counts = await countSteps(reading.tx, `${year}-01-01`, `${year + 1}-01-01`)
  return oversightReport(year, name, await allMeasures(reading.tx), counts, until, say)
}

async function exportedOf(reading: Reading, measures: readonly Measure[]): Promise<readonly Exported[]> {
  const names = measures.flatMap(({ id, life }) => {
    const version = (life.inForce ?? life.regularising ?? life.emergency ?? announcedIn(life))?.version
    return version === undefined ? [] : [{ measure: id, version }]
  })
  const versions = new Map((await versionsIn(reading.tx, names)).map((one) => [one.measure, one]))
  return measures.flatMap((measure) => {
    const version = versions.get(measure.id)
    if (version === undefined) return []
    const { version: number, madeOn, declaration } = version
    return [{ measure, version: number, madeOn, declaration }]
  })
}

function announcedIn({ candidate }: Measure['life']): { readonly version: number } | undefined {
  return candidate?.announcedOn === undefined ? undefined : candidate
}

/** The report as a tagged PDF. */
export function oversightDocument(report: OversightReport, say: Say): Buffer {
  const { year, organisation, until, complete, sections } = report
  return reportPdf({
    title: say('measures.report.title', { year }),
    organisation,
    language: say.language,
    lead: say(complete ? 'measures.report.lead' : 'measures.report.lead-so-far', {
      organisation,
      date: dayInWords(until, say),
    }),
    what: say('measures.report.what'),
    number: say('measures.report.number'),
    sections: sections.map(({ title, rows }) => ({
      title,
      rows: rows.map(({ what, count }) => ({
        what,
        count: count === null ? say('measures.report.small') : String(count),
      })),
    })),
    closing: say('measures.report.closing'),
  })
}
