import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isScimFilter } from './scim-filter.ts'

// The first group are the examples of RFC 7644, section 3.4.2.2.
const filters: readonly { text: string; expected: boolean }[] = [
  { text: 'userName eq "bjensen"', expected: true },
  { text: `name.familyName co "O'Malley"`, expected: true },
  { text: 'urn:ietf:params:scim:schemas:core:2.0:User:userName sw "J"', expected: true },
  { text: 'title pr', expected: true },
  { text: 'meta.lastModified gt "2011-05-13T04:42:34Z"', expected: true },
  { text: 'title pr and userType eq "Employee"', expected: true },
  { text: 'userType eq "Employee" and (emails co "example.com" or emails.value co "example.org")', expected: true },
  { text: 'userType ne "Employee" and not (emails co "example.com" or emails.value co "example.org")', expected: true },
  { text: 'userType eq "Employee" and emails[type eq "work" and value co "@example.com"]', expected: true },
  { text: 'schemas eq "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"', expected: true },
  { text: 'active EQ true', expected: true },
  { text: 'userName eq "a \\"b\\" (c)"', expected: true },
  { text: '', expected: false },
  { text: 'userName', expected: false },
  { text: 'userName eq', expected: false },
  { text: 'userName eq bjensen', expected: false },
  { text: 'userName eq "bjensen', expected: false },
  { text: 'userName is "bjensen"', expected: false },
  { text: 'userName eq "a" and', expected: false },
  { text: 'userName eq "a" userName eq "b"', expected: false },
  { text: '(userName eq "a"', expected: false },
  { text: 'emails[type eq "work"', expected: false },
  { text: `${'('.repeat(1000)}userName pr${')'.repeat(1000)}`, expected: false },
]
for (const { text, expected } of filters) {
  test(`${expected ? 'a filter' : 'no filter'}: ${text.slice(0, 60)}`, () => assert.equal(isScimFilter(text), expected))
}
