import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { timeZoneOf } from '../platform/time-zone.ts'
import type { Session } from './answers.ts'
import { type Api, createApi } from './api.ts'
import { CurrentScreen } from './CurrentScreen.tsx'
import { ErrorBoundary } from './ErrorBoundary.tsx'
import { Layout } from './Layout.tsx'
import { type Language, languages } from './messages.ts'
import { type AskPasskey, PasskeyPrompt } from './PasskeyPrompt.tsx'
import { type Problem, ProblemError } from './problem.ts'
import { type AskSignIn, SignInAgain } from './SignInAgain.tsx'
import { HouseContext } from './session.tsx'
import { Unreachable } from './Unreachable.tsx'
import { browserLanguage, type LoadedWords, loadTexts, rememberedLanguage, WordsProvider } from './words.tsx'

type AppProps = { readonly first: LoadedWords }

/** The whole page: finds out who is signed in, then gives the screens their words and their way to the API. */
export function App({ first }: AppProps) {
  const [session, setSession] = useState<Session>()
  const [problem, setProblem] = useState<Problem>()
  const [words, setWords] = useState(first)
  const askPasskey = useRef<AskPasskey>(undefined)
  const askSignIn = useRef<AskSignIn>(undefined)
  const api = useMemo(() => makeApi(askPasskey, askSignIn), [])

  const refreshSession = useCallback(async () => {
    try {
      const fresh = await api.get<Session>('/session')
      const wanted = rememberedLanguage() ?? fresh.employee?.language ?? browserLanguage() ?? languageOf(fresh)
      if (wanted !== document.documentElement.lang)
        setWords({ language: wanted, texts: await loadTexts(wanted), rooms: [] })
      setProblem(undefined)
      setSession(fresh)
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      setProblem(error.problem)
    }
  }, [api])

  useEffect(() => {
    refreshSession().catch(reportError)
  }, [refreshSession])

  const signedIn = session !== undefined && session.employee !== null
  const keepChoice = useCallback(
    (language: Language) => {
      // The choice counts on this device in any case; that the server does not get it is no reason to stop anybody.
      if (signedIn) api.send('PUT', '/me/language', { language }).catch(() => undefined)
    },
    [api, signedIn],
  )
  const house = useMemo(
    () => (session === undefined ? undefined : { api, session, refreshSession }),
    [api, session, refreshSession],
  )

  return (
    <WordsProvider
      // New words only before the first screen is there: a later change is the person's own.
      key={session === undefined ? words.language : 'settled'}
      first={words}
      timeZone={timeZoneOf(session?.organisation.jurisdiction ?? 'nl')}
      onChosen={keepChoice}
    >
      {house === undefined ? (
        <Unreachable problem={problem} onRetry={refreshSession} />
      ) : (
        <HouseContext value={house}>
          <Layout>
            <CurrentScreen />
          </Layout>
          <ErrorBoundary place="passkey">
            <PasskeyPrompt ask={askPasskey} />
            <SignInAgain ask={askSignIn} />
          </ErrorBoundary>
        </HouseContext>
      )}
    </WordsProvider>
  )
}

type Asker<Ask> = { readonly current: Ask | undefined }

function makeApi(askPasskey: Asker<AskPasskey>, askSignIn: Asker<AskSignIn>): Api {
  return createApi({
    origin: '',
    language: () => languages.find((language) => language === document.documentElement.lang) ?? languages[0],
    askSignIn: async () => (await askSignIn.current?.()) ?? false,
    askPasskey: async () => (await askPasskey.current?.()) ?? false,
  })
}

/** Without a choice, in a browser that asks for none of ours: Danish in a Danish house, else Dutch. */
function languageOf(session: Session): Language {
  return session.organisation.jurisdiction === 'dk' ? 'da' : languages[0]
}
