import type { Finding } from '../verification-findings.ts'

// What the screen and its worker say to each other.

/** What the worker is asked. Bytes are copied, so both sides keep theirs. */
export type VerifyOrder =
  | {
      readonly kind: 'log'
      /** Address below which the log is read, with a slash at its end. */
      readonly base: string
      /** The policy that is trusted; without one that of the log itself, which is given back to be kept. */
      readonly policy: Uint8Array | undefined
      /** The checkpoint from the last time. */
      readonly earlier: Uint8Array | undefined
      /** A check phrase as it was typed; its form has been looked at. */
      readonly phrase: string | undefined
    }
  | {
      readonly kind: 'proof'
      readonly base: string
      readonly policy: Uint8Array | undefined
      readonly name: string
      readonly bytes: Uint8Array
      /** The leaf that is shown on the screen, for the proof of an entry. */
      readonly leaf?: string
      /** About whom and when, for a proof of absence. */
      readonly question:
        | { readonly secret: string; readonly measure: string; readonly from: string; readonly until: string }
        | undefined
    }

/** What the worker says. */
export type VerifyNews =
  | { readonly kind: 'progress'; readonly entries: number; readonly size: number }
  | {
      readonly kind: 'done'
      readonly findings: readonly Finding[]
      readonly origin: string | undefined
      readonly size: number
      /** To be kept for the next time. */
      readonly checkpoint: Uint8Array | undefined
      readonly policy: Uint8Array
      /** The check phrase of the newest checkpoint, when nothing is wrong. */
      readonly phrase: string | undefined
    }
  /** It could not be verified: `away` is a server out of reach, `no-log` a house without a log, `too-large` a file beyond all. */
  | { readonly kind: 'failed'; readonly why: 'away' | 'no-log' | 'too-large' | 'policy' | 'secret' | 'fault' }
