/** A unit as the tree needs it; `parentId` null at the top. */
export type UnitNode = {
  readonly id: string
  readonly name: string
  readonly parentId: string | null
  readonly people: number
}

/** A unit with those directly below it, in the order given. */
export type UnitBranch = { readonly unit: UnitNode; readonly below: readonly UnitBranch[] }

/** Puts units below their parents. A unit whose parent is not there, or that is below itself, stands at the top: none is lost. */
export function unitTree(units: readonly UnitNode[]): readonly UnitBranch[] {
  const ids = new Set(units.map(({ id }) => id))
  const placed = new Set<string>()
  const branch = (unit: UnitNode): UnitBranch => {
    placed.add(unit.id)
    const below = units.filter(({ id, parentId }) => parentId === unit.id && !placed.has(id))
    return { unit, below: below.map(branch) }
  }
  const tops = units.filter(({ parentId }) => parentId === null || !ids.has(parentId)).map(branch)
  // What is left goes round in a circle.
  const circles = units.flatMap((unit) => (placed.has(unit.id) ? [] : branch(unit)))
  return [...tops, ...circles]
}
