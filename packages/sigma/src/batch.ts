// What matching many lines at once gives back.

/** What a batch of lines gave. Lines count from 0 within the batch. Plain values, to be sent to another thread. */
export type BatchResult = {
  /** Lines in the batch, blank ones too. */
  readonly lines: number
  /** Lines that are events. */
  readonly events: number
  /** Events of a log source that no rule asks for: nothing can match them. */
  readonly unplaced: number
  /** Three numbers for each match, in the order of lines and then of rules: line, rule, where the line begins in the batch. */
  readonly matches: Int32Array<ArrayBuffer>
  /** Lines that are no JSON object, ascending. */
  readonly broken: Int32Array<ArrayBuffer>
}

/** Numbers that stand for one match in `matches`. */
export const matchWidth = 3
