import { Button } from '../../../web/components/Button.tsx'
import { InputField, SelectField } from '../../../web/components/Field.tsx'
import { useWords } from '../../../web/words.tsx'
import { adviceOutcomes, tellings } from '../life-words.ts'
import type { MeasureAnswer } from '../shapes.ts'
import { AreaField } from './AreaField.tsx'
import { Check } from './Controls.tsx'
import { EvidenceField } from './EvidenceField.tsx'
import type { LifeStep, StepField } from './life-steps.ts'
import { capital } from './part-words.ts'
import type { StepEntry } from './step-body.ts'
import { useStepWords } from './step-words.ts'

/** With whom a dialogue can be held, by the law of the country. */
const parties = {
  nl: ['works-council', 'shop-stewards', 'union', 'top-management'],
  dk: ['med', 'main-med', 'shop-stewards', 'union', 'top-management'],
}

type StepFieldViewProps = {
  readonly field: StepField
  readonly step: LifeStep
  readonly entry: StepEntry
  readonly answer: MeasureAnswer
  readonly error: string | undefined
  readonly onChange: (change: Partial<StepEntry>) => void
}

/** One field in the form of a step. */
export function StepFieldView({ field, step, entry, answer, error, onChange }: StepFieldViewProps) {
  const { say } = useWords()
  const stepWord = useStepWords()
  const id = `step-${field}`
  const label = stepWord(`${step.path}.${field}`)
  switch (field) {
    case 'text':
    case 'consequences':
    case 'adviceAnswer':
      return (
        <AreaField
          id={id}
          label={label}
          error={error}
          value={entry[field]}
          onChange={(typed) => onChange({ [field]: typed })}
        />
      )
    case 'openPoints':
      return (
        <AreaField
          id={id}
          label={label}
          hint={say('measures.step.open-points-help')}
          error={error}
          value={entry.openPoints}
          onChange={(typed) => onChange({ openPoints: typed })}
        />
      )
    case 'day':
    case 'until':
      return (
        <InputField
          id={id}
          type="date"
          label={label}
          error={error}
          value={entry[field]}
          onChange={(day) => onChange({ [field]: day })}
        />
      )
    case 'outcome':
      return (
        <Radios
          id={id}
          label={label}
          error={error}
          value={entry.outcome}
          onChange={(outcome) => onChange({ outcome })}
          options={outcomesOf(step, answer).map((outcome) => ({
            value: outcome,
            label: say(`measures.word.${step.kind === 'advised' ? 'advice' : 'answer'}.${outcome}`),
            detail: say(`measures.step.outcome.${outcome}`),
          }))}
        />
      )
    case 'route':
      return <RouteField id={id} label={label} error={error} entry={entry} answer={answer} onChange={onChange} />
    case 'question':
      return (
        <SelectField
          id={id}
          label={label}
          error={error}
          value={entry.question}
          onChange={(question) => onChange({ question })}
          options={[
            { value: '', label: say('measures.edit.choose') },
            ...openQuestions(answer).map(({ number, text = '' }) => ({
              value: String(number),
              label: text.length > 80 ? `${text.slice(0, 79)}…` : text,
            })),
          ]}
        />
      )
    case 'conditions':
      return (
        <Conditions
          id={id}
          label={label}
          error={error}
          value={entry.conditions}
          onChange={(conditions) => onChange({ conditions })}
        />
      )
    case 'delegated':
    case 'tellings':
    case 'with':
      return (
        <Boxes
          id={id}
          label={label}
          hint={field === 'delegated' ? say('measures.step.delegated-help') : undefined}
          error={error}
          value={entry[field]}
          onChange={(chosen) => onChange({ [field]: chosen })}
          options={boxesOf(field, answer).map((value) => ({
            value,
            label: capital(
              say(
                field === 'delegated'
                  ? `measures.form.${value}`
                  : `measures.word.${field === 'tellings' ? 'telling' : 'party'}.${value}`,
              ),
            ),
          }))}
        />
      )
    case 'evidence':
      return (
        <EvidenceField
          id={id}
          label={label}
          error={error}
          value={entry.evidence}
          onChange={(evidence) => onChange({ evidence })}
        />
      )
  }
}

function boxesOf(field: 'delegated' | 'tellings' | 'with', { delegable, measure }: MeasureAnswer): readonly string[] {
  return field === 'delegated' ? delegable : field === 'tellings' ? tellings : parties[measure.jurisdiction]
}

function outcomesOf(step: LifeStep, { routes, measure }: MeasureAnswer): readonly string[] {
  if (step.kind === 'advised') return adviceOutcomes
  return routes.find(({ route }) => route === measure.candidate?.route)?.outcomes ?? []
}

