// What the gate and the register ask of a declaration: answers of a permit, comparison, compiling and reading, on one core.
import { compare } from './compare.ts'
import { impossible } from './impossible.ts'
import { usualControlNotice } from './legal-context.ts'
import { parseDeclaration } from './parse-declaration.ts'
import { compile, permits, type Question } from './permit.ts'
import { model, modelText } from './testing/declarations.ts'

const declaration = model()
const permit = compile(declaration, 1)
const tags = ['attack.execution', 'attack.t1059', 'attack.t1059.001']
const logsource = { product: 'windows', category: 'process_creation' } as const
const look = {
  kind: 'look',
  office: 'analyst',
  level: 'pseudonym',
  subject: 'signals',
  source: 'windows-process',
  groupBy: ['rule', 'pseudonym'],
  precision: 'hour',
  smallestGroup: 1,
} as const
const questions: readonly Question[] = [
  { kind: 'field', source: 'windows-process', path: 'User' },
  { kind: 'field', source: 'windows-process', path: 'Hashes' },
  { kind: 'field', source: 'windows-security', path: 'IpAddress' },
  { kind: 'detection', logsource, level: 'high', tags },
  { kind: 'detection', logsource, level: 'low', tags },
  { kind: 'detection', logsource: { product: 'macos' }, level: 'high', tags },
  { kind: 'response', response: 'isolate-device', office: 'analyst' },
  { kind: 'response', response: 'wipe-device', office: 'ciso' },
  look,
  { ...look, groupBy: ['time'] },
  { ...look, office: 'manager' },
  { kind: 'retention', of: 'signals' },
  { kind: 'protected', office: 'works-council', part: 'contents' },
  { kind: 'purpose', purpose: 'raise-awareness' },
]

function measure(what: string, each: number, run: () => unknown): void {
  for (let round = 0; round < 200; round += 1) run()
  const startedAt = performance.now()
  let rounds = 0
  while (performance.now() - startedAt < 1_000) {
    for (let batch = 0; batch < 20; batch += 1) run()
    rounds += 20
  }
  const ms = (performance.now() - startedAt) / rounds
  const perSecond = Math.round((each * 1_000) / ms).toLocaleString('en')
  process.stdout.write(`${what.padEnd(44)} ${(ms / each).toFixed(5).padStart(10)} ms ${perSecond.padStart(12)} /s\n`)
}

let yes = 0
measure('permits, fourteen kinds of question', questions.length * 100, () => {
  for (let round = 0; round < 100; round += 1) {
    for (const question of questions) if (permits(permit, question).permitted) yes += 1
  }
})
const changed = structuredClone(declaration)
changed.envelope.levels.pop()
changed.looks[2]?.groupBy.pop()
const copy = structuredClone(declaration)
measure('compare, two equal full declarations', 1, () => compare(declaration, copy))
measure('compare, two different full declarations', 1, () => compare(declaration, changed))
measure('compile', 1, () => compile(declaration, 1))
const context = { on: '2026-11-25', controlNotice: usualControlNotice }
measure('impossible', 1, () => impossible(declaration, context))
const text = modelText('monitoring-and-response')
measure('parse, with places', 1, () => parseDeclaration(text))
if (yes === 0) throw new Error('expected some answers to be yes, got none')
