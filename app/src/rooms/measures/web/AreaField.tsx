import { Field } from '../../../web/components/Field.tsx'

/** Most that one may type as reasons, as the server takes it. */
const mostCharacters = 8_000

type AreaFieldProps = {
  readonly id: string
  readonly label: string
  readonly hint?: string | undefined
  readonly error: string | undefined
  readonly value: string
  readonly onChange: (value: string) => void
}

/** A field for more than one line of text. */
export function AreaField({ value, onChange, ...field }: AreaFieldProps) {
  return (
    <Field {...field}>
      {(control) => (
        <textarea
          className="utrecht-textbox measures-area"
          id={control.id}
          aria-describedby={control['aria-describedby']}
          aria-invalid={control['aria-invalid']}
          rows={3}
          maxLength={mostCharacters}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}
