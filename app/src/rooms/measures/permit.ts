import type { OfficeCode } from '../people/offices.ts'
import type { Declaration, Field, Logsource, Look, Period } from './declaration.ts'
import { covers, tagUnder } from './logsource.ts'
import { depthOf } from './look-depth.ts'
import { type LookPattern, lookFits, neverTable } from './never.ts'
import type { Place, Places } from './parse-declaration.ts'
import {
  type Coarsening,
  type Grouping,
  type LeftOut,
  type Level,
  type LookLevel,
  type LookSubject,
  type Precision,
  type ProtectedOffice,
  type Purpose,
  precisions,
  type Response,
  type RetentionKind,
  type Treatment,
} from './vocabulary.ts'

/** Why an answer is yes or no. Closed; `declared` is the only yes. */
export type Because =
  | 'declared'
  | 'not-declared'
  | 'source-not-declared'
  | 'logsource-outside'
  | 'level-outside'
  | 'tag-forbidden'
  | 'tag-outside'
  | 'office-not-named'
  | 'not-automatic'
  | 'source-outside'
  | 'grouping-outside'
  | 'too-fine'
  | 'group-too-small'
  | 'office-protected'
  | 'never'

/** An answer, with the line of the declaration that decides. */
export type Answer = {
  readonly permitted: boolean
  readonly because: Because
  /** JSON Pointer into the declaration. */
  readonly path: string
  /** Line and column in the text of the declaration; `undefined` when it came without a text. */
  readonly place: Place | undefined
}

/** What happens to the value of a field. What is not declared is dropped. */
export type FieldAnswer = Answer & { readonly treatment: Treatment; readonly to: Coarsening | undefined }

/** How long data of one kind are kept; `undefined` when they may not be kept at all. */
export type RetentionAnswer = Answer & { readonly keep: Period | undefined }

/** One decision that somebody or something wants to take. */
export type Question =
  | { readonly kind: 'purpose'; readonly purpose: Purpose }
  | { readonly kind: 'field'; readonly source: string; readonly path: string }
  | {
      readonly kind: 'detection'
      readonly logsource: Logsource
      readonly level: Level
      readonly tags: readonly string[]
    }
  | {
      readonly kind: 'response'
      readonly response: Response
      /** `undefined`: no person, the machine itself. */
      readonly office: OfficeCode | undefined
    }
  | {
      readonly kind: 'look'
      readonly office: OfficeCode
      readonly level: LookLevel
      readonly subject: LookSubject
      readonly source: string
      readonly groupBy: readonly Grouping[]
      readonly precision: Precision
      /** People in the smallest group that would be shown. */
      readonly smallestGroup: number
    }
  | { readonly kind: 'retention'; readonly of: RetentionKind }
  | { readonly kind: 'protected'; readonly office: ProtectedOffice; readonly part: LeftOut }

type CompiledLook = {
  /** How far down it really goes. */
  readonly depth: LookLevel
  readonly subject: LookSubject
  readonly offices: ReadonlySet<OfficeCode>
  readonly groupBy: ReadonlySet<Grouping>
  readonly sources: ReadonlySet<string> | undefined
  readonly precision: number
  readonly least: number
  readonly answers: { readonly [Why in Because]: Answer }
}

type CompiledResponse = {
  readonly offices: ReadonlySet<OfficeCode>
  readonly automatic: boolean
  readonly answers: { readonly [Why in Because]: Answer }
}

/**
 * A declaration in the form that decides: made once, never changed, swapped whole.
 *
 * Invariant: every answer is made when the permit is, so that asking makes no garbage.
 */
export type Permit = {
  readonly measure: string
  /** Version of the declaration in the register. */
  readonly version: number
  readonly purposes: ReadonlyMap<Purpose, Answer>
  readonly fields: ReadonlyMap<string, ReadonlyMap<string, FieldAnswer>>
  readonly retention: ReadonlyMap<RetentionKind, RetentionAnswer>
  readonly hidden: ReadonlyMap<ProtectedOffice, ReadonlyMap<LeftOut, Answer>>
  readonly logsources: readonly { readonly logsource: Logsource; readonly answer: Answer }[]
  readonly levels: ReadonlySet<Level>
  readonly allowed: readonly string[]
  readonly forbidden: readonly { readonly tag: string; readonly answer: Answer }[]
  readonly responses: ReadonlyMap<Response, CompiledResponse>
  readonly looks: readonly CompiledLook[]
  /** Looks that the declaration promises never to give. */
  readonly neverLooks: readonly { readonly pattern: LookPattern; readonly answer: Answer }[]
  /** The answer for what has no line of its own, by the part where it would stand. */
  readonly absent: { readonly [Of in Absent]: Answer }
  readonly absentFields: ReadonlyMap<string, FieldAnswer>
  readonly unknownSource: FieldAnswer
  readonly notKept: RetentionAnswer
}

