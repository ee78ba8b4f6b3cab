// Made-up secrets, epochs and persons for the tests, the same at every run.
import { createHash } from 'node:crypto'
import { Directory } from '../src/directory.ts'
import { type EpochKeys, makeEpochKeys } from '../src/epoch-keys.ts'
import { type Identity, parseIdentity, parseMeasureEpoch } from '../src/names.ts'

/** Bytes that look random and follow from a word. */
export function randomOf(word: string, length: number): Uint8Array {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, at) =>
    createHash('sha256').update(`${word} ${at}`).digest(),
  )
  return Uint8Array.from(Buffer.concat(blocks).subarray(0, length))
}

/** Fresh copies of the secrets of an epoch. */
export function keysOf(measure = 'measure-07', epoch = '2026-11-22'): EpochKeys {
  return makeEpochKeys(parseMeasureEpoch(measure, epoch), randomOf(`${measure} ${epoch}`, 128))
}

/** `EMP0000000`, `EMP0000001`, … */
export function staff(count: number): readonly Identity[] {
  return Array.from({ length: count }, (_, at) => parseIdentity(`EMP${String(at).padStart(7, '0')}`))
}

/** A directory of so many persons, each at the index that is their number. */
export function directoryOf(count: number): Directory {
  const directory = new Directory()
  for (const identity of staff(count)) directory.add(identity)
  return directory
}
