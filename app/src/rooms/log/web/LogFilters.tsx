import { Field, InputField, SelectField } from '../../../web/components/Field.tsx'
import { useWords } from '../../../web/words.tsx'
import { useEntryWords } from './entry-words.ts'
import { kindGroupNames, kindGroups } from './kind-groups.ts'
import type { MeasureTitles } from './measure-titles.ts'
import type { LogWish } from './ReadLog.tsx'

type LogFiltersProps = {
  readonly wish: LogWish
  readonly titles: MeasureTitles
  readonly onChange: (change: LogWish) => void
}

/** What to see of the log: a kind or a group of kinds, a measure, days. */
export function LogFilters({ wish, titles, onChange }: LogFiltersProps) {
  const { say } = useWords()
  const { nameOf } = useEntryWords()
  // A measure that the person may not read can stand in the log by its number.
  const measures = new Map([...(wish.measure === undefined ? [] : [[wish.measure, wish.measure] as const]), ...titles])
  return (
    <search className="log-filters">
      <Field id="log-kind" label={say('log.list.which')}>
        {(control) => (
          <select
            className="utrecht-textbox ow-select"
            id={control.id}
            value={wish.kind ?? ''}
            onChange={(event) => onChange({ kind: event.target.value })}
          >
            <option value="">{say('log.list.every-kind')}</option>
            {kindGroupNames.map((group) => (
              <optgroup key={group} label={say(`log.group.${group}`)}>
                <option value={group}>{say('log.group-of.all', { group: say(`log.group.${group}`) })}</option>
                {kindGroups[group].map((kind) => (
                  <option key={kind} value={kind}>
                    {nameOf(kind)}
                  </option>
                ))}
              </optgroup>
            ))}
          </select>
        )}
      </Field>
      <SelectField
        id="log-measure"
        label={say('log.list.measure')}
        value={wish.measure ?? ''}
        onChange={(measure) => onChange({ measure })}
        options={[
          { value: '', label: say('log.list.every-measure') },
          ...[...measures].map(([value, label]) => ({ value, label })),
        ]}
      />
      <InputField
        id="log-from"
        type="date"
        label={say('log.check.from')}
        value={wish.from ?? ''}
        onChange={(from) => onChange({ from })}
      />
      <InputField
        id="log-until"
        type="date"
        label={say('log.check.until')}
        value={wish.until ?? ''}
        onChange={(until) => onChange({ until })}
      />
    </search>
  )
}
