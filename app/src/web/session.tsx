import { createContext, useContext } from 'react'
import type { Session } from './answers.ts'
import type { Api } from './api.ts'

/** Who is signed in and where, and the way to the API. */
export type House = {
  readonly api: Api
  readonly session: Session
  /** Asks the server again who this is, after something about that changed. */
  readonly refreshSession: () => Promise<void>
}

/** Filled by `App`. */
export const HouseContext = createContext<House | undefined>(undefined)

/** Who is signed in and the way to the API; only inside `App`. */
export function useHouse(): House {
  const house = useContext(HouseContext)
  if (house === undefined) throw new Error('useHouse outside App')
  return house
}

/** The way to the API. */
export function useApi(): Api {
  return useHouse().api
}
