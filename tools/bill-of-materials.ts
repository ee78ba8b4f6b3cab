// The software bill of materials, from what npm writes to what is the same on every machine and every day.

type Component = { readonly 'bom-ref': string; readonly purl: string; readonly name: string }

type Dependency = { readonly ref: string; readonly dependsOn: readonly string[] }

/** A bill of materials in CycloneDX 1.5, in so far as it is read here. */
export type BillOfMaterials = {
  readonly metadata: { readonly component: Component }
  readonly components: readonly Component[]
  readonly dependencies: readonly Dependency[]
}

/**
 * Leaves out what differs from run to run (serial number, time, version of npm, name of the folder of the checkout) and
 * puts everything in one order.
 */
export function reproducible(written: BillOfMaterials, productName: string): BillOfMaterials {
  const { serialNumber, ...bill } = written as BillOfMaterials & { readonly serialNumber?: string }
  const component = { ...written.metadata.component, name: productName }
  return {
    ...bill,
    metadata: { component },
    components: written.components.toSorted((left, right) => compare(left['bom-ref'], right['bom-ref'])),
    dependencies: written.dependencies
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.toSorted(compare) }))
      .toSorted((left, right) => compare(left.ref, right.ref)),
  }
}

/** `name@version` of every component, sorted, each once. */
export function listedComponents(bill: BillOfMaterials): readonly string[] {
  return [...new Set(bill.components.map((component) => component['bom-ref']))].sort(compare)
}

/** `name@version` of every package in a `package-lock.json`, the product itself left out; sorted, each once. */
export function lockedComponents(lockFile: string): readonly string[] {
  // npm wrote this file in this shape.
  const { packages } = JSON.parse(lockFile) as {
    readonly packages: Readonly<
      Record<string, { readonly name?: string; readonly version?: string; readonly link?: boolean }>
    >
  }
  const components = Object.entries(packages)
    .filter(([place, { link }]) => place !== '' && link !== true)
    .map(([place, { name, version }]) => `${name ?? place.split('node_modules/').at(-1)}@${version}`)
  return [...new Set(components)].sort(compare)
}

// By code unit: the same order in every language setting.
function compare(left: string, right: string): number {
  return left < right ? -1 : Number(left > right)
}
