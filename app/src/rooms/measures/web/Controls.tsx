import { useEffect, useRef, useState } from 'react'
import { Disclosure } from '../../../web/components/Disclosure.tsx'
import { Field, InputField, SelectField } from '../../../web/components/Field.tsx'
import { languages } from '../../../web/messages.ts'
import { ownNames, useWords } from '../../../web/words.tsx'
import { valueAt } from '../draft-text.ts'
import type { Control } from '../form-parts.ts'
import { useDraft } from './draft.tsx'
import { capital, listOf, plain, usePartWords } from './part-words.ts'

/** Long enough that a word is typed before the whole text is changed. */
const pauseMs = 400
/** A longer list of choices is folded, with what was chosen in sight. */
const mostInSight = 10

type BoundProps = {
  readonly id: string
  readonly label: string
  readonly hint: string | undefined
  readonly error: string | undefined
  readonly value: unknown
}

/** What somebody types, given on when they pause or leave the screen. */
function useTyped(value: string, onTyped: (typed: string) => void) {
  const [typed, setTyped] = useState(value)
  const waiting = useRef<{ readonly timer: ReturnType<typeof setTimeout>; readonly words: string }>(undefined)
  const give = useRef(onTyped)
  give.current = onTyped
  const flush = () => {
    if (waiting.current === undefined) return
    const { timer, words } = waiting.current
    clearTimeout(timer)
    waiting.current = undefined
    give.current(words)
  }
  const leave = useRef(flush)
  leave.current = flush
  useEffect(() => () => leave.current(), [])
  useEffect(() => {
    if (waiting.current === undefined) setTyped(value)
  }, [value])
  return {
    typed,
    onChange: (words: string) => {
      setTyped(words)
      if (waiting.current !== undefined) clearTimeout(waiting.current.timer)
      waiting.current = { words, timer: setTimeout(() => leave.current(), pauseMs) }
    },
  }
}

type LineProps = BoundProps & {
  readonly type?: 'text' | 'date' | 'number'
  readonly onTyped: (typed: string) => void
}

/** One line of text, a day or a number. */
export function LineControl({ value, type = 'text', onTyped, ...field }: LineProps) {
  const { typed, onChange } = useTyped(plain(value), onTyped)
  return <InputField {...field} type={type} value={typed} onChange={onChange} />
}

type AreaProps = LineProps & { readonly rows?: number; readonly lang?: string; readonly code?: boolean }

