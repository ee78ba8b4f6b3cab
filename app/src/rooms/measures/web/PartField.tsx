import { useEffect, useRef, useState } from 'react'
import { Button } from '../../../web/components/Button.tsx'
import { useWords } from '../../../web/words.tsx'
import { type Step, valueAt, withoutRow, withRow, withValue } from '../draft-text.ts'
import type { Control, Part } from '../form-parts.ts'
import { openPlaces } from '../open-places.ts'
import {
  AreaControl,
  Check,
  ChoiceControl,
  ChoicesControl,
  LineControl,
  PeriodControl,
  TextsControl,
} from './Controls.tsx'
import { findingsAt, findingsUnder, idOf, labelKey, useDraft } from './draft.tsx'
import { Findings } from './Findings.tsx'
import { capital, listOf, plain, usePartWords } from './part-words.ts'

type PartFieldProps = {
  readonly part: Part
  /** Where the part stands; its own name is the last step. */
  readonly path: readonly Step[]
}

/** One part of a declaration with its label, its help and what was found wrong there, whatever it is filled in with. */
export function PartField({ part, path }: PartFieldProps) {
  const { say } = useWords()
  const { value: whole, findings, edit } = useDraft()
  const { control } = part
  const value = valueAt(whole, path)
  if (!isAsked(part, valueAt(whole, path.slice(0, -1)), value, findingsUnder(findings, path).length > 0)) return null
  if (control.kind === 'rows') return <RowsField control={control} path={path} help={part.help === true} />
  if (control.kind === 'parts') return <PartsField control={control} path={path} help={part.help === true} />
  const key = labelKey(path)
  const isOpen = openPlaces(value).length > 0
  const set = (wanted: unknown, below: readonly Step[] = []) =>
    edit((text) => withValue(text, [...path, ...below], wanted === '' ? undefined : wanted))
  const field = {
    id: idOf(path),
    label: part.optional ? say('measures.edit.optional', { label: say(key) }) : say(key),
    hint: part.help ? say(`${key}.help`) : undefined,
    error: wordsOf(
      findingsAt(findings, path, control.kind === 'texts' ? ['nl', 'da', 'en'] : []),
      isOpen ? say('measures.edit.open-place') : undefined,
    ),
    value: isOpen ? '' : value,
  }
  switch (control.kind) {
    case 'line':
      return <LineControl {...field} onTyped={set} />
    case 'day':
      return <LineControl {...field} type="date" onTyped={set} />
    case 'number':
      return <LineControl {...field} type="number" onTyped={(typed) => set(typed === '' ? '' : Number(typed))} />
    case 'texts':
      return (
        <TextsControl
          {...field}
          onTyped={(language, typed) => set(typed, [language])}
          errorIn={(language) => wordsOf(findingsUnder(findings, [...path, language]))}
        />
      )
    case 'lines':
      return (
        <AreaControl
          {...field}
          code
          value={listOf(value).map(plain).join('\n')}
          onTyped={(typed) => {
            const lines = typed.split('\n').map((line) => line.trim())
            const said = lines.filter((line) => line !== '')
            edit((text) => withValue(text, path, part.optional && said.length === 0 ? undefined : said))
          }}
        />
      )
    case 'one':
      return <ChoiceControl {...field} control={control} optional={part.optional === true} onChosen={set} />
    case 'some':
      return (
        <ChoicesControl
          {...field}
          control={control}
          onToggle={(choice, on) =>
            edit((text) => (on ? withRow(text, path, choice) : withoutRow(text, path, listOf(value).indexOf(choice))))
          }
        />
      )
    case 'period':
      return <PeriodControl {...field} onPart={(name, wanted) => set(wanted, [name])} />
    case 'yes-no':
      return (
        <Check id={field.id} label={field.label} checked={value === true} error={field.error} onChange={set}>
          {field.hint !== undefined && <span className="measures-check__more ow-hint">{field.hint}</span>}
        </Check>
      )
  }
}

/** A part that only some rows have is left out where it says nothing, unless it stands in the file or something is wrong there. */
function isAsked(part: Part, around: unknown, value: unknown, isWrong: boolean): boolean {
  if (part.onlyWith === undefined || value !== undefined || isWrong) return true
  return part.onlyWith.is.includes(plain(valueAt(around, [part.onlyWith.part])))
}

function wordsOf(found: readonly { readonly detail: string }[], first?: string): string | undefined {
  const words = [...(first === undefined ? [] : [first]), ...found.map(({ detail }) => detail)]
  return words.length === 0 ? undefined : words.join(' ')
}

type GroupProps<Kind> = {
  readonly control: Extract<Control, { kind: Kind }>
  readonly path: readonly Step[]
  readonly help: boolean
}

