import type { Declaration } from './declaration.ts'
import { fieldRefusals } from './fields.ts'
import { dpiaRefusals, groundRefusals } from './grounds.ts'
import type { LegalContext } from './legal-context.ts'
import { lookRefusals, responseRefusals } from './looks.ts'
import { recipientRefusals } from './recipients.ts'
import { type Refusal, refusal } from './refusal.ts'
import { retentionRefusals } from './retention.ts'
import { safeguardRefusals } from './staff-safeguards.ts'
import { textsOf } from './texts.ts'

/** The longest time between two reviews, in years. Source: UTR 1.2.6, a full review every two years. */
export const mostYearsToReview = 2

/**
 * Why a declaration cannot be: every reason, with its place and its article.
 *
 * @returns Nothing for a declaration that may go to the DPO and the representatives. It says nothing of whether they should agree.
 */
export function impossible(declaration: Declaration, context: LegalContext): readonly Refusal[] {
  return [
    ...documentRefusals(declaration),
    ...groundRefusals(declaration),
    ...dpiaRefusals(declaration, context),
    ...fieldRefusals(declaration),
    ...lookRefusals(declaration),
    ...responseRefusals(declaration),
    ...recipientRefusals(declaration, context.on),
    ...retentionRefusals(declaration),
    ...safeguardRefusals(declaration, context),
    ...reviewRefusals(declaration, context),
  ]
}

function documentRefusals(declaration: Declaration): readonly Refusal[] {
  const language = declaration.jurisdiction === 'nl' ? 'nl' : 'da'
  const missing = textsOf(declaration)
    .filter(({ text }) => text[language] === undefined)
    .map(({ path }) => refusal('text-missing', path))
  const unexplained = declaration.capabilities.flatMap(({ state, lockedBy }, index) =>
    state === 'locked' && lockedBy === undefined
      ? [refusal('lock-unexplained', `/capabilities/${index}/lockedBy`)]
      : [],
  )
  return [...missing, ...unexplained, ...repeatedNames(declaration), ...unknownSources(declaration)]
}

function repeatedNames(declaration: Declaration): readonly Refusal[] {
  const twice = (path: string, names: readonly string[]): readonly Refusal[] =>
    names.flatMap((name, index) =>
      names.indexOf(name) === index ? [] : [refusal('name-twice', `${path}/${index}`, { name })],
    )
  const { capabilities, sources, responses, looks, recipients, retention, conditions, secrecy } = declaration
  return [
    ...twice(
      '/capabilities',
      capabilities.map(({ id }) => id),
    ),
    ...twice(
      '/sources',
      sources.map(({ id }) => id),
    ),
    ...sources.flatMap(({ fields }, index) =>
      twice(
        `/sources/${index}/fields`,
        fields.map(({ path }) => path),
      ),
    ),
    ...twice(
      '/responses',
      responses.map(({ response }) => response),
    ),
    ...twice(
      '/looks',
      looks.map(({ id }) => id),
    ),
    ...twice(
      '/recipients',
      recipients.map(({ id }) => id),
    ),
    ...twice(
      '/retention',
      retention.map(({ kind }) => kind),
    ),
    ...twice(
      '/protectedOffices',
      declaration.protectedOffices.map(({ office }) => office),
    ),
    ...twice(
      '/conditions',
      conditions.map(({ id }) => id),
    ),
    ...twice(
      '/secrecy',
      secrecy.map(({ part }) => part),
    ),
  ]
}

function unknownSources({ looks, sources }: Declaration): readonly Refusal[] {
  const known = new Set(sources.map(({ id }) => id))
  return looks.flatMap((look, index) =>
    (look.sources ?? []).flatMap((name, at) =>
      known.has(name) ? [] : [refusal('source-unknown', `/looks/${index}/sources/${at}`, { name })],
    ),
  )
}

function reviewRefusals({ review }: Declaration, { on }: LegalContext): readonly Refusal[] {
  if (review <= on) return [refusal('review-past', '/review', { date: { day: review } })]
  const latest = `${Number(on.slice(0, 4)) + mostYearsToReview}${on.slice(4)}`
  return review > latest ? [refusal('review-too-late', '/review', { years: mostYearsToReview })] : []
}
