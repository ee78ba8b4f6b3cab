import { useEffect } from 'react'
import { Link } from 'wouter'
import { Badge } from '../../../web/components/Badge.tsx'
import { TextLink } from '../../../web/components/TextLink.tsx'
import { Section } from '../../../web/Section.tsx'
import { useWords } from '../../../web/words.tsx'
import { valueAt } from '../draft-text.ts'
import { type FormSection, fixedParts, formSections } from '../form-parts.ts'
import { openPlaces } from '../open-places.ts'
import { findingsAt, findingsUnder, useDraft } from './draft.tsx'
import { Findings } from './Findings.tsx'
import { PartField } from './PartField.tsx'

/** The steps of the form, each with how far it is: what is wrong, what is still open, or that it is fine. */
export function DraftSteps() {
  const { say } = useWords()
  const { value, findings } = useDraft()
  return (
    <Section id="steps" title={say('measures.edit.steps')}>
      <ol className="measures-steps">
        {formSections.map((section) => {
          const wrong = countOf(section, (path) => findingsUnder(findings, path).length)
          const open = countOf(section, (path) => openPlaces(valueAt(value, path)).length)
          return (
            <li key={section.id} className="measures-steps__one">
              <Link href={`?part=${section.id}`} className="nl-link">
                {say(`measures.form.section.${section.id}`)}
              </Link>
              {wrong > 0 && <Badge kind="error">{say('measures.edit.to-mend', { count: wrong })}</Badge>}
              {open > 0 && <Badge kind="warning">{say('measures.edit.to-fill-in', { count: open })}</Badge>}
              {wrong + open === 0 && <Badge kind="ok">{say('measures.edit.fine')}</Badge>}
            </li>
          )
        })}
      </ol>
    </Section>
  )
}

function countOf({ parts }: FormSection, count: (path: readonly string[]) => number): number {
  return parts.reduce((sum, { name }) => sum + count([name]), 0)
}

/** What was found wrong in parts of the file that no step of the form shows. */
export function DraftElsewhere() {
  const { findings } = useDraft()
  const names = formSections.flatMap(({ parts }) => parts.map(({ name }) => name))
  return <Findings findings={findingsAt(findings, [], names)} />
}

/** One step of the form. */
export function DraftStep({ section }: { readonly section: FormSection }) {
  const { say } = useWords()
  const at = formSections.indexOf(section)
  const [before, after] = [formSections[at - 1], formSections[at + 1]]
  // A step is read from its beginning.
  useEffect(() => document.getElementById(`step-${section.id}`)?.focus(), [section.id])
  return (
    <Section id={`step-${section.id}`} title={say(`measures.form.section.${section.id}`)}>
      <p className="nl-paragraph measures-place">
        {say('measures.edit.step-of', { step: at + 1, steps: formSections.length })}
      </p>
      <p className="nl-paragraph">{say(`measures.form.section.${section.id}.lead`)}</p>
      <form className="measures-form" onSubmit={(event) => event.preventDefault()} noValidate>
        {section.parts.map((part) => (
          <PartField key={part.name} part={part} path={[part.name]} />
        ))}
      </form>
      <nav className="measures-turn" aria-label={say('measures.edit.steps')}>
        {before && <TextLink to={`?part=${before.id}`}>{say('measures.edit.previous', stepName(before))}</TextLink>}
        <TextLink to="?part=overview">{say('measures.edit.overview')}</TextLink>
        {after ? (
          <TextLink to={`?part=${after.id}`}>{say('measures.edit.next', stepName(after))}</TextLink>
        ) : (
          <TextLink to="?part=check">{say('measures.edit.to-check')}</TextLink>
        )}
      </nav>
    </Section>
  )

  function stepName({ id }: FormSection) {
    return { step: say(`measures.form.section.${id}`) }
  }
}

/** The step of the form that shows a part of the declaration. */
export function sectionOf(name: string): FormSection | undefined {
  return formSections.find(({ parts }) => parts.some((part) => part.name === name))
}

/** True for a part that stands in every file and that nobody fills in. */
export function isFixed(name: string): boolean {
  return name in fixedParts
}