/** A longer text. */
export function AreaControl({ value, onTyped, rows = 1, lang, code = false, ...field }: AreaProps) {
  const { typed, onChange } = useTyped(plain(value), onTyped)
  return (
    <Field {...field}>
      {(control) => (
        <textarea
          className={code ? 'utrecht-textbox measures-area measures-area--code' : 'utrecht-textbox measures-area'}
          id={control.id}
          aria-describedby={control['aria-describedby']}
          aria-invalid={control['aria-invalid']}
          lang={lang}
          rows={rows}
          spellCheck={!code}
          value={typed}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}

type TextsProps = BoundProps & {
  readonly onTyped: (language: string, typed: string) => void
  /** Where each language has a place of its own, what was found there. */
  readonly errorIn: (language: string) => string | undefined
}

/** A text in each language: the one that the law asks for in sight, the others folded. */
export function TextsControl({ id, label, hint, error, value, onTyped, errorIn }: TextsProps) {
  const { say } = useWords()
  const { needed } = useDraft()
  const others = languages.filter((language) => language !== needed)
  const filled = others.filter((language) => plain(valueAt(value, [language])) !== '')
  const area = (language: (typeof languages)[number]) => (
    <AreaControl
      key={language}
      id={language === needed ? id : `${id}-${language}`}
      label={language === needed ? label : `${label} (${ownNames[language]})`}
      hint={language === needed ? hint : undefined}
      error={language === needed ? (errorIn(language) ?? error) : errorIn(language)}
      lang={language}
      value={valueAt(value, [language])}
      onTyped={(typed) => onTyped(language, typed)}
    />
  )
  return (
    <div className="measures-texts">
      {area(needed)}
      <Disclosure summary={say('measures.edit.other-languages', { filled: filled.length, all: others.length })}>
        {others.map(area)}
      </Disclosure>
    </div>
  )
}

type ChoiceProps = BoundProps & {
  readonly control: Extract<Control, { kind: 'one' }>
  readonly optional: boolean
  readonly onChosen: (choice: string | undefined) => void
}

/** One of a closed list. What is in the file and not on the list stays, and is shown as it is. */
export function ChoiceControl({ control, optional, value, onChosen, ...field }: ChoiceProps) {
  const { say } = useWords()
  const { choice } = usePartWords()
  const chosen = plain(value)
  const strange = chosen !== '' && !control.of.includes(chosen)
  const none = { value: '', label: say(optional ? 'measures.edit.none' : 'measures.edit.choose') }
  return (
    <SelectField
      {...field}
      value={chosen}
      onChange={(wanted) => onChosen(wanted === '' ? undefined : wanted)}
      options={[
        ...(optional || chosen === '' ? [none] : []),
        ...(strange ? [{ value: chosen, label: chosen }] : []),
        ...control.of.map((one) => ({ value: one, label: capital(choice(control.words, one)) })),
      ]}
    />
  )
}

type ChoicesProps = BoundProps & {
  readonly control: Extract<Control, { kind: 'some' }>
  readonly onToggle: (choice: string, on: boolean) => void
}

/** Some of a closed list. */
export function ChoicesControl({ id, label, hint, error, control, value, onToggle }: ChoicesProps) {
  const { say } = useWords()
  const words = usePartWords()
  const chosen = listOf(value).map(plain)
  const strange = chosen.filter((one) => !control.of.includes(one))
  const boxes = (
    <div className="measures-checks">
      {[...control.of, ...strange].map((one) => (
        <Check
          key={one}
          id={`${id}-${one}`}
          label={control.of.includes(one) ? capital(words.choice(control.words, one)) : one}
          checked={chosen.includes(one)}
          onChange={(on) => onToggle(one, on)}
        >
          {control.words === 'measures.never' && control.of.includes(one) && <Promised word={one} />}
        </Check>
      ))}
    </div>
  )
  const described = [hint === undefined ? '' : `${id}-hint`, error === undefined ? '' : `${id}-error`].join(' ').trim()
  return (
    <fieldset
      className={error === undefined ? 'measures-group' : 'measures-group measures-group--wrong'}
      id={id}
      tabIndex={-1}
      aria-describedby={described === '' ? undefined : described}
    >
      <legend className="ow-label">{label}</legend>
      {hint !== undefined && (
        <p className="nl-paragraph ow-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p className="ow-error" id={`${id}-error`}>
          {error}
        </p>
      )}
      {control.of.length <= mostInSight ? (
        boxes
      ) : (
        <>
          <p className="nl-paragraph">
            {chosen.length === 0 ? say('measures.edit.nothing-chosen') : capital(words.line(control, value))}
          </p>
          <Disclosure summary={say('measures.edit.choose-for', { label })}>{boxes}</Disclosure>
        </>
      )}
    </fieldset>
  )
}

/** What a promise forbids, and what no table can catch. */
function Promised({ word }: { readonly word: string }) {
  const { say } = useWords()
  return (
    <>
      <span className="measures-check__more">{say(`measures.never.${word}.forbids`)}</span>
      <span className="measures-check__more">
        <strong>{say('measures.never.cannot')}</strong> {say(`measures.never.${word}.misses`)}
      </span>
    </>
  )
}

type CheckProps = {
  readonly id: string
  readonly label: string
  readonly checked: boolean
  readonly onChange: (on: boolean) => void
  readonly error?: string | undefined
  readonly children?: React.ReactNode
}

/** A box to tick, with what it means below its words. */
export function Check({ id, label, checked, onChange, error, children }: CheckProps) {
  const described = [children ? `${id}-more` : '', error === undefined ? '' : `${id}-error`].join(' ').trim()
  return (
    <div className="measures-check">
      <input
        id={id}
        type="checkbox"
        checked={checked}
        aria-invalid={error === undefined ? undefined : true}
        aria-describedby={described === '' ? undefined : described}
        onChange={(event) => onChange(event.target.checked)}
      />
      <div>
        <label htmlFor={id}>{label}</label>
        {error !== undefined && (
          <span className="ow-error measures-check__more" id={`${id}-error`}>
            {error}
          </span>
        )}
        {children && <span id={`${id}-more`}>{children}</span>}
      </div>
    </div>
  )
}

type PeriodProps = BoundProps & { readonly onPart: (part: 'amount' | 'unit', value: string | number) => void }

/** A length of time: a number and a unit. */
export function PeriodControl({ id, label, hint, error, value, onPart }: PeriodProps) {
  const { say } = useWords()
  return (
    <div className="measures-period">
      <LineControl
        id={id}
        label={label}
        hint={hint}
        error={error}
        type="number"
        value={valueAt(value, ['amount'])}
        onTyped={(typed) => onPart('amount', typed === '' ? '' : Number(typed))}
      />
      <SelectField
        id={`${id}-unit`}
        label={say('measures.edit.unit', { label })}
        value={plain(valueAt(value, ['unit']))}
        onChange={(unit) => onPart('unit', unit)}
        options={['hours', 'days', 'weeks', 'months', 'years'].map((unit) => ({
          value: unit,
          label: say(`measures.word.unit.${unit}`),
        }))}
      />
    </div>
  )
}
