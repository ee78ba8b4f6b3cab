import { askNamedTerm, askTerm } from '@openwacht/terms/ask.ts'
import type { DayAnswer } from '@openwacht/terms/term.ts'
import type { Period } from './declaration.ts'
import type { Jurisdiction } from './legal-context.ts'

/** The last day on which the council may invoke that a decision is void. `safe` is the later reading: until then it may. */
export function nullityTerm(toldOn: string): DayAnswer {
  return inDays(askNamedTerm('nullity-of-decision', { from: toldOn }))
}

/**
 * The first day on which a measure may start, counted from the day staff were told.
 *
 * In Denmark the notice of the agreement on control measures, or a longer one that the declaration names; its length in the agreement for
 * municipalities is to be confirmed, and the answer says so. In the Netherlands the law sets no number: what the declaration names.
 */
export function noticeTerm(jurisdiction: Jurisdiction, notice: Period, toldOn: string): DayAnswer {
  const question = { from: toldOn, place: jurisdiction }
  const common = { length: notice, direction: 'after', bearing: 'not-before' } as const
  // Hours of notice are a day: nobody is told at an instant.
  const length = notice.unit === 'hours' ? ({ amount: Math.ceil(notice.amount / 24), unit: 'days' } as const) : notice
  const declared =
    jurisdiction === 'dk'
      ? askTerm(
          { ...common, length, law: 'dk', basis: 'agreement', article: controlNoticeArticle, lengthUnconfirmed: true },
          question,
        )
      : askTerm(
          { ...common, length, law: 'house', basis: 'guidance', article: 'GDPR Art. 13; ECtHR 61496/08, § 121' },
          question,
        )
  return inDays(declared)
}

const controlNoticeArticle = 'agreement on control measures, municipalities and regions; length as in DA/LO'

/** The last day on which an emergency measure can account. Working days, by the rule of the house. */
export function accountTerm(jurisdiction: Jurisdiction, startedOn: string, workingDays: number): DayAnswer {
  return inDays(
    askTerm(
      {
        law: 'house',
        basis: 'guidance',
        length: { amount: workingDays, unit: 'working-days' },
        direction: 'after',
        bearing: 'act-by',
        article: 'house rule on emergency measures',
      },
      { from: startedOn, place: jurisdiction },
    ),
  )
}

function inDays(answer: ReturnType<typeof askTerm>): DayAnswer {
  if (answer.kind === 'day') return answer
  throw new TypeError('expected a term in days')
}