/** Questions without an answer, the first first. */
function openQuestions({ steps }: MeasureAnswer) {
  const answered = new Set(steps.flatMap(({ question }) => (question === undefined ? [] : [question])))
  return steps.filter(({ kind, number }) => kind === 'asked' && !answered.has(number))
}

type FieldProps<Value> = {
  readonly id: string
  readonly label: string
  readonly hint?: string | undefined
  readonly error: string | undefined
  readonly value: Value
  readonly onChange: (value: Value) => void
}

type Option = { readonly value: string; readonly label: string; readonly detail?: string }
type RadiosProps = FieldProps<string> & { readonly options: readonly Option[] }

/** One of a few, each with what it means. */
function Radios({ id, label, error, value, onChange, options }: RadiosProps) {
  return (
    <fieldset
      className={error === undefined ? 'measures-group' : 'measures-group measures-group--wrong'}
      id={id}
      tabIndex={-1}
      aria-describedby={error === undefined ? undefined : `${id}-error`}
    >
      <legend className="ow-label">{label}</legend>
      {error !== undefined && (
        <p className="ow-error" id={`${id}-error`}>
          {error}
        </p>
      )}
      {options.map((option) => (
        <div className="measures-check" key={option.value}>
          <input
            id={`${id}-${option.value}`}
            type="radio"
            name={id}
            checked={value === option.value}
            aria-describedby={option.detail === undefined ? undefined : `${id}-${option.value}-more`}
            onChange={() => onChange(option.value)}
          />
          <div>
            <label htmlFor={`${id}-${option.value}`}>{capital(option.label)}</label>
            {option.detail !== undefined && (
              <span className="measures-check__more ow-hint" id={`${id}-${option.value}-more`}>
                {option.detail}
              </span>
            )}
          </div>
        </div>
      ))}
    </fieldset>
  )
}

type BoxesProps = FieldProps<readonly string[]> & { readonly options: readonly Option[] }

function Boxes({ id, label, hint, error, value, onChange, options }: BoxesProps) {
  return (
    <fieldset
      className={error === undefined ? 'measures-group' : 'measures-group measures-group--wrong'}
      id={id}
      tabIndex={-1}
    >
      <legend className="ow-label">{label}</legend>
      {hint !== undefined && <p className="nl-paragraph ow-hint">{hint}</p>}
      {error !== undefined && <p className="ow-error">{error}</p>}
      {options.map((option) => (
        <Check
          key={option.value}
          id={`${id}-${option.value}`}
          label={option.label}
          checked={value.includes(option.value)}
          onChange={(on) => onChange(on ? [...value, option.value] : value.filter((one) => one !== option.value))}
        />
      ))}
    </fieldset>
  )
}

type RouteFieldProps = Pick<StepFieldViewProps, 'entry' | 'answer' | 'error' | 'onChange'> & {
  readonly id: string
  readonly label: string
}

/** By which route of the law the representatives take part, and which body. The strongest stands first and is chosen. */
function RouteField({ id, label, error, entry, answer: { routes }, onChange }: RouteFieldProps) {
  const { say } = useWords()
  const bodies = routes.find(({ route }) => route === entry.route)?.bodies ?? []
  return (
    <>
      <Radios
        id={id}
        label={label}
        error={error}
        value={entry.route}
        onChange={(route) => onChange({ route, body: routes.find((one) => one.route === route)?.bodies[0] ?? '' })}
        options={routes.map(({ route, detail }) => ({
          value: route,
          label: say(`measures.word.route.${route}`),
          detail,
        }))}
      />
      <SelectField
        id={`${id}-body`}
        label={say('measures.step.submission.body')}
        value={entry.body}
        onChange={(body) => onChange({ body })}
        options={bodies.map((body) => ({ value: body, label: capital(say(`measures.word.body.${body}`)) }))}
      />
    </>
  )
}

/** Conditions, one below the other. */
function Conditions({ id, label, error, value, onChange }: FieldProps<readonly string[]>) {
  const { say } = useWords()
  return (
    <fieldset className="measures-group" id={id} tabIndex={-1}>
      <legend className="ow-label">{label}</legend>
      <p className="nl-paragraph ow-hint">{say('measures.step.conditions-help')}</p>
      {value.map((words, index) => (
        <AreaField
          // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no name until they are sent
          key={index}
          id={`${id}-${index}`}
          label={say('measures.step.condition', { number: index + 1 })}
          error={index === 0 ? error : undefined}
          value={words}
          onChange={(typed) => onChange(value.map((one, at) => (at === index ? typed : one)))}
        />
      ))}
      <Button onClick={() => onChange([...value, ''])}>{say('measures.step.add-condition')}</Button>
    </fieldset>
  )
}
