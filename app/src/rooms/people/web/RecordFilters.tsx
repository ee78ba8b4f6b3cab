import type { ReactNode } from 'react'
import { useLocation, useSearch } from 'wouter'
import { InputField, SelectField } from '../../../web/components/Field.tsx'
import { useOfficeName } from '../../../web/offices.tsx'
import { useWords } from '../../../web/words.tsx'
import { offices } from '../offices.ts'

/** What is asked of a log, as the address has it: days, an office, and what the log itself adds. */
export type RecordWish = Readonly<Record<string, string>>

/** Reads from the address what is asked of a log, and gives addresses with a change. */
export function useRecordWish(names: readonly string[]): {
  readonly wish: RecordWish
  readonly addressOf: (change: RecordWish) => string
} {
  const [path] = useLocation()
  const asked = new URLSearchParams(useSearch())
  const wish = Object.fromEntries(
    [...names, 'cursor'].flatMap((name) => {
      const value = asked.get(name) ?? ''
      return value === '' ? [] : [[name, value]]
    }),
  )
  return {
    wish,
    addressOf: (change) => {
      const wanted = Object.entries({ ...wish, ...change }).filter(([, value]) => value !== '')
      return wanted.length === 0 ? path : `${path}?${new URLSearchParams(wanted)}`
    },
  }
}

type RecordFiltersProps = {
  readonly wish: RecordWish
  readonly addressOf: (change: RecordWish) => string
  readonly children?: ReactNode
}

/** Days and office, and beside them what a log can be asked of its own. */
export function RecordFilters({ wish, addressOf, children }: RecordFiltersProps) {
  const { say } = useWords()
  const nameOf = useOfficeName()
  const [, navigate] = useLocation()
  // Another question begins at its newest record.
  const onChange = (name: string) => (value: string) =>
    navigate(addressOf({ [name]: value, cursor: '' }), { replace: true })
  const held = offices.map(({ code }) => ({ value: code, label: nameOf(code) }))
  return (
    <search className="people-filters">
      <InputField
        id="records-from"
        type="date"
        label={say('people.records.from')}
        value={wish.from ?? ''}
        onChange={onChange('from')}
      />
      <InputField
        id="records-until"
        type="date"
        label={say('people.records.until')}
        value={wish.until ?? ''}
        onChange={onChange('until')}
      />
      <SelectField
        id="records-office"
        label={say('people.records.office')}
        value={wish.office ?? ''}
        onChange={onChange('office')}
        options={[
          { value: '', label: say('people.records.every-office') },
          ...held.sort((a, b) => a.label.localeCompare(b.label)),
        ]}
      />
      {children}
    </search>
  )
}

/** Gives in words who acted: by office, never by name. */
export function useActorWords(): (who: { readonly kind: string; readonly offices: readonly string[] }) => string {
  const { say } = useWords()
  const nameOf = useOfficeName()
  return ({ kind, offices: held }) =>
    kind !== 'employee'
      ? say(`shell.looks.by.${kind}`)
      : held.length === 0
        ? nameOf('employee')
        : held.map(nameOf).join(', ')
}
