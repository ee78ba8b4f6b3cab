import { Suspense, useEffect, useState } from 'react'
import { Redirect, useLocation, useSearch } from 'wouter'
import { ErrorBoundary, ScreenNotLoaded } from './ErrorBoundary.tsx'
import { NotFound } from './NotFound.tsx'
import { NotOpen } from './NotOpen.tsx'
import { PageOnItsWay } from './Page.tsx'
import { screenComponents } from './screen-components.ts'
import { type FoundScreen, findScreen, openTo, roomOf, type ScreenEntry, type ScreenId, screens } from './screens.ts'
import { useHouse } from './session.tsx'
import { useWords } from './words.tsx'

/** The screen at the address, or the page that says why it is not there. */
export function CurrentScreen() {
  const [path] = useLocation()
  return (
    <ErrorBoundary place={path}>
      <Suspense fallback={<PageOnItsWay />}>
        <Decide found={findScreen<ScreenEntry & { readonly id: ScreenId }>(path, screens)} path={path} />
      </Suspense>
    </ErrorBoundary>
  )
}

type DecideProps = {
  readonly found: FoundScreen<ScreenEntry & { readonly id: ScreenId }> | undefined
  readonly path: string
}

function Decide({ found, path }: DecideProps) {
  const { session } = useHouse()
  const search = useSearch()
  if (found === undefined) return <NotFound />
  const signedIn = session.employee !== null
  if (!signedIn && found.screen.audience === 'employees') {
    const here = search === '' ? path : `${path}?${search}`
    return <Redirect to={`/sign-in?to=${encodeURIComponent(here)}`} replace />
  }
  if (openTo([found.screen], { signedIn, allowed: session.allowed }).length === 0)
    return <NotOpen screen={found.screen} />
  return <InItsRoom found={found} path={path} />
}

type InItsRoomProps = DecideProps & { readonly found: NonNullable<DecideProps['found']> }

/** The screen, once the sentences of its room are there. */
function InItsRoom({ found, path }: InItsRoomProps) {
  const { rooms, openRoom } = useWords()
  const [fault, setFault] = useState<unknown>()
  const room = roomOf(found.screen)
  const isOpen = room === undefined || rooms.includes(room)
  useEffect(() => {
    if (!isOpen && room !== undefined) openRoom(room).catch(setFault)
  }, [isOpen, room, openRoom])
  if (fault !== undefined) throw new ScreenNotLoaded('could not load the words of the screen', { cause: fault })
  if (!isOpen) return <PageOnItsWay />
  const Screen = screenComponents[found.screen.id]
  // A key: another employee is another screen, not the same one with other data.
  return <Screen key={path} params={found.params} />
}