type Absent = 'purpose' | 'logsource' | 'level' | 'tag' | 'response' | 'look' | 'protected'

/**
 * Makes the permit of a declaration.
 *
 * @param places - Where the parts stand in its text; without it answers have a path and no line.
 */
export function compile(declaration: Declaration, version: number, places?: Places): Permit {
  const answer = (permitted: boolean, because: Because, path: string): Answer =>
    Object.freeze({ permitted, because, path, place: places?.(path) })
  const no = (because: Because, path: string): Answer => answer(false, because, path)
  const { envelope, sources } = declaration
  const dropped = (because: Because, path: string): FieldAnswer =>
    Object.freeze({ ...no(because, path), treatment: 'drop', to: undefined })
  return Object.freeze({
    measure: declaration.id,
    version,
    purposes: new Map(declaration.purposes.map((one, index) => [one, answer(true, 'declared', `/purposes/${index}`)])),
    fields: new Map(
      sources.map(({ id, fields }, index) => [
        id,
        new Map(fields.map((field, at) => [field.path, fieldAnswer(field, `/sources/${index}/fields/${at}`, answer)])),
      ]),
    ),
    retention: new Map(
      declaration.retention.map(({ kind, keep }, index) => [
        kind,
        Object.freeze({ ...answer(true, 'declared', `/retention/${index}/keep`), keep: { ...keep } }),
      ]),
    ),
    hidden: new Map(
      declaration.protectedOffices.map(({ office, leftOut }, index) => [
        office,
        new Map(leftOut.map((part, at) => [part, no('office-protected', `/protectedOffices/${index}/leftOut/${at}`)])),
      ]),
    ),
    logsources: envelope.logsources.map((logsource, index) => ({
      logsource: { ...logsource },
      answer: answer(true, 'declared', `/envelope/logsources/${index}`),
    })),
    levels: new Set(envelope.levels),
    allowed: [...envelope.tagsAllowed],
    forbidden: envelope.tagsForbidden.map((tag, index) => ({
      tag,
      answer: no('tag-forbidden', `/envelope/tagsForbidden/${index}`),
    })),
    responses: new Map(
      declaration.responses.map((one, index) => [
        one.response,
        {
          offices: new Set(one.offices),
          automatic: one.automatic,
          answers: answersAt(`/responses/${index}`, answer),
        },
      ]),
    ),
    looks: declaration.looks.map((look, index) => compileLook(look, `/looks/${index}`, answer)),
    neverLooks: declaration.never.flatMap((word, index) =>
      neverTable[word].looks.map((pattern) => ({ pattern, answer: no('never', `/never/${index}`) })),
    ),
    absent: {
      purpose: no('not-declared', '/purposes'),
      logsource: no('logsource-outside', '/envelope/logsources'),
      level: no('level-outside', '/envelope/levels'),
      tag: no('tag-outside', '/envelope/tagsAllowed'),
      response: no('not-declared', '/responses'),
      look: no('not-declared', '/looks'),
      protected: answer(true, 'declared', '/protectedOffices'),
    },
    absentFields: new Map(sources.map(({ id }, index) => [id, dropped('not-declared', `/sources/${index}/fields`)])),
    unknownSource: dropped('source-not-declared', '/sources'),
    notKept: Object.freeze({ ...no('not-declared', '/retention'), keep: undefined }),
  })
}

type MakeAnswer = (permitted: boolean, because: Because, path: string) => Answer

function fieldAnswer(field: Field, path: string, answer: MakeAnswer): FieldAnswer {
  const kept = field.treatment !== 'drop'
  const made = answer(kept, kept ? 'declared' : 'not-declared', `${path}/treatment`)
  return Object.freeze({ ...made, treatment: field.treatment, to: field.to })
}

function compileLook(look: Look, path: string, answer: MakeAnswer): CompiledLook {
  return {
    depth: depthOf(look),
    subject: look.subject,
    offices: new Set(look.offices),
    groupBy: new Set(look.groupBy),
    sources: look.sources === undefined ? undefined : new Set(look.sources),
    precision: precisions.indexOf(look.precision),
    least: look.k ?? 1,
    answers: answersAt(path, answer),
  }
}

