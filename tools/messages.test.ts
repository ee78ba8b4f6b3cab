import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readCheckout } from './checkout.ts'
import { folderFaults, keyUseFaults, type MessageFolder, messageFolders, repeatedKeys } from './message-faults.ts'
import { parseMessage } from './message-text.ts'

const folders = messageFolders(readCheckout(['app/src/**/{nl,da,en}.json']))
const keys = folders.flatMap(({ messages }) => Object.keys(messages.nl))

test('every message exists in every language, parses, and has the same arguments and all plural forms', () => {
  assert.deepEqual(folders.flatMap(folderFaults), [])
})

test('no key stands in two rooms', () => {
  assert.deepEqual(repeatedKeys(folders), [])
})

test('every key that a source names exists, and every key is named by a source', () => {
  const sources = [...readCheckout(['app/src/**/*.{ts,tsx,cedar}'])].filter(([path]) => !/\.test\.tsx?$/.test(path))
  assert.deepEqual(keyUseFaults(keys, new Map(sources)), [])
})

type Three = readonly [nl: string, da: string, en: string]

function folderOf([nl, da, en]: Three): MessageFolder {
  return { folder: 'room', messages: { nl: { key: nl }, da: { key: da }, en: { key: en } } }
}

const plural = (one: string, other: string): string => `{n, plural, one {${one}} other {${other}}}`

const folderCases: readonly { name: string; three: Three; expected: RegExp | undefined }[] = [
  { name: 'three plain messages', three: ['Dag {name}', 'Hej {name}', 'Hello {name}'], expected: undefined },
  {
    name: 'a language may do without a plural',
    three: [plural('# blad', '# bladen'), plural('# ark', '# ark'), '{n} sheet(s)'],
    expected: undefined,
  },
  { name: 'an argument left out', three: ['Dag {name}', 'Hej', 'Hello {name}'], expected: /differ in arguments/ },
  { name: 'an argument inside an option counts', three: [plural('# {x}', '#'), '{n} {x}', '{n}'], expected: /differ/ },
  {
    name: 'a brace that is not closed',
    three: ['Dag {name', 'Hej {name}', 'Hello {name}'],
    expected: /nl: not an ICU/,
  },
  {
    name: 'a choice without "other"',
    three: ['{n, plural, one {#}}', '{n}', '{n}'],
    expected: /nl: not an ICU message/,
  },
  {
    name: 'a plural without "one"',
    three: ['{n}', '{n, plural, =1 {#} other {#}}', '{n}'],
    expected: /da: n lacks .* one/,
  },
  {
    name: 'an English ordinal needs four forms',
    three: ['{n}', '{n}', '{n, selectordinal, one {#st} other {#th}}'],
    expected: /en: n lacks the plural form few, two|two, few/,
  },
  {
    name: 'an option that one language lacks',
    three: ['{k, select, a {A} other {B}}', '{k, select, a {A} other {B}}', '{k, select, other {B}}'],
    expected: /differ in arguments or options/,
  },
  { name: 'an empty message', three: ['', 'a', 'a'], expected: /nl: empty/ },
  { name: 'space at the end', three: ['a', 'a ', 'a'], expected: /da: empty, or space/ },
]

for (const { name, three, expected } of folderCases) {
  test(`messages: ${name}`, () => {
    const faults = folderFaults(folderOf(three))
    assert.equal(faults.length, expected === undefined ? 0 : 1, faults.join('\n'))
    if (expected !== undefined) assert.match(faults[0] ?? '', expected)
  })
}

test('a key that one language lacks is named, also when its file is absent', () => {
  const [folder] = messageFolders(
    new Map([
      ['room/nl.json', '{"a":"A","b":"B"}'],
      ['room/da.json', '{"a":"A"}'],
    ]),
  )
  assert.ok(folder)
  assert.deepEqual(folderFaults(folder), ['room: a: missing in en', 'room: b: missing in da, en'])
})

test('a key in two folders is named once', () => {
  assert.deepEqual(repeatedKeys([folderOf(['a', 'a', 'a']), folderOf(['b', 'b', 'b'])]), ['key'])
})

const useCases = [
  { name: 'a literal', source: `say('mail.list.title')`, expected: [] },
  { name: 'a template stands for all keys of its form', source: `say(\`mail.\${screen}.title\`)`, expected: [] },
  { name: 'a key that does not exist', source: `say('mail.list.titel')`, expected: ['no message "mail.list.titel"'] },
  {
    name: 'a template that fits no key',
    source: `say(\`mail.\${screen}.name\`)`,
    expected: ['no message "mail.….name"'],
  },
  {
    name: 'a template without a fixed beginning tells nothing',
    source: `say('mail.list.title'); say(\`\${screen}.name\`)`,
    expected: [],
  },
  { name: 'an action with fewer parts is no key', source: `say('mail.list.title'); may('mail.read')`, expected: [] },
  { name: 'a file name is no key', source: `say('mail.list.title'); read('mail.list.json')`, expected: [] },
]

for (const { name, source, expected } of useCases) {
  test(`keys in sources: ${name}`, () => {
    const faults = keyUseFaults(['mail.list.title'], new Map([['a.ts', source]]))
    const unused = 'no source uses the message "mail.list.title"'
    assert.deepEqual(faults, expected.length === 0 ? [] : [...expected.map((fault) => `a.ts: ${fault}`), unused])
  })
}

test('a policy names keys too', () => {
  const sources = new Map([
    ['room/policies.cedar', '@explanation("mail.list.title")\npermit(principal, action, resource);'],
  ])
  assert.deepEqual(keyUseFaults(['mail.list.title'], sources), [])
})

test('every option of a message is read once', () => {
  const message = `U hebt ${plural('# taak', '# taken')} van {name}.`
  assert.deepEqual(parseMessage(message, 'nl').texts, ['U hebt 3 taak van dit.', 'U hebt 3 taken van dit.'])
})
