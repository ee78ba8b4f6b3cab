// Makes a draft declaration, with its papers, out of the exported settings of a tool, or gives a model to start from.
import { access, mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { OperatorError } from '../platform/operator-error.ts'
import { check } from '../rooms/measures/checking.ts'
import type { Declaration } from '../rooms/measures/declaration.ts'
import { modelText } from '../rooms/measures/models.ts'
import { draftFrom, modelOfTool } from '../rooms/measures/tools/drafting-from.ts'
import { councilDossier, dpiaSkeleton, questionInWords } from '../rooms/measures/tools/papers.ts'
import { kinds } from '../rooms/measures/vocabulary.ts'
import { readArguments } from './arguments.ts'
import { exitCodes, type Io, WrongUse } from './command.ts'
import { contextToday, findingLine, readText, sayFor } from './measure-files.ts'
import { settingsIn } from './measure-settings.ts'
import { wordsLanguage } from './words-language.ts'

/** Makes a draft. */
export async function runDraft(args: readonly string[], io: Io): Promise<number> {
  const kindsOfFlags = {
    from: 'string',
    out: 'string',
    country: 'string',
    language: 'string',
    json: 'boolean',
  } as const
  const fromTool = args.some((arg) => arg === '--from' || arg.startsWith('--from='))
  const { flags, words } = readArguments(args, kindsOfFlags, fromTool ? [] : ['KIND'])
  const country = countryOf(flags.country)
  if (flags.from === undefined) return giveModel(words[0] ?? '', country, io)
  const language = wordsLanguage(flags.language, io.environment)
  const say = sayFor(language, country)
  const settings = settingsIn(await readText(flags.from, io), say, io)
  if (settings === undefined) return exitCodes.refused
  const { text, questions } = draftFrom(settings, modelText(modelOfTool[settings.tool], country) ?? '')
  const { declaration, faults, refusals } = check(text, contextToday())
  if (declaration === undefined)
    throw new Error(`a draft was not understood: ${faults.map(({ code, path }) => `${code} ${path}`).join(', ')}`)
  const open = refusals.map((one) => findingLine('declaration.yaml', one, say))
  if (flags.out === undefined) io.print(text.trimEnd())
  else {
    await writeNew(resolve(io.folder, flags.out), {
      'declaration.yaml': text,
      'dpia.md': dpiaSkeleton(declaration, settings, questions, say),
      'dossier.md': councilDossier(declaration, settings, questions, refusals, say),
    })
  }
  for (const one of questions) {
    const detail = questionInWords(one, say)
    if (flags.json) io.result({ question: one.code, path: one.path, subject: one.subject, detail })
    else io.say(`? ${detail}`)
  }
  for (const line of open) io.say(line)
  return exitCodes.done
}

function countryOf(asked: string | undefined): 'nl' | 'dk' {
  if (asked === undefined || asked === 'nl') return 'nl'
  if (asked === 'dk') return 'dk'
  throw new WrongUse(`--country takes nl or dk, not "${asked}"`)
}

function giveModel(name: string, country: 'nl' | 'dk', io: Io): number {
  const kind = kinds.find((one): one is Declaration['kind'] => one === name)
  const text = kind === undefined ? undefined : modelText(kind, country)
  if (text === undefined)
    throw new WrongUse(`there is no model "${name}"; there are: ${kinds.filter((one) => one !== 'other').join(', ')}`)
  io.print(text.trimEnd())
  return exitCodes.done
}

/** Writes files into a folder, none over one that is there. */
async function writeNew(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const name of Object.keys(files)) {
    const there = await access(join(folder, name)).then(
      () => true,
      () => false,
    )
    if (there) throw new OperatorError(`${join(folder, name)} is there already`, 'Name another folder with --out.')
  }
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text, { flag: 'wx' })
}
