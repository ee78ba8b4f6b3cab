import { useState } from 'react'
import { Alert } from '../../../web/components/Alert.tsx'
import { Button } from '../../../web/components/Button.tsx'
import { InputField, SelectField } from '../../../web/components/Field.tsx'
import { ProblemView } from '../../../web/ProblemView.tsx'
import { useAction } from '../../../web/resource.tsx'
import { Section } from '../../../web/Section.tsx'
import { useApi } from '../../../web/session.tsx'
import { useWords } from '../../../web/words.tsx'
import './people.css'

const purposes = ['scim', 'authzen', 'metrics'] as const
const longestDays = 400

/** Makes a key for another system, and shows its secret once. */
export function NewCredential({ onMade }: { readonly onMade: () => void }) {
  const { say } = useWords()
  const api = useApi()
  const [purpose, setPurpose] = useState<string>('scim')
  const [label, setLabel] = useState('')
  const [days, setDays] = useState('365')
  const [isTried, setIsTried] = useState(false)
  const [secret, setSecret] = useState<string>()
  const making = useAction(async () => {
    const made = await api.send<{ secret: string }>('POST', '/credentials', {
      purpose,
      label: label.trim(),
      days: Number(days),
    })
    setSecret(made.secret)
  })
  const wrong = {
    label: label.trim() === '' ? say('people.connections.label-missing') : undefined,
    days:
      !/^\d+$/.test(days) || Number(days) < 1 || Number(days) > longestDays
        ? say('people.connections.days-wrong', { most: longestDays })
        : undefined,
  }
  const onSubmit = async () => {
    setIsTried(true)
    if (wrong.label !== undefined || wrong.days !== undefined || !(await making.run())) return
    setLabel('')
    setIsTried(false)
    onMade()
  }
  return (
    <Section id="new" title={say('people.connections.new')}>
      <form
        className="people-form"
        onSubmit={(event) => {
          event.preventDefault()
          onSubmit()
        }}
      >
        {making.problem !== undefined && <ProblemView problem={making.problem} />}
        {secret !== undefined && (
          <Alert kind="ok" title={say('people.connections.made')}>
            <p className="nl-paragraph">{say('people.connections.made-detail')}</p>
            <p className="nl-paragraph">
              <code className="people-secret">{secret}</code>
            </p>
            <Button onClick={() => navigator.clipboard.writeText(secret)}>{say('people.connections.copy')}</Button>
          </Alert>
        )}
        <SelectField
          id="purpose"
          label={say('people.connections.purpose')}
          hint={say(`people.connections.purpose-hint.${purpose}`)}
          value={purpose}
          onChange={setPurpose}
          options={purposes.map((value) => ({ value, label: say(`people.connections.purpose.${value}`) }))}
        />
        <InputField
          id="label"
          label={say('people.connections.label')}
          hint={say('people.connections.label-hint')}
          error={isTried ? wrong.label : undefined}
          value={label}
          onChange={setLabel}
          maxLength={80}
        />
        <InputField
          id="days"
          type="number"
          label={say('people.connections.days')}
          error={isTried ? wrong.days : undefined}
          value={days}
          onChange={setDays}
        />
        <Button type="submit" kind="primary" busy={making.busy}>
          {say('people.connections.make')}
        </Button>
      </form>
    </Section>
  )
}
