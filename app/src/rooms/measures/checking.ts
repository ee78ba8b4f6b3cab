import type { Values, WordedValue } from '../../platform/problem.ts'
import type { Comparison } from './compare.ts'
import { compare } from './compare.ts'
import type { Declaration } from './declaration.ts'
import { pointerOf } from './draft-text.ts'
import { impossible } from './impossible.ts'
import type { LegalContext } from './legal-context.ts'
import { openPlaces } from './open-places.ts'
import { type DeclarationFault, faultKey, type Place, parseDeclaration } from './parse-declaration.ts'
import { type Refusal, type RefusalCode, refusal, refusalKey } from './refusal.ts'

/** What is known beside the text: the law of this house and the measure that the text is of. */
export type CheckContext = LegalContext & {
  readonly jurisdiction?: Declaration['jurisdiction']
  /** The name that the measure has for life. */
  readonly name?: string
  readonly before?: Declaration | undefined
}

/** Something against a text, with its place and the message that tells it. */
export type Finding = {
  readonly code: string
  readonly path: string
  readonly place: Place | undefined
  readonly article: string | undefined
  readonly key: string
  readonly values: Readonly<Record<string, WordedValue>>
}

/** A text as it was judged. */
export type Checked = {
  readonly declaration: Declaration | undefined
  readonly faults: readonly Finding[]
  readonly refusals: readonly Finding[]
  readonly comparison: Comparison | undefined
}

/** Reads a text and says everything that stands in the way of proposing it. */
export function check(text: string, context: CheckContext): Checked {
  const parsed = parseDeclaration(text)
  if (parsed.kind === 'faults') {
    return { declaration: undefined, faults: parsed.faults.map(ofFault), refusals: [], comparison: undefined }
  }
  const { declaration, places } = parsed
  const all = [...belonging(declaration, context), ...unfilled(declaration), ...impossible(declaration, context)]
  const refusals = all.map((one) => ofRefusal(one, places(one.path)))
  const { before } = context
  return {
    declaration,
    faults: [],
    refusals,
    comparison: before === undefined ? undefined : compare(before, declaration),
  }
}

/** Refusals that cannot be asked of an emergency: there is no time for what they ask. They become due with the account. */
const waived: readonly RefusalCode[] = [
  'dpia-missing',
  'dpia-incomplete',
  'dpia-review-past',
  'high-risk-not-consulted',
  'notice-too-short',
]

/** As `check`, for an emergency measure: what waits for its account stands apart. */
export function checkEmergency(text: string, context: CheckContext): Checked & { readonly due: readonly Finding[] } {
  const found = check(text, context)
  const waits = ({ code, path }: Finding): boolean =>
    waived.some((one) => one === code) || (code === 'not-filled-in' && path.startsWith('/dpia'))
  return { ...found, refusals: found.refusals.filter((one) => !waits(one)), due: found.refusals.filter(waits) }
}

/** Whether the text belongs to this house and to this measure. */
function belonging(declaration: Declaration, { jurisdiction, name }: CheckContext): readonly Refusal[] {
  return [
    ...(jurisdiction !== undefined && declaration.jurisdiction !== jurisdiction
      ? [refusal('other-jurisdiction', '/jurisdiction')]
      : []),
    ...(name !== undefined && declaration.id !== name ? [refusal('name-changed', '/id', { name })] : []),
  ]
}

/** Places that may stay open when somebody says that they know: an agreement that is being made. */
const mayStayOpen = /^\/recipients\/\d+\/contract$/

/** Places that a model left to whoever writes: with a proposal the text is fixed, so they are filled in before it. */
function unfilled(declaration: Declaration): readonly Refusal[] {
  return openPlaces(declaration)
    .map(({ path, wanted }) => ({ path: pointerOf(path), wanted }))
    .filter(({ path }) => !mayStayOpen.test(path))
    .map(({ path, wanted }) => refusal('not-filled-in', path, { wanted }))
}

function ofFault({ code, path, line, column, allowed, count }: DeclarationFault): Finding {
  const values: Values = {
    ...(allowed === undefined ? {} : { allowed: allowed.join(', ') }),
    ...(count === undefined ? {} : { count }),
  }
  return { code, path, place: { line, column }, article: undefined, key: faultKey(code), values }
}

function ofRefusal({ code, path, article, values }: Refusal, place: Place): Finding {
  return { code, path, place, article, key: refusalKey(code), values }
}
