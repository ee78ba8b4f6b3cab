import { useEffect, useRef, useState } from 'react'
import { Button } from '../../../web/components/Button.tsx'
import { Field } from '../../../web/components/Field.tsx'
import { useApi } from '../../../web/session.tsx'
import { useWords } from '../../../web/words.tsx'
import type { CandidatesAnswer } from '../shapes.ts'

type Person = CandidatesAnswer['candidates'][number]

/** Long enough that a word is typed, short enough that nobody waits. */
const pauseMs = 250

type PersonPickerProps = {
  readonly chosen: Person | undefined
  readonly onChoose: (person: Person | undefined) => void
  readonly error: string | undefined
}

/** Finds a person by name: a search field, and the people found as a group of choices below it. */
export function PersonPicker({ chosen, onChoose, error }: PersonPickerProps) {
  const { say } = useWords()
  const api = useApi()
  const [search, setSearch] = useState('')
  const [found, setFound] = useState<readonly Person[]>()
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // The button that was pressed has gone with the list it stood in, so the keyboard goes on where its result is.
    if (chosen !== undefined && document.activeElement === document.body) place.current?.focus()
  }, [chosen])
  useEffect(() => {
    if (search.trim().length < 2) return setFound(undefined)
    const leaving = new AbortController()
    const timer = setTimeout(() => {
      api.send<CandidatesAnswer>('POST', '/candidates/search', { search: search.trim() }, leaving.signal).then(
        ({ candidates }) => setFound(candidates),
        () => setFound(undefined),
      )
    }, pauseMs)
    return () => {
      clearTimeout(timer)
      leaving.abort()
    }
  }, [api, search])

  if (chosen !== undefined) {
    return (
      <div className="nl-paragraph" ref={place} tabIndex={-1}>
        {say('people.offices.person')}: <strong>{chosen.name}</strong>
        {chosen.unitName !== null && <span> · {chosen.unitName}</span>}{' '}
        <Button kind="subtle" onClick={() => onChoose(undefined)}>
          {say('people.offices.other-person')}
        </Button>
      </div>
    )
  }
  return (
    <>
      <Field id="person" label={say('people.offices.person')} hint={say('people.offices.person-hint')} error={error}>
        {(control) => (
          <input
            className="utrecht-textbox utrecht-textbox--html-input"
            id={control.id}
            aria-describedby={control['aria-describedby']}
            aria-invalid={control['aria-invalid']}
            type="search"
            autoComplete="off"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
        )}
      </Field>
      <div role="status">
        {found !== undefined && <p className="nl-paragraph">{say('people.offices.found', { count: found.length })}</p>}
      </div>
      {found !== undefined && found.length > 0 && (
        <ul className="people-found">
          {found.map((person) => (
            <li key={person.id}>
              <button className="people-found__one" type="button" onClick={() => onChoose(person)}>
                <strong>{person.name}</strong>
                {person.unitName !== null && <span>{person.unitName}</span>}
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
