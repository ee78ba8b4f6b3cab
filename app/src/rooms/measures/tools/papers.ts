import type { Say } from '../../../platform/problem.ts'
import { adviceOn } from '../advice.ts'
import { articleInWords } from '../articles.ts'
import type { Finding } from '../checking.ts'
import type { Declaration } from '../declaration.ts'
import { sectionsOf, textIn } from '../explanation.ts'
import { routeFacts, routesOf } from '../route-facts.ts'
import type { OpenQuestion } from './drafting-from.ts'
import { toolNames } from './drift.ts'
import { type CapabilityName, knownCapabilities } from './known-capabilities.ts'
import type { ToolSettings } from './tool-settings.ts'

// Two papers that go with a draft: the skeleton of a data protection impact assessment, and the dossier for the representatives.
// Both are Markdown: people finish them.

/** The skeleton of a DPIA. Its headings are what the law asks at least. Source: GDPR Art. 35(7). */
export function dpiaSkeleton(
  declaration: Declaration,
  settings: ToolSettings,
  questions: readonly OpenQuestion[],
  say: Say,
): string {
  const head = (name: string): string => `## ${say(`measures.paper.${name}`)}`
  const personal = declaration.sources.flatMap(({ id, fields }) =>
    fields
      .filter((field) => field.class !== 'other' && field.treatment !== 'drop')
      .map(
        (field) =>
          `- ${id}: ${field.path} (${say(`measures.word.class.${field.class}`)}, ${say(`measures.word.treatment.${field.treatment}`)})`,
      ),
  )
  const intrusive = settings.capabilities
    .filter(({ kind, state }) => state !== 'open' && (kind !== 'ordinary' || state === 'used'))
    .map(({ where, kind }) => `- ${say(`measures.word.capability-kind.${kind}`)}: ${where}`)
  return [
    `# ${say('measures.paper.dpia')}: ${textIn(declaration.title, say)}`,
    say('measures.paper.dpia-lead', { tool: toolNames[settings.tool] }),
    head('description'),
    ...sectionsOf(declaration, say)
      .slice(0, 2)
      .flatMap(({ title, lines }) => [`### ${title}`, ...lines]),
    head('data'),
    ...(personal.length > 0 ? personal : [say('measures.paper.none-found')]),
    head('necessity'),
    ...declaration.proportionality.milderMeans.map(
      ({ means, whyNot }) => `- ${textIn(means, say)} ${textIn(whyNot, say)}`,
    ),
    head('risks'),
    ...(intrusive.length > 0 ? intrusive : [say('measures.paper.none-found')]),
    head('safeguards'),
    textIn(declaration.proportionality.safeguards, say),
    ...declaration.never.map(
      (word) => `- ${say(`measures.never.${word}.name`)}. ${say(`measures.never.${word}.misses`)}`,
    ),
    head('dpo'),
    say('measures.paper.fill-in'),
    head('questions'),
    ...questionLines(questions, say),
    '',
  ].join('\n\n')
}

/** The dossier for the representatives: what is put to them, what it means for staff, and what is still open. */
export function councilDossier(
  declaration: Declaration,
  settings: ToolSettings,
  questions: readonly OpenQuestion[],
  open: readonly Finding[],
  say: Say,
): string {
  const head = (name: string): string => `## ${say(`measures.paper.${name}`)}`
  const [route] = routesOf(declaration.jurisdiction)
  const law =
    route === undefined
      ? ''
      : `${say(`measures.route.${route}`)} (${articleInWords(routeFacts[route].article, say.language)})`
  return [
    `# ${say('measures.paper.dossier')}: ${textIn(declaration.title, say)}`,
    say('measures.paper.dossier-lead', { tool: toolNames[settings.tool] }),
    head('asked'),
    law,
    head('found'),
    say('measures.paper.found-lead', { tool: toolNames[settings.tool] }),
    ...foundIn(settings, say).flatMap(listed),
    head('proposed'),
    say('measures.paper.proposed-lead'),
    ...sectionsOf(declaration, say)
      .filter(({ part }) => part !== 'capabilities')
      .flatMap(listed),
    head('advice'),
    adviceOn(declaration, [])
      .map(
        ({ kind, code, article }) =>
          `- ${say(`measures.advice.${kind}.${code}`, { measure: '', article: articleInWords(article ?? '', say.language) })}`,
      )
      .join('\n'),
    head('open'),
    open.length > 0 ? open.map(({ path, code }) => `- ${path}: ${code}`).join('\n') : say('measures.paper.none-found'),
    head('questions'),
    ...questionLines(questions, say),
    '',
  ].join('\n\n')
}

/** What the settings say, and nothing besides: what is used or off, from which sources, and what happens by itself. */
function foundIn(settings: ToolSettings, say: Say): readonly { title: string; lines: readonly string[] }[] {
  const { capabilities, sources, responses } = settings
  const part = (name: string, lines: readonly string[]) => ({
    title: say(`measures.form.${name}`),
    lines: lines.length > 0 ? lines : [say('measures.paper.none-found')],
  })
  return [
    part(
      'capabilities',
      capabilities
        .filter(({ state }) => state !== 'open')
        .map(({ id, state, where }) => {
          const what = Object.hasOwn(knownCapabilities, id) ? knownCapabilities[id as CapabilityName].what : { en: id }
          return `${say(`measures.word.capability-state.${state}`)}: ${textIn(what, say)} (${where})`
        }),
    ),
    part(
      'sources',
      sources.map(({ name, fields }) => `${name}: ${fields.map(({ path }) => path).join(', ')}`),
    ),
    part(
      'responses',
      responses.map(({ response, where }) => `${say(`measures.word.response.${response}`)} (${where})`),
    ),
  ]
}

function listed({ title, lines }: { readonly title: string; readonly lines: readonly string[] }): readonly string[] {
  return [`### ${title}`, lines.map((line) => `- ${line.trim()}`).join('\n')]
}

/** The open questions, each in one sentence. */
export function questionLines(questions: readonly OpenQuestion[], say: Say): readonly string[] {
  return [questions.map((one) => `- ${questionInWords(one, say)}`).join('\n')]
}

/** One open question in words. */
export function questionInWords({ code, subject, what }: OpenQuestion, say: Say): string {
  const about = what === undefined ? subject : `${textIn(what, say).replace(/\.$/, '')} (${subject})`
  return say(`measures.question.${code}`, { subject: about })
}
