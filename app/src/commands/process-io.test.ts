import assert from 'node:assert/strict'
import { test } from 'node:test'
import { forTerminal } from './process-io.ts'

test('a name from a file cannot give orders to the terminal', () => {
  assert.equal(forTerminal('Achternaam\u001b[2J\r\u009bboven'), 'Achternaam?[2J??boven')
})

test('words in every language, lines and tabs stay as they are', () => {
  assert.equal(forTerminal('één\tregel\nanden linje: æøå “–”'), 'één\tregel\nanden linje: æøå “–”')
})
