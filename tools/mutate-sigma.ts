// Changes the matcher and the correlator of Sigma in one place at a time and sees whether the evaluators still agree: before a page says
// that they are tested, and after a change of their tests.
//
//   sh bin/run tools/mutate-sigma.ts [FILTER…]
//
// Each mutant is a copy of the sources with one change. It is asked about rules and events made by chance; the answers of the plain
// evaluators, from the sources as they are, decide. A mutant that answers otherwise, throws or does not end is killed. Survivors are
// printed; `docs/design/sigma-mutation.md` says why each kind of them lives. Takes about a quarter of an hour on a quiet machine.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import ts from 'typescript'
import { root } from './checkout.ts'

const sources = join(root, 'packages/sigma/src')
const checkFile = join(root, 'tools/mutate-sigma-check.ts')
/** A mutant that takes longer does not end. */
const patienceMs = 120_000

/** What is mutated: where it is decided what matches. What only makes it fast is seen through it. */
const targets = [
  'matcher.ts',
  'plan.ts',
  'decisions.ts',
  'predicates.ts',
  'witness.ts',
  'found-test.ts',
  'value-test.ts',
  'pattern.ts',
  'logsource.ts',
  'correlator.ts',
  'correlation-groups.ts',
  'correlation-windows.ts',
]

type Mutant = {
  readonly file: string
  readonly line: number
  readonly from: string
  readonly to: string
  readonly text: string
}

const swaps = new Map<ts.SyntaxKind, string>([
  [ts.SyntaxKind.LessThanToken, '<='],
  [ts.SyntaxKind.LessThanEqualsToken, '<'],
  [ts.SyntaxKind.GreaterThanToken, '>='],
  [ts.SyntaxKind.GreaterThanEqualsToken, '>'],
  [ts.SyntaxKind.EqualsEqualsEqualsToken, '!=='],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, '==='],
  [ts.SyntaxKind.AmpersandAmpersandToken, '||'],
  [ts.SyntaxKind.BarBarToken, '&&'],
  [ts.SyntaxKind.PlusToken, '-'],
  [ts.SyntaxKind.MinusToken, '+'],
])

/** Every single change of a file. */
function mutantsOf(file: string): readonly Mutant[] {
  const text = readFileSync(join(sources, file), 'utf8')
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const mutants: Mutant[] = []
  const replace = (node: ts.Node, to: string): void => {
    const [start, end] = [node.getStart(tree), node.getEnd()]
    const { line } = tree.getLineAndCharacterOfPosition(start)
    mutants.push({
      file,
      line: line + 1,
      from: text.slice(start, end),
      to,
      text: text.slice(0, start) + to + text.slice(end),
    })
  }
  const visit = (node: ts.Node): void => {
    // Types are not run, and what reads files is not what matches.
    if (ts.isFunctionDeclaration(node) && node.name?.text.startsWith('parse')) return
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isTypeAliasDeclaration(node)) return
    if (ts.isBinaryExpression(node)) {
      const to = swaps.get(node.operatorToken.kind)
      if (to !== undefined) replace(node.operatorToken, to)
    } else if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
      replace(node, node.operand.getText(tree))
    else if (ts.isNumericLiteral(node) && !node.text.includes('.')) replace(node, String(Number(node.text) + 1))
    else if (node.kind === ts.SyntaxKind.TrueKeyword) replace(node, 'false')
    else if (node.kind === ts.SyntaxKind.FalseKeyword) replace(node, 'true')
    else if (ts.isExpressionStatement(node)) replace(node, ';')
    else if (ts.isContinueStatement(node) || ts.isBreakStatement(node)) replace(node, ';')
    else if (ts.isReturnStatement(node) && node.expression === undefined) replace(node, ';')
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return mutants
}

const folder = mkdtempSync(join(tmpdir(), 'openwacht-mutants-'))
symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
const originals = readdirSync(sources).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))

/** A copy of the sources with one of them changed. */
function copyOf(number: number, mutant: Mutant | undefined): string {
  const place = join(folder, String(number), 'src')
  mkdirSync(place, { recursive: true })
  for (const name of originals) cpSync(join(sources, name), join(place, name))
  if (mutant !== undefined) writeFileSync(join(place, mutant.file), mutant.text)
  return place
}

let worker: Worker | undefined

/** Whether a copy answers as it should; the reason when not. */
async function ask(place: string, file: string): Promise<string | undefined> {
  worker ??= new Worker(checkFile)
  const current = worker
  return await new Promise((resolve) => {
    const timer = setTimeout(() => {
      worker = undefined
      void current.terminate()
      resolve('does not end')
    }, patienceMs)
    const answer = (reason: string | undefined): void => {
      clearTimeout(timer)
      current.removeAllListeners()
      resolve(reason)
    }
    current.once('message', answer)
    current.once('error', (error) => {
      worker = undefined
      answer(String(error))
    })
    current.postMessage({ place, correlates: file.startsWith('correlat') })
  })
}

const filters = process.argv.slice(2)
const mutants = targets
  .filter((file) => filters.length === 0 || filters.some((filter) => file.includes(filter)))
  .flatMap(mutantsOf)
try {
  const reason = await ask(copyOf(0, undefined), mutants[0]?.file ?? '')
  if (reason !== undefined) throw new Error(`the sources as they are: ${reason}`)
  const survivors: Mutant[] = []
  for (const [index, mutant] of mutants.entries()) {
    const place = copyOf(index + 1, mutant)
    if ((await ask(place, mutant.file)) === undefined) {
      survivors.push(mutant)
      const short = (text: string): string => text.replace(/\s+/g, ' ').slice(0, 60)
      console.log(`${mutant.file}:${mutant.line}: ${short(mutant.from)} -> ${short(mutant.to)}`)
    }
    rmSync(join(place, '..'), { recursive: true })
    // What was imported stays in memory: a fresh worker now and then.
    if (index % 150 === 149) {
      await worker?.terminate()
      worker = undefined
    }
  }
  for (const file of targets) {
    const all = mutants.filter((mutant) => mutant.file === file).length
    const alive = survivors.filter((mutant) => mutant.file === file).length
    if (all > 0) console.log(`${file}: ${all - alive} of ${all} killed`)
  }
  console.log(`${mutants.length - survivors.length} of ${mutants.length} killed`)
} finally {
  await worker?.terminate()
  rmSync(folder, { recursive: true })
}
