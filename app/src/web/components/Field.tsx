import type { ChangeEvent, ReactNode } from 'react'

/** What an input needs to belong to its label, hint and error. */
export type FieldControl = {
  readonly id: string
  readonly 'aria-describedby': string | undefined
  readonly 'aria-invalid': true | undefined
}

type FieldProps = {
  /** Id of the input: the error summary links to it. */
  readonly id: string
  readonly label: string
  readonly hint?: string | undefined
  readonly error?: string | undefined
  readonly children: (control: FieldControl) => ReactNode
}

/** Label, hint and error around one input. */
export function Field({ id, label, hint, error, children }: FieldProps) {
  const described = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`].filter(Boolean)
  const control: FieldControl = {
    id,
    'aria-describedby': described.length > 0 ? described.join(' ') : undefined,
    'aria-invalid': error === undefined ? undefined : true,
  }
  return (
    <div className={error === undefined ? 'utrecht-form-field' : 'utrecht-form-field utrecht-form-field--invalid'}>
      <div className="utrecht-form-field__label">
        <label className="ow-label" htmlFor={id}>
          {label}
        </label>
      </div>
      {hint !== undefined && (
        <div className="utrecht-form-field__description ow-hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {error !== undefined && (
        <div className="utrecht-form-field__error-message ow-error" id={`${id}-error`}>
          {error}
        </div>
      )}
      <div className="utrecht-form-field__input">{children(control)}</div>
    </div>
  )
}

type InputFieldProps = {
  readonly id: string
  readonly label: string
  readonly hint?: string | undefined
  readonly error?: string | undefined
  readonly value: string
  readonly onChange: (value: string) => void
  readonly type?: 'text' | 'search' | 'email' | 'date' | 'datetime-local' | 'number'
  /** As the HTML standard lists them, so that a browser can fill in what it knows (WCAG 2.2, 1.3.5). */
  readonly autoComplete?: string
  readonly maxLength?: number
}

/** A field for one line of text. */
export function InputField({
  id,
  label,
  hint,
  error,
  value,
  onChange,
  type = 'text',
  autoComplete = 'off',
  maxLength,
}: InputFieldProps) {
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      {(control) => (
        <input
          className="utrecht-textbox utrecht-textbox--html-input"
          id={control.id}
          aria-describedby={control['aria-describedby']}
          aria-invalid={control['aria-invalid']}
          type={type}
          autoComplete={autoComplete}
          maxLength={maxLength}
          // Without it a browser takes years of six digits.
          max={type === 'date' ? '9999-12-31' : undefined}
          value={value}
          onChange={(event: ChangeEvent<HTMLInputElement>) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}

type FileFieldProps = {
  readonly id: string
  readonly label: string
  readonly hint?: string | undefined
  readonly error?: string | undefined
  /** Endings and media types of the files that are offered; every file where nothing is said. */
  readonly accept?: string
  readonly onChoose: (file: File | undefined) => void
}

/** A field to choose a file. */
export function FileField({ id, label, hint, error, accept, onChoose }: FileFieldProps) {
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      {(control) => (
        <input
          className="ow-file"
          id={control.id}
          aria-describedby={control['aria-describedby']}
          aria-invalid={control['aria-invalid']}
          type="file"
          accept={accept}
          onChange={(event: ChangeEvent<HTMLInputElement>) => onChoose(event.target.files?.[0])}
        />
      )}
    </Field>
  )
}

type SelectFieldProps = {
  readonly id: string
  readonly label: string
  readonly hint?: string | undefined
  readonly error?: string | undefined
  readonly value: string
  readonly onChange: (value: string) => void
  readonly options: readonly { readonly value: string; readonly label: string }[]
}

/** A field to choose one of a list. */
export function SelectField({ id, label, hint, error, value, onChange, options }: SelectFieldProps) {
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      {(control) => (
        <select
          className="utrecht-textbox ow-select"
          id={control.id}
          aria-describedby={control['aria-describedby']}
          aria-invalid={control['aria-invalid']}
          value={value}
          onChange={(event: ChangeEvent<HTMLSelectElement>) => onChange(event.target.value)}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}
