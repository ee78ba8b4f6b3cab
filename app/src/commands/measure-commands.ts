import type { Command } from './command.ts'

// The commands on measures. What they do is loaded when one is given, so that the others start without it.

/** Checks declarations. */
const checkMeasure: Command = {
  name: 'measure check',
  summary: 'say what stands in the way of declarations of measures',
  help: `npx openwacht measure check FILE… [--json] [--advice] [--language nl|da|en]

FILE is a declaration in YAML or JSON (docs/measure.schema.json). Each fault and each reason why it cannot be is told with
its place, why with the article, and what to do. Exit code 1 when there is any, 0 when each could be proposed.
Passing says nothing of whether the data protection officer and the representatives should agree.

  --advice    also tell the law that applies and what may be milder; this changes no exit code
  --json      one object for each finding on standard output: file, line, column, path, code, article, detail
  --language  language of the words; that of the terminal when not given`,
  run: async (args, io) => (await import('./measure-check.ts')).runCheck(args, io),
}

/** Compares two versions of a declaration. */
const compareMeasures: Command = {
  name: 'measure compare',
  summary: 'say what changed between two versions of a declaration',
  help: `npx openwacht measure compare OLD NEW [--json] [--language nl|da|en]

Says of each part that changed whether it is narrower, wider or different, with what stood there and what stands there now.
Exit code 0 when the new version is the same or only narrower, 1 when a part is wider or different: then it goes through
the whole life of a measure again. Exit code 1 too when one of them is not understood.

  --json      one object on standard output for each change, then one with the verdict
  --language  language of the words; that of the terminal when not given`,
  run: async (args, io) => (await import('./measure-compare.ts')).runCompare(args, io),
}

/** Explains declarations. */
const explainMeasure: Command = {
  name: 'measure explain',
  summary: 'tell declarations of measures in plain words',
  help: `npx openwacht measure explain FILE… [--language nl|da|en]

Tells what a measure is for, what the tool can do and what of that is used, who looks at what, how long data are kept, and
what is never done, with what no table can catch. Nothing is left out: it is for who may read all of it.

  --language  language of the words; that of the terminal when not given`,
  run: async (args, io) => (await import('./measure-explain.ts')).runExplain(args, io),
}

/** Makes drafts. */
const draftMeasure: Command = {
  name: 'measure draft',
  summary: 'make a draft of a measure: from a model, or from what a tool is set to do',
  help: `npx openwacht measure draft KIND [--country nl|dk]
npx openwacht measure draft --from FILE [--out FOLDER] [--country nl|dk] [--language nl|da|en] [--json]

KIND is the name of a model: its declaration goes to standard output. FILE is what a tool gives as its settings:
Intune device configurations or compliance policies (JSON of Microsoft Graph), rules of Microsoft Sentinel or Defender (JSON),
a configuration of osquery (JSON) or of a Wazuh agent (XML). What the tool was found to do becomes a draft; what settings
cannot tell becomes a question. Nothing is sent anywhere.

  --from FILE    exported settings
  --out FOLDER   write declaration.yaml, dpia.md and dossier.md there, none over a file that is there; without it the
                 declaration goes to standard output
  --country      whose law: nl when not given
  --json         one object on standard output for each open question (with --out)
  --language     language of the papers and the words; that of the terminal when not given`,
  run: async (args, io) => (await import('./measure-draft.ts')).runDraft(args, io),
}

/** Finds drift. */
const driftMeasure: Command = {
  name: 'measure drift',
  summary: 'hold what a tool is set to do against its declaration',
  help: `npx openwacht measure drift --from FILE DECLARATION [--json] [--language nl|da|en]

FILE is what a tool gives as its settings, see: measure draft. Says what the tool does that the declaration does not name
(!), what the declaration says is used and is off (-), and which settings we do not know (?). Exit code 1 when the tool does
more than was declared.

  --json      one object on standard output for each difference: kind, code, path, where, detail
  --language  language of the words; that of the terminal when not given`,
  run: async (args, io) => (await import('./measure-drift.ts')).runDrift(args, io),
}

/** Brings declarations to the house. */
const proposeMeasure: Command = {
  name: 'measure propose',
  summary: 'bring declarations from files to the house, as drafts',
  help: `npx openwacht measure propose FILE… [--json]

For declarations that live in git. A name (id:) that is new becomes a measure, one that is there gets its next draft; then it
is told which version runs, and whether the draft is narrower, wider or different. What runs goes on unchanged. The house
checks it as it checks everybody's; who has the office then proposes it, so that a program never decides what people did
not read. Given on the machine of the house, as the account that it runs under.

  --json      one object on standard output for each file: file, kind (made, saved, same, refused), id, revision, replaced,
              next (version, runs, underWay, against, verdict; null for a first version), reasons`,
  run: async (args, io) => (await import('./measure-propose.ts')).runPropose(args, io),
}

/** All of them, in the order in which they are listed. */
export const measureCommands: readonly Command[] = [
  checkMeasure,
  compareMeasures,
  explainMeasure,
  draftMeasure,
  driftMeasure,
  proposeMeasure,
]
