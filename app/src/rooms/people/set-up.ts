/** What must be done before a house works, in the order in which it is done. Words: `people.set-up.<step>`. */
export const setUpStepNames = ['administrator', 'staff', 'passkey', 'second-administrator', 'offices'] as const
export type SetUpStepName = (typeof setUpStepNames)[number]

/** A step, and whether it has been done. `cannotSignIn`: people who would do for it if they could sign in. */
export type SetUpStep = { readonly step: SetUpStepName; readonly done: boolean; readonly cannotSignIn: number }

/** Tasks without which no first measure can be declared, advised on, discussed with staff and decided. */
const firstTasks = ['measure-declaration', 'dpo-advice', 'council-consent', 'measure-decision']

/**
 * How far the setting up is.
 *
 * @param facts - `people`: everybody in the staff list. `administrators`: those who can sign in; `cannotSignIn`: those who
 *   cannot. `stopped`: codes of tasks for which nobody is there.
 */
export function setUpSteps(facts: {
  readonly people: number
  readonly administrators: number
  readonly cannotSignIn: number
  readonly hasPasskey: boolean
  readonly stopped: readonly string[]
}): SetUpStep[] {
  const done: Readonly<Record<SetUpStepName, boolean>> = {
    administrator: facts.administrators > 0,
    // The first administrators come from the command line: they are not the staff list yet.
    staff: facts.people > facts.administrators + facts.cannotSignIn,
    passkey: facts.hasPasskey,
    offices: !firstTasks.some((task) => facts.stopped.includes(task)),
    'second-administrator': facts.administrators > 1,
  }
  return setUpStepNames.map((step) => ({
    step,
    done: done[step],
    cannotSignIn: step === 'second-administrator' && !done[step] ? facts.cannotSignIn : 0,
  }))
}
