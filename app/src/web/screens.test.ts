import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findScreen, isScreen, localPath, openTo, type ScreenEntry, screens } from './screens.ts'

const entry = (path: string, needs?: string): ScreenEntry => ({
  id: path,
  path,
  title: 't',
  summary: 's',
  audience: 'employees',
  icon: 'home',
  ...(needs === undefined ? {} : { needs }),
})
const list = [entry('/'), entry('/staff', 'see'), entry('/staff/import', 'change'), entry('/staff/:id', 'see')]

const paths: readonly { name: string; path: string; expected: string | undefined; params?: object }[] = [
  { name: 'the start page', path: '/', expected: '/' },
  { name: 'a fixed path', path: '/staff', expected: '/staff' },
  { name: 'a slash at the end does not matter', path: '/staff/', expected: '/staff' },
  { name: 'a fixed part goes before a part for anything', path: '/staff/import', expected: '/staff/import' },
  { name: 'a part is given by its name', path: '/staff/7', expected: '/staff/:id', params: { id: '7' } },
  { name: 'a part is decoded', path: '/staff/a%20b', expected: '/staff/:id', params: { id: 'a b' } },
  { name: 'an empty part is no part', path: '/staff//', expected: undefined },
  { name: 'a percent sign that begins nothing finds nothing', path: '/staff/%', expected: undefined },
  { name: 'one part too many', path: '/staff/7/x', expected: undefined },
  { name: 'capitals differ', path: '/Staff', expected: undefined },
]

for (const { name, path, expected, params } of paths) {
  test(`path: ${name}`, () => {
    const found = findScreen(path, list)
    assert.equal(found?.screen.path, expected)
    assert.deepEqual(found?.params ?? {}, params ?? {})
  })
}

test('every screen is found at its own path, and nothing else is a screen', () => {
  for (const screen of screens) assert.ok(isScreen(screen.path.replace(/:\w+/, 'x')), screen.path)
  assert.ok(!isScreen('/no-such-screen'))
  assert.equal(new Set(screens.map(({ id }) => id)).size, screens.length)
})

const people = [
  { name: 'somebody who is not signed in', signedIn: false, allowed: ['see', 'change'], expected: [] },
  { name: 'an employee without rights', signedIn: true, allowed: [], expected: ['/'] },
  { name: 'one right opens its screens', signedIn: true, allowed: ['see'], expected: ['/', '/staff', '/staff/:id'] },
]

for (const { name, signedIn, allowed, expected } of people) {
  test(`open to: ${name}`, () => {
    assert.deepEqual(
      openTo(list, { signedIn, allowed }).map(({ path }) => path),
      expected,
    )
  })
}

const wishes: readonly [wish: string | null, expected: string][] = [
  [null, '/'],
  ['', '/'],
  ['/me', '/me'],
  ['/staff?page=2#row', '/staff?page=2#row'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['/\t/evil.example', '/'],
  ['https://evil.example/', '/'],
  ['javascript:alert(1)', '/'],
  ['/sign-in?to=/me', '/'],
]

for (const [wish, expected] of wishes) {
  test(`after signing in, "${wish}" leads to "${expected}"`, () => {
    assert.equal(localPath(wish), expected)
  })
}
