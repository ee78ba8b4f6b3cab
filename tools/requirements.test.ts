import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { readCheckout, root } from './checkout.ts'
import { outsideFolder, skipUnlessOutside } from './outside.ts'
import { header, parseRequirements, requirementFaults } from './requirements.ts'

const table = readFileSync(join(root, 'docs/requirements.tsv'), 'utf8')

function roomsOfHouse(): readonly string[] {
  const rooms = readdirSync(join(root, 'app/src'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name === 'rooms')
    .flatMap((entry) => readdirSync(join(entry.parentPath, entry.name)))
  return ['platform', ...rooms]
}

test('every line names a room and a test that exist', () => {
  assert.deepEqual(requirementFaults(table, roomsOfHouse(), readCheckout(['{app,packages}/**/*.test.ts'])), [])
})

const list = 'requirements.md'

test('every id stands in the list of requirements', skipUnlessOutside(list), () => {
  const known = new Set(readFileSync(outsideFolder(list) ?? '', 'utf8').match(/(?<=\| )R-[A-Z]+-[^ |]+(?= \|)/g))
  assert.ok(known.size > 600, `the list has ${known.size} requirements`)
  const unknown = parseRequirements(table).filter(({ id }) => !known.has(id))
  assert.deepEqual(unknown, [])
  // The form that this table demands must fit the whole list, or a later line could not be written.
  const lines = [...known].map((id) => `${id}\tpeople\ta.test.ts: a`)
  const faults = requirementFaults([header, ...lines].join('\n'), ['people'], new Map([['a.test.ts', `test('a')`]]))
  assert.deepEqual(faults, [])
})

const sources = new Map([['app/src/rooms/people/offices.test.ts', `test('the DPO approves nothing', () => {})`]])
const good = 'R-UTR-5.1.2a\tpeople\tapp/src/rooms/people/offices.test.ts: the DPO approves nothing'

const cases = [
  { name: 'a header alone', table: `${header}\n`, expected: undefined },
  { name: 'a line with room, file and title', table: `${header}\n${good}\n`, expected: undefined },
  { name: 'another header', table: 'id,room,test\n', expected: /the first line is/ },
  { name: 'a column too few', table: `${header}\nR-UTR-1\tpeople\n`, expected: /not three columns/ },
  { name: 'an id of no document', table: `${header}\n${good.replace('UTR', 'XYZ')}\n`, expected: /not the id/ },
  { name: 'space in a cell', table: `${header}\n${good.replace('\t', ' \t')}\n`, expected: /not the id/ },
  {
    name: 'a room that does not exist',
    table: `${header}\n${good.replace('\tpeople', '\tmail')}\n`,
    expected: /no room "mail"/,
  },
  {
    name: 'a file that does not exist',
    table: `${header}\n${good.replace('offices', 'units')}\n`,
    expected: /no test file/,
  },
  {
    name: 'a title that does not exist',
    table: `${header}\n${good}!\n`,
    expected: /no test "the DPO approves nothing!"/,
  },
  { name: 'the same line twice', table: `${header}\n${good}\n${good}\n`, expected: /stands there twice/ },
]

for (const { name, table, expected } of cases) {
  test(`requirements: ${name}`, () => {
    const faults = requirementFaults(table, ['people'], sources)
    assert.equal(faults.length, expected === undefined ? 0 : 1, faults.join('\n'))
    if (expected !== undefined) assert.match(faults[0] ?? '', expected)
  })
}
