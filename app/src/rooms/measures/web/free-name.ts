import type { Api } from '../../../web/api.ts'
import type { MeasuresAnswer } from '../shapes.ts'

/** The longest name of a measure, in characters. */
const longestName = 64

/** The name that is wished for, with a number behind it where another measure has it. */
export async function freeName(api: Api, wish: string): Promise<string> {
  const { measures } = await api.get<MeasuresAnswer>('/measures')
  const taken = new Set(measures.map(({ name }) => name))
  const short = wish.slice(0, longestName - 5)
  if (!taken.has(short)) return short
  let number = 2
  while (taken.has(`${short}-${number}`)) number++
  return `${short}-${number}`
}
