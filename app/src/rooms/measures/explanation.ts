import { dayInWords, type Say } from '../../platform/problem.ts'
import type { Declaration, LocalText, Period } from './declaration.ts'
import { wantedIn } from './open-places.ts'

/** A declaration in plain words, as paragraphs and lists of a plain text. */
export function explanationOf(declaration: Declaration, say: Say): string {
  return sectionsOf(declaration, say)
    .map(({ title, lines }) => [title, ...lines.map((line) => `  ${line}`)].join('\n'))
    .join('\n\n')
}

/** One part of an explanation. */
export type Section = {
  /** Name of the part of the declaration, such as `grounds`. */
  readonly part: string
  readonly title: string
  readonly lines: readonly string[]
}

/** A declaration in plain words, part by part: for a text, a page or a printed dossier. */
export function sectionsOf(declaration: Declaration, say: Say): readonly Section[] {
  const words = (text: LocalText | undefined): string => textIn(text, say)
  const { proportionality, capabilities, sources, looks, responses, retention, recipients, conditions } = declaration
  const offices = (all: readonly string[]): string => all.map((one) => say(`people.office.${one}`)).join(', ')
  const part = (name: string, lines: readonly string[]): readonly Section[] =>
    lines.length === 0 ? [] : [{ part: name, title: say(`measures.form.${name}`), lines }]
  return [
    { part: 'title', title: words(declaration.title), lines: [words(declaration.summary)] },
    ...part(
      'purposes',
      declaration.purposes.map((one) => say(`measures.word.purpose.${one}`)),
    ),
    ...part(
      'grounds',
      declaration.grounds.map(({ ground, provision }) =>
        // A ground that nobody has filled in yet is none: the law that a model names must not stand there as found.
        provision !== undefined && wantedIn(provision) !== undefined
          ? say('measures.paper.fill-in')
          : [say(`measures.word.ground.${ground}`), provision].filter(Boolean).join(': '),
      ),
    ),
    ...part('necessity', [words(declaration.necessity)]),
    ...part(
      'proportionality.milderMeans',
      proportionality.milderMeans.map(({ means, whyNot }) => `${words(means)} ${words(whyNot)}`),
    ),
    ...part('proportionality.consequences', [words(proportionality.consequences)]),
    ...part(
      'capabilities',
      capabilities.map(({ what, state, lockedBy }) =>
        [`${say(`measures.word.capability-state.${state}`)}: ${words(what)}`, words(lockedBy)]
          .filter(Boolean)
          .join(' '),
      ),
    ),
    ...part(
      'sources',
      sources.map(
        ({ what, fields }) =>
          `${words(what)} ${fields
            .filter(({ treatment }) => treatment !== 'drop')
            .map(({ path, treatment }) => `${path} (${say(`measures.word.treatment.${treatment}`)})`)
            .join(', ')}`,
      ),
    ),
    ...part(
      'looks',
      looks.map(
        ({ offices: held, level, subject, k }) =>
          `${offices(held)}: ${say(`measures.word.look-subject.${subject}`)}, ${say(`measures.word.look-level.${level}`)}${k === undefined ? '' : ` (${k})`}`,
      ),
    ),
    ...part(
      'responses',
      responses.map(
        ({ response, offices: held, term }) =>
          `${say(`measures.word.response.${response}`)}: ${offices(held)}, ${periodIn(term, say)}`,
      ),
    ),
    ...part(
      'retention',
      retention.map(
        ({ kind, keep, why }) => `${say(`measures.retention.${kind}`)}: ${periodIn(keep, say)}. ${words(why)}`,
      ),
    ),
    ...part(
      'recipients',
      recipients.map(({ what, country }) => `${words(what)} (${country})`),
    ),
    ...part(
      'never',
      declaration.never.flatMap((word) => [
        `${say(`measures.never.${word}.name`)}.`,
        `  ${say(`measures.never.${word}.forbids`)}`,
        `  ${say(`measures.never.${word}.misses`)}`,
      ]),
    ),
    ...part(
      'protectedOffices',
      declaration.protectedOffices.map(
        ({ office, leftOut }) =>
          `${say(`measures.protected.${office}`)}: ${leftOut.map((one) => say(`measures.word.left-out.${one}`)).join(', ')}`,
      ),
    ),
    ...part(
      'conditions',
      conditions.map(({ what, decided }) => `${words(what)} (${dayInWords(decided, say)})`),
    ),
    ...part('review', [dayInWords(declaration.review, say)]),
  ]
}

/** A text in the language of the reader, or in one that there is; what is still to be filled in says so. */
export function textIn(text: LocalText | undefined, say: Say): string {
  const found = text?.[say.language as keyof LocalText] ?? text?.nl ?? text?.da ?? text?.en ?? ''
  const wanted = wantedIn(found)
  return wanted === undefined ? found : say('measures.paper.to-fill', { wanted })
}

/** A length of time in words. */
export function periodIn({ amount, unit }: Period, say: Say): string {
  return `${amount} ${say(`measures.word.unit.${unit}`)}`
}
