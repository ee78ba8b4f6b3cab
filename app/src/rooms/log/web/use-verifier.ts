import { useEffect, useRef, useState } from 'react'
import type { VerifyNews, VerifyOrder } from './verify-orders.ts'

/** How far verifying is. */
export type VerifyState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'busy'; readonly entries: number; readonly size: number }
  | Extract<VerifyNews, { kind: 'done' | 'failed' }>

/** Verifies in a worker of its own, which is made when it is needed first and ends with the screen. */
export function useVerifier(onDone: (done: Extract<VerifyNews, { kind: 'done' }>) => void): {
  readonly state: VerifyState
  readonly verify: (order: VerifyOrder) => void
  readonly stop: () => void
} {
  const [state, setState] = useState<VerifyState>({ kind: 'idle' })
  const worker = useRef<Worker>(undefined)
  const end = () => {
    worker.current?.terminate()
    worker.current = undefined
  }
  useEffect(() => () => worker.current?.terminate(), [])
  return {
    state,
    verify: (order) => {
      end()
      setState({ kind: 'busy', entries: 0, size: 0 })
      const fresh = new Worker(new URL('./verify-worker.ts', import.meta.url), { type: 'module' })
      worker.current = fresh
      fresh.addEventListener('message', ({ data }: MessageEvent<VerifyNews>) => {
        if (data.kind === 'progress') {
          setState({ kind: 'busy', entries: data.entries, size: data.size })
          return
        }
        end()
        if (data.kind === 'done') onDone(data)
        setState(data)
      })
      fresh.addEventListener('error', () => {
        end()
        setState({ kind: 'failed', why: 'fault' })
      })
      fresh.postMessage(order)
    },
    stop: () => {
      end()
      setState({ kind: 'idle' })
    },
  }
}
