// Writes `docs/sbom.cdx.json`, the software bill of materials: `sh bin/run tools/sbom.ts`, after every change of the lock
// file. It lists what the lock file names, development tools included; those carry a mark.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type BillOfMaterials, reproducible } from './bill-of-materials.ts'
import { root } from './checkout.ts'

const maxOutputBytes = 64 * 1024 * 1024

const written = execFileSync('npm', ['sbom', '--sbom-format=cyclonedx', '--package-lock-only', '--loglevel=error'], {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: maxOutputBytes,
})
const { name } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
// npm writes CycloneDX 1.5.
const bill = reproducible(JSON.parse(written) as BillOfMaterials, name)
writeFileSync(join(root, 'docs/sbom.cdx.json'), `${JSON.stringify(bill, undefined, 1)}\n`)
console.log(`docs/sbom.cdx.json: ${bill.components.length} components`)