function answersAt(path: string, answer: MakeAnswer): { readonly [Why in Because]: Answer } {
  const no = (because: Because, part: string): Answer => answer(false, because, `${path}${part}`)
  return {
    declared: answer(true, 'declared', path),
    'not-declared': no('not-declared', ''),
    'source-not-declared': no('source-not-declared', ''),
    'logsource-outside': no('logsource-outside', ''),
    'level-outside': no('level-outside', '/level'),
    'tag-forbidden': no('tag-forbidden', ''),
    'tag-outside': no('tag-outside', ''),
    'office-not-named': no('office-not-named', '/offices'),
    'not-automatic': no('not-automatic', '/automatic'),
    'source-outside': no('source-outside', '/sources'),
    'grouping-outside': no('grouping-outside', '/groupBy'),
    'too-fine': no('too-fine', '/precision'),
    'group-too-small': no('group-too-small', '/k'),
    'office-protected': no('office-protected', ''),
    never: no('never', ''),
  }
}

/** Answers one decision. What no line of the declaration permits is not permitted. */
export function permits(permit: Permit, question: Question): Answer {
  switch (question.kind) {
    case 'purpose':
      return permit.purposes.get(question.purpose) ?? permit.absent.purpose
    case 'field':
      return treatmentOf(permit, question.source, question.path)
    case 'detection':
      return permitsDetection(permit, question.logsource, question.level, question.tags)
    case 'response':
      return permitsResponse(permit, question.response, question.office)
    case 'look':
      return permitsLook(permit, question)
    case 'retention':
      return retentionOf(permit, question.of)
    case 'protected':
      return permit.hidden.get(question.office)?.get(question.part) ?? permit.absent.protected
  }
}

/** What the gate does with the value at a path of a source. */
export function treatmentOf(permit: Permit, source: string, path: string): FieldAnswer {
  return permit.fields.get(source)?.get(path) ?? permit.absentFields.get(source) ?? permit.unknownSource
}

/** How long data of one kind are kept. */
export function retentionOf(permit: Permit, kind: RetentionKind): RetentionAnswer {
  return permit.retention.get(kind) ?? permit.notKept
}

/** A rule runs when it lies within one declared logsource, at a declared level, with an allowed tag and no forbidden one. */
function permitsDetection(permit: Permit, logsource: Logsource, level: Level, tags: readonly string[]): Answer {
  const within = permit.logsources.find((one) => covers(one.logsource, logsource))
  if (within === undefined) return permit.absent.logsource
  if (!permit.levels.has(level)) return permit.absent.level
  for (const { tag: pattern, answer } of permit.forbidden) {
    if (pattern === '*' || tags.some((tag) => tagUnder(pattern, tag))) return answer
  }
  const allowed = permit.allowed.some((pattern) => pattern === '*' || tags.some((tag) => tagUnder(pattern, tag)))
  return allowed ? within.answer : permit.absent.tag
}

function permitsResponse(permit: Permit, response: Response, office: OfficeCode | undefined): Answer {
  const found = permit.responses.get(response)
  if (found === undefined) return permit.absent.response
  if (office === undefined) return found.automatic ? found.answers.declared : found.answers['not-automatic']
  return found.offices.has(office) ? found.answers.declared : found.answers['office-not-named']
}

function permitsLook(permit: Permit, question: Question & { readonly kind: 'look' }): Answer {
  if (!permit.fields.has(question.source)) return permit.unknownSource
  const depth = depthOf(question)
  let nearest: Answer | undefined
  for (const one of permit.looks) {
    if (one.depth !== depth || one.subject !== question.subject) continue
    const because = judgeLook(one, question)
    if (because === 'declared') return promisedNever(permit, question) ?? one.answers.declared
    // The look of one's own office that fails for another reason explains more than that of somebody else's.
    if (nearest === undefined || (nearest.because === 'office-not-named' && because !== 'office-not-named')) {
      nearest = one.answers[because]
    }
  }
  return nearest ?? permit.absent.look
}

/** The answer of a promise that the look would break. A declaration that was accepted may still break it. */
function promisedNever({ neverLooks }: Permit, question: Question & { readonly kind: 'look' }): Answer | undefined {
  if (neverLooks.length === 0) return undefined
  const look = { ...question, offices: [question.office] }
  return neverLooks.find(({ pattern }) => lookFits(pattern, look))?.answer
}

function judgeLook(one: CompiledLook, question: Question & { readonly kind: 'look' }): Because {
  if (!one.offices.has(question.office)) return 'office-not-named'
  if (one.sources !== undefined && !one.sources.has(question.source)) return 'source-outside'
  for (const grouping of question.groupBy) if (!one.groupBy.has(grouping)) return 'grouping-outside'
  if (precisions.indexOf(question.precision) > one.precision) return 'too-fine'
  return question.smallestGroup < one.least ? 'group-too-small' : 'declared'
}

/** Key of the sentence that explains an answer. */
export function becauseKey(because: Because): string {
  return `measures.because.${because}`
}
