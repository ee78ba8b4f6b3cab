import { useHouse } from '../../../web/session.tsx'

/** Where measures are asked: the register of the house for who is signed in, the public one for everybody else. */
export function useRegister(): string {
  return useHouse().session.employee === null ? '/register' : '/measures'
}

/** How many days from one day to another; days are 'YYYY-MM-DD'. Below zero when the other one is past. */
export function daysBetween(from: string, to: string): number {
  const dayMs = 86_400_000
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMs)
}
