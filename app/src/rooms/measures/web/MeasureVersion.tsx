import { Button } from '../../../web/components/Button.tsx'
import { Disclosure } from '../../../web/components/Disclosure.tsx'
import { TextLink } from '../../../web/components/TextLink.tsx'
import { Page } from '../../../web/Page.tsx'
import { ResourceView, useResource } from '../../../web/resource.tsx'
import { saveText } from '../../../web/save-text.ts'
import type { ScreenProps } from '../../../web/screen-components.ts'
import { useWords } from '../../../web/words.tsx'
import { valueAt } from '../draft-text.ts'
import type { VersionAnswer } from '../shapes.ts'
import { DeclarationView } from './DeclarationView.tsx'
import { Fingerprint } from './Fingerprint.tsx'
import { textIn } from './part-words.ts'
import { useRegister } from './register.ts'
import './measures.css'

/** One version of a declaration, whole, to read and to print. */
export function MeasureVersion({ params }: ScreenProps) {
  const { say, day, language } = useWords()
  const register = useRegister()
  const id = params.id ?? ''
  const number = params.version ?? ''
  const version = useResource<VersionAnswer>(
    `${register}/${encodeURIComponent(id)}/versions/${encodeURIComponent(number)}`,
  )
  const loaded = version.state.kind === 'loaded' ? version.state.value : undefined
  const title = textIn(valueAt(loaded?.declaration, ['title']), language)
  return (
    <Page title={title === '' ? say('measures.version.title') : say('measures.version.of', { title, version: number })}>
      <p className="nl-paragraph">
        <TextLink to={`/measures/${id}`}>{say('measures.plain.back-to-one')}</TextLink>
      </p>
      <ResourceView resource={version}>
        {(answer) => (
          <>
            <p className="nl-paragraph">{say('measures.version.from', { day: day(answer.on) })}</p>
            <Disclosure summary={say('measures.version.digest')}>
              <Fingerprint version={answer} />
            </Disclosure>
            <div className="ow-actions">
              <Button onClick={() => window.print()}>{say('measures.plain.print')}</Button>
              {answer.text !== null && (
                <Button onClick={() => saveText(answer.text ?? '', `${id}-${number}.yaml`, 'application/yaml')}>
                  {say('measures.version.take')}
                </Button>
              )}
            </div>
            <DeclarationView version={answer} />
          </>
        )}
      </ResourceView>
    </Page>
  )
}
