import type { OwnPasskeys } from '../answers.ts'
import { Disclosure } from '../components/Disclosure.tsx'
import { ResourceView, useResource } from '../resource.tsx'
import { useHouse } from '../session.tsx'
import { useWords } from '../words.tsx'
import { LostPasskey } from './LostPasskey.tsx'
import { NewPasskey } from './NewPasskey.tsx'
import { PasskeyRow } from './PasskeyRow.tsx'

/** One's passkeys: what they are for, in plain words, and the way to make, name and remove them. */
export function MyPasskeys() {
  const { say } = useWords()
  const { refreshSession } = useHouse()
  const passkeys = useResource<OwnPasskeys>('/passkeys')
  const onChanged = async () => {
    passkeys.refetch()
    await refreshSession()
  }
  return (
    <>
      <p className="nl-paragraph">{say('shell.passkeys.lead')}</p>
      <Disclosure summary={say('shell.passkeys.what')}>
        <p className="nl-paragraph">{say('shell.passkeys.what-it-is')}</p>
        <p className="nl-paragraph">{say('shell.passkeys.what-we-keep')}</p>
        <p className="nl-paragraph">{say('shell.passkeys.what-if-lost')}</p>
        <LostPasskey />
      </Disclosure>
      <ResourceView resource={passkeys}>
        {({ passkeys: own }) => (
          <>
            {own.length === 0 && <p className="nl-paragraph">{say('shell.passkeys.none')}</p>}
            <ul className="ow-rows">
              {own.map((passkey) => (
                <PasskeyRow key={passkey.id} passkey={passkey} isLast={own.length === 1} onChanged={onChanged} />
              ))}
            </ul>
          </>
        )}
      </ResourceView>
      <NewPasskey onMade={onChanged} />
    </>
  )
}
