import type { FindingAnswer } from '../shapes.ts'

/** What was found wrong at one place: each with its reason, its article and what to do, as the server words it. */
export function Findings({ findings, id }: { readonly findings: readonly FindingAnswer[]; readonly id?: string }) {
  if (findings.length === 0) return null
  return (
    <ul className="measures-findings" id={id}>
      {findings.map(({ code, path, detail }) => (
        <li key={`${code} ${path} ${detail}`}>{detail}</li>
      ))}
    </ul>
  )
}
