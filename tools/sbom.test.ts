import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { type BillOfMaterials, listedComponents, lockedComponents, reproducible } from './bill-of-materials.ts'
import { root } from './checkout.ts'

test('the bill of materials lists what the lock file names; if not: sh bin/run tools/sbom.ts', () => {
  const bill = JSON.parse(readFileSync(join(root, 'docs/sbom.cdx.json'), 'utf8'))
  const locked = lockedComponents(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  assert.deepEqual(listedComponents(bill), locked)
})

function bill(serialNumber: string, folder: string, order: readonly string[]): BillOfMaterials {
  const component = (name: string) => ({ 'bom-ref': `${name}@1.0.0`, purl: `pkg:npm/${name}@1.0.0`, name })
  const written = {
    serialNumber,
    metadata: { timestamp: serialNumber, tools: [{ version: serialNumber }], component: component(folder) },
    components: order.map(component),
    dependencies: order.map((ref) => ({ ref, dependsOn: order })),
  }
  return { ...written, metadata: { ...written.metadata, component: { ...component('openwacht'), name: folder } } }
}

test('two runs on two machines give the same bill', () => {
  const one = reproducible(bill('urn:uuid:1', 'checkout', ['b', 'a']), 'openwacht')
  const other = reproducible(bill('urn:uuid:2', 'clone', ['a', 'b']), 'openwacht')
  assert.equal(JSON.stringify(one), JSON.stringify(other))
  assert.deepEqual(listedComponents(one), ['a@1.0.0', 'b@1.0.0'])
})

test('an alias counts under the name of the package behind it, a workspace link not at all', () => {
  const packages = {
    '': { name: 'openwacht', version: '1.0.0' },
    app: { name: '@openwacht/app', version: '1.0.0' },
    'node_modules/@openwacht/app': { resolved: 'app', link: true },
    'node_modules/typescript-7': { name: 'typescript', version: '7.0.2' },
    'node_modules/a/node_modules/b': { version: '2.0.0' },
  }
  const locked = lockedComponents(JSON.stringify({ packages }))
  assert.deepEqual(locked, ['@openwacht/app@1.0.0', 'b@2.0.0', 'typescript@7.0.2'])
})
