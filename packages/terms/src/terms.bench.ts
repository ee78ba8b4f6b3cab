// Answers per second of the three kinds of term, on one core.
import { askNamedTerm, type Question } from './ask.ts'
import { addDays, localDate } from './local-date.ts'

const starts = Array.from({ length: 400 }, (_, index) => addDays(localDate('2026-01-01'), index))

function measure(what: string, ask: (round: number) => unknown): void {
  for (let round = 0; round < 2_000; round += 1) ask(round)
  const startedAt = performance.now()
  let rounds = 0
  while (performance.now() - startedAt < 1_000) {
    for (let batch = 0; batch < 100; batch += 1) ask(rounds + batch)
    rounds += 100
  }
  const perSecond = rounds / ((performance.now() - startedAt) / 1_000)
  process.stdout.write(`${what.padEnd(40)} ${Math.round(perSecond).toLocaleString('en').padStart(12)} answers/s\n`)
}

const from = (round: number): string => starts[round % starts.length] ?? '2026-01-01'
const instant = (round: number): Question => ({ from: new Date(1_790_000_000_000 + round * 1_000), place: 'nl' })

measure('Woo decision, four weeks', (round) => askNamedTerm('woo-decision', { from: from(round) }))
measure('privacy request, one month', (round) => askNamedTerm('privacy-request', { from: from(round), place: 'nl' }))
measure('Danish request, seven working days', (round) => askNamedTerm('openness-decision', { from: from(round) }))
measure('breach, 72 hours', (round) => askNamedTerm('breach-to-authority', instant(round)))