function PartsField({ control, path, help }: GroupProps<'parts'>) {
  const { findings } = useDraft()
  const names = control.parts.map(({ name }) => name)
  return (
    <Group path={path} help={help}>
      <Findings findings={findingsAt(findings, path, names)} />
      {control.parts.map((part) => (
        <PartField key={part.name} part={part} path={[...path, part.name]} />
      ))}
    </Group>
  )
}

/** Parts that belong together, under a name of their own. */
function Group({ path, help, children }: { path: readonly Step[]; help: boolean; children: React.ReactNode }) {
  const { say } = useWords()
  return (
    <fieldset className="measures-group" id={idOf(path)} tabIndex={-1}>
      <legend className="measures-legend">{say(labelKey(path))}</legend>
      {help && <p className="nl-paragraph ow-hint">{say(`${labelKey(path)}.help`)}</p>}
      {children}
    </fieldset>
  )
}

function RowsField({ control, path, help }: GroupProps<'rows'>) {
  const { say } = useWords()
  const { value: whole, findings, edit } = useDraft()
  const rows = listOf(valueAt(whole, path))
  const [added, setAdded] = useState<number>()
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (added !== undefined && added < rows.length) document.getElementById(`${idOf([...path, added])}-name`)?.focus()
  }, [added, rows.length, path])
  return (
    <Group path={path} help={help}>
      <Findings findings={findingsAt(findings, path, 'rows')} />
      <div className="measures-rows" ref={place} tabIndex={-1}>
        {rows.map((_, index) => (
          <RowField
            // biome-ignore lint/suspicious/noArrayIndexKey: a row of a file has no name until somebody gives it one
            key={index}
            control={control}
            path={[...path, index]}
            startsOpen={index === added || rows.length === 1}
            onRemove={() => {
              setAdded(undefined)
              edit((text) => withoutRow(text, path, index))
              // The button that was pressed has gone with its row.
              place.current?.focus()
            }}
          />
        ))}
      </div>
      <Button
        onClick={() => {
          edit((text) => withRow(text, path, freshRow(control, rows, String(path.at(-1)))))
          setAdded(rows.length)
        }}
      >
        {capital(say('measures.edit.add', { what: say(`${labelKey(path)}.one`) }))}
      </Button>
    </Group>
  )
}

/** A new row, with the first of the choices that no other row has where rows are told apart by a choice. */
function freshRow(
  control: Extract<Control, { kind: 'rows' }>,
  rows: readonly unknown[],
  list: string,
): Record<string, unknown> {
  if (control.parts.some(({ name }) => name === 'id')) return { id: freshId(rows, list), ...control.fresh }
  const [only = ''] = control.named
  const part = control.parts.find(({ name }) => name === only)
  if (part?.control.kind !== 'one') return { ...control.fresh }
  const taken = rows.map((row) => plain(valueAt(row, [only])))
  const free = part.control.of.find((choice) => !taken.includes(choice))
  return free === undefined ? { ...control.fresh } : { [only]: free, ...control.fresh }
}

/** A short name that no other row has: "source-4". Whoever wants a better one changes it. */
function freshId(rows: readonly unknown[], list: string): string {
  const one = list.replace(/ies$/, 'y').replace(/s$/, '')
  const taken = rows.map((row) => plain(valueAt(row, ['id'])))
  let number = rows.length + 1
  while (taken.includes(`${one}-${number}`)) number++
  return `${one}-${number}`
}

type RowFieldProps = {
  readonly control: Extract<Control, { kind: 'rows' }>
  readonly path: readonly Step[]
  readonly startsOpen: boolean
  readonly onRemove: () => void
}

function RowField({ control, path, startsOpen, onRemove }: RowFieldProps) {
  const { say } = useWords()
  const { value: whole, findings } = useDraft()
  const words = usePartWords()
  const value = valueAt(whole, path)
  const isWrong = findingsUnder(findings, path).length > 0
  const [isOpen, setOpen] = useState(startsOpen)
  const name = words.row(control.named, control.parts, value)
  const id = idOf(path)
  return (
    <details
      className={`ow-disclosure measures-row${isWrong ? ' measures-row--wrong' : ''}`}
      id={id}
      open={isOpen}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary className="ow-disclosure__summary measures-row__name" id={`${id}-name`}>
        <span>{name === '' ? say('measures.edit.unnamed') : name}</span>
        {isWrong && <span className="measures-row__mark">{say('measures.edit.row-wrong')}</span>}
      </summary>
      <Findings
        findings={findingsAt(
          findings,
          path,
          control.parts.map((part) => part.name),
        )}
      />
      {isOpen && control.parts.map((part) => <PartField key={part.name} part={part} path={[...path, part.name]} />)}
      <Button kind="subtle" negative onClick={onRemove} describedBy={`${id}-name`}>
        {say('measures.edit.remove')}
      </Button>
    </details>
  )
}
