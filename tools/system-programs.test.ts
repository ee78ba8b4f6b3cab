import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { findChromium, findPostgres, installCommand, type Machine, missingPrograms } from './system-programs.ts'

type Files = { readonly programs?: readonly string[]; readonly others?: readonly string[] }

function onMachine(files: Files, check: (machine: Machine, folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'openwacht-machine-'))
  try {
    for (const file of [...(files.programs ?? []), ...(files.others ?? [])]) {
      mkdirSync(join(folder, dirname(file)), { recursive: true })
      writeFileSync(join(folder, file), '')
    }
    for (const file of files.programs ?? []) chmodSync(join(folder, file), 0o755)
    const machine = {
      path: [join(folder, 'bin')],
      postgresFolder: join(folder, 'postgresql'),
      fontFolders: [join(folder, 'fonts')],
      goFolder: join(folder, 'gocode'),
    }
    check(machine, folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test('an empty machine misses everything, and one command names every package', () => {
  onMachine({}, (machine) => {
    const missing = missingPrograms(machine)
    assert.deepEqual(
      missing.map((program) => program.debianPackage),
      ['chromium', 'postgresql', 'fonts-dejavu-core', 'golang-go', 'golang-golang-x-mod-dev'],
    )
    assert.match(
      installCommand(missing),
      /--no-install-recommends chromium postgresql fonts-dejavu-core golang-go golang-golang-x-mod-dev$/,
    )
  })
})

test('a machine that has all misses nothing', () => {
  const programs = ['bin/chromium', 'bin/go', 'postgresql/15/bin/initdb']
  const others = ['fonts/truetype/dejavu/DejaVuSans.ttf', 'gocode/src/golang.org/x/mod/sumdb/tlog/tlog.go']
  onMachine({ programs, others }, (machine) => {
    assert.deepEqual(missingPrograms(machine), [])
  })
})

const postgresCases = [
  { name: 'PostgreSQL 14 is too old', programs: ['postgresql/14/bin/initdb'], expected: undefined },
  { name: 'PostgreSQL 15 is enough', programs: ['postgresql/15/bin/initdb'], expected: 'postgresql/15/bin' },
  {
    name: 'the newest wins, by number and not by letter',
    programs: ['postgresql/9/bin/initdb', 'postgresql/15/bin/initdb', 'postgresql/100/bin/initdb'],
    expected: 'postgresql/100/bin',
  },
  { name: 'client programs alone are no server', programs: ['postgresql/17/bin/psql'], expected: undefined },
]

for (const { name, programs, expected } of postgresCases) {
  test(name, () => {
    onMachine({ programs }, (machine, folder) => {
      assert.equal(findPostgres(machine), expected === undefined ? undefined : join(folder, expected))
    })
  })
}

test('a file that may not be run is no Chromium', () => {
  onMachine({ others: ['bin/chromium'] }, (machine) => assert.equal(findChromium(machine), undefined))
})
