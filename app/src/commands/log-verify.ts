import { readArguments } from './arguments.ts'
import type { Command } from './command.ts'

/** Entries of a log at most, where nothing else is said: some hours of reading. */
export const defaultMostEntries = 100_000_000

/** What `log verify` takes. */
export const verifyFlags = {
  policy: 'string',
  since: 'string',
  phrase: 'string',
  proof: 'string',
  absence: 'string',
  secret: 'string',
  measure: 'string',
  from: 'string',
  until: 'string',
  language: 'string',
  'most-entries': 'string',
  'without-map': 'boolean',
  json: 'boolean',
} as const

/** Verifies a log from outside, without trusting who serves it. */
export const verifyLogCommand: Command = {
  name: 'log verify',
  summary: 'verify a log: a folder, an address, or a proof file',
  help: `npx openwacht log verify URL-or-folder --policy FILE [--since FILE-or-folder] [--phrase DIGITS]
npx openwacht log verify --policy FILE --proof FILE
npx openwacht log verify --policy FILE --absence FILE (--secret FILE | --measure ID) --from DAY --until DAY

Checks, without trusting who serves the log: the signature of the log, the signatures of the witnesses, every entry and every
hash file, the form of every entry, the order of the days, the index of absence, and that it continues what you saw before. It
says what was proven and what was not, and names the entry that was changed, removed, moved or back-dated. Reads only what is
public. Any log in the form of C2SP tlog-tiles can be verified; of entries that are not ours it says so.

  --policy FILE    the keys you trust, as C2SP tlog-policy: "log <key>", "witness <name> <key>", "quorum <name>|none"
  --since FILE     the checkpoint that you kept: compared with the log, and replaced by the newest when all is well; the
                   first time it is made. A folder with an older copy of the log lets it name what was rewritten
  --phrase DIGITS  a check phrase from signed minutes
  --proof FILE     an exported entry, verified without any log
  --absence FILE   an exported proof of absence, for the days from --from up to --until (YYYY-MM-DD), by the secret in
                   --secret FILE (64 hex characters) or for --measure ID
  --without-map    leave out the index of absence, which takes most of the time
  --most-entries N stop at a log that says it has more (${defaultMostEntries.toLocaleString('en')})
  --language nl|da|en   language of the words
  --json           on standard output one JSON object for each finding (level, code, …) and one for the result

Beside a log, a proof file must also be of that log.

Exit code 0: nothing is wrong; 1: something is wrong, a proof does not answer what was asked, or the log could not be read;
2: wrong use.`,
  run: async (args, io) => {
    // The place may be left out where a proof file is judged alone.
    const hasPlace = args.some((arg, at) => !arg.startsWith('-') && !takesValue(args[at - 1]))
    const { flags, words } = readArguments(args, verifyFlags, hasPlace ? ['URL-or-folder'] : [])
    const { verifyFrom } = await import('./verify-run.ts')
    return verifyFrom(words[0], flags, io)
  },
}

function takesValue(flag: string | undefined): boolean {
  const kind = Object.entries(verifyFlags).find(([name]) => flag === `--${name}`)?.[1]
  return kind === 'string'
}
