import { Alert } from '../../../web/components/Alert.tsx'
import { Heading } from '../../../web/components/Heading.tsx'
import { useWords } from '../../../web/words.tsx'
import { type Finding, outcomeOf, sentenceOf } from '../verification-findings.ts'
import { useEntryWords } from './entry-words.ts'
import type { VerifyNews } from './verify-orders.ts'

/** Lines about one thing that are shown; a hundred of them say no more. */
const mostLines = 10

/** What was proven, what was not, and what is wrong: in words. */
export function VerifyResult({ done }: { readonly done: Extract<VerifyNews, { kind: 'done' }> }) {
  const { say } = useWords()
  const faults = done.findings.filter(({ level }) => level === 'fault')
  const outcome = outcomeOf(done.findings)
  const isOnlyWaiting = faults.length > 0 && faults.every(({ code }) => code === 'not-cosigned')
  return (
    <>
      {(outcome === 'good' || outcome === 'here') && <Alert kind="ok" title={say(`log.verify.result.${outcome}`)} />}
      {(outcome === 'unanswered' || outcome === 'ask') && (
        <Alert kind="warning" title={say(`log.verify.result.${outcome}`)} />
      )}
      {isOnlyWaiting && <Alert kind="warning" title={say('log.verify.not-cosigned')} />}
      {faults.length > 0 && !isOnlyWaiting && <Alert kind="error" title={say('log.verify.result.bad')} />}
      {(['fault', 'proven', 'unproven'] as const).map((level) => (
        <Findings key={level} level={level} findings={done.findings.filter((one) => one.level === level)} />
      ))}
      {done.phrase !== undefined && (
        <p className="nl-paragraph log-phrase-now">{say('log.verify.phrase-now', { phrase: done.phrase })}</p>
      )}
    </>
  )
}

type FindingsProps = { readonly level: Finding['level']; readonly findings: readonly Finding[] }

function Findings({ level, findings }: FindingsProps) {
  const { say, day, instant } = useWords()
  const { nameOf } = useEntryWords()
  if (findings.length === 0) return null
  const told = new Map<string, number>()
  const shown = findings.filter(({ code }) => {
    const before = told.get(code) ?? 0
    told.set(code, before + 1)
    return before < mostLines
  })
  const lines = shown.map((finding) => {
    const { key, values } = sentenceOf(finding, { day, instant })
    // The command line says a kind as the leaf has it; here it has a name.
    return say(key, 'kind' in finding ? { ...values, kind: nameOf(finding.kind) } : values)
  })
  const left = findings.length - shown.length
  return (
    <section className={`log-findings log-findings--${level}`}>
      <Heading level={2}>{say(`log.verify.heading.${level}`)}</Heading>
      <ul className="ow-list">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
        {left > 0 && <li>{say('log.verify.and-more', { count: left })}</li>}
      </ul>
    </section>
  )
}
