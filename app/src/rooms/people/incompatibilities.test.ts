import assert from 'node:assert/strict'
import { test } from 'node:test'
import { incompatibilities, incompatible } from './incompatibilities.ts'
import { type OfficeCode, offices } from './offices.ts'

const codes: readonly OfficeCode[] = offices.map((office) => office.code)

const refused: readonly (readonly [OfficeCode, OfficeCode, string])[] = [
  ['dpo', 'ciso', 'dpo-oversees-this'],
  ['dpo', 'diso', 'dpo-oversees-this'],
  ['dpo', 'privacy-officer', 'dpo-oversees-this'],
  ['dpo', 'administrator', 'dpo-oversees-this'],
  ['dpo', 'device-administrator', 'dpo-oversees-this'],
  ['dpo', 'analyst', 'dpo-oversees-this'],
  ['dpo', 'external-processor', 'dpo-oversees-this'],
  ['dpo', 'municipal-secretary', 'dpo-oversees-this'],
  ['dpo', 'im-head', 'dpo-oversees-this'],
  ['dpo', 'service-desk', 'dpo-oversees-this'],
  ['dpo', 'project-lead', 'dpo-oversees-this'],
  ['dpo', 'adopting-board', 'dpo-oversees-this'],
  ['dpo', 'confidential-adviser', 'dpo-oversees-this'],
  ['dpo', 'works-council-member', 'dpo-oversees-this'],
  ['dpo', 'manager', 'dpo-oversees-this'],
  ['municipal-secretary', 'works-council-member', 'director-and-representation'],
  ['municipal-secretary', 'shop-steward', 'director-and-representation'],
  ['adopting-board', 'works-council-member', 'director-and-representation'],
  ['adopting-board', 'shop-steward', 'director-and-representation'],
  ['municipal-secretary', 'im-head', 'one-share-each'],
  ['im-head', 'confidential-adviser', 'one-share-each'],
  ['confidential-adviser', 'municipal-secretary', 'one-share-each'],
  ['im-head', 'works-council-member', 'key-and-notary'],
  ['ciso', 'dpo', 'one-vote-each'],
  ['ciso', 'im-head', 'one-vote-each'],
  ['ciso', 'confidential-adviser', 'one-vote-each'],
  ['dpo', 'im-head', 'one-vote-each'],
  ['dpo', 'confidential-adviser', 'one-vote-each'],
  ['im-head', 'confidential-adviser', 'one-vote-each'],
  ['ciso', 'im-head', 'asks-and-opens'],
  ['analyst', 'municipal-secretary', 'asks-and-opens'],
  ['ciso', 'administrator', 'administration-and-desk'],
  ['administrator', 'im-head', 'administration-and-desk'],
  ['ciso', 'works-council-member', 'declares-and-consents'],
  ['external-processor', 'ciso', 'processor-and-controller'],
]
for (const [a, b, code] of refused) {
  test(`one person does not hold ${a} and ${b}: ${code}, in both orders`, () => {
    assert.ok((incompatible(a, b) as readonly string[]).includes(code)) // widened only to search a plain word
    assert.deepEqual(incompatible(a, b), incompatible(b, a))
  })
}

for (const access of [
  'administrator',
  'device-administrator',
  'service-desk',
  'analyst',
  'external-processor',
] as const) {
  for (const { code } of offices.filter((office) => office.oversight)) {
    test(`${access} and the oversight office ${code} do not go together`, () => {
      assert.notDeepEqual(incompatible(access, code), [])
    })
  }
}

// A house of 400 staff has few people for all this: these combinations must stay possible.
const together: readonly (readonly [OfficeCode, OfficeCode])[] = [
  ['ciso', 'analyst'],
  ['ciso', 'diso'],
  ['ciso', 'privacy-officer'],
  ['privacy-officer', 'record-manager'],
  ['privacy-officer', 'diso'],
  ['manager', 'im-head'],
  ['manager', 'ciso'],
  ['manager', 'works-council-member'],
  ['manager', 'municipal-secretary'],
  ['manager', 'record-manager'],
  ['municipal-secretary', 'adopting-board'],
  ['registry', 'record-manager'],
  ['registry', 'foi-officer'],
  ['communications', 'project-lead'],
  ['device-administrator', 'service-desk'],
  ['device-administrator', 'administrator'],
  ['works-council-member', 'shop-steward'],
  ['dpo', 'shop-steward'],
  ['dpo', 'foi-officer'],
]
for (const [a, b] of together) {
  test(`one person may hold ${a} and ${b}`, () => assert.deepEqual(incompatible(a, b), []))
}

test('the order of two offices never matters, and an office goes with itself', () => {
  for (const a of codes) {
    assert.deepEqual(incompatible(a, a), [])
    for (const b of codes) assert.deepEqual(incompatible(a, b), incompatible(b, a))
  }
})

test('everybody may hold any office beside being an employee', () => {
  for (const code of codes) assert.deepEqual(incompatible('employee', code), [])
})

test('each reason stands once for a pair, in the order of the table', () => {
  const order: readonly string[] = incompatibilities.map((row) => row.code)
  for (const a of codes) {
    for (const b of codes) {
      const places = incompatible(a, b).map((code) => order.indexOf(code))
      assert.deepEqual(
        places,
        [...new Set(places)].sort((x, y) => x - y),
      )
    }
  }
})
