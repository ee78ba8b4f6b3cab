// The filter over raw bytes of `raw-filter.ts` as WebAssembly, and what may hide a text from it.
import { filterAt, hashFactor, needleAt } from './kernel-layout.ts'
import {
  add,
  advance,
  and,
  atMost,
  block,
  type Code,
  call,
  give,
  greater,
  isZero,
  keep,
  leave,
  leaveIf,
  less,
  load,
  loadByte,
  loop,
  multiply,
  or,
  set,
  shiftLeft,
  shiftRight,
  subtract,
  unequal,
  vector,
  type WasmFunction,
  when,
} from './wasm-code.ts'

/** Whether one of the texts of a filter may stand between two places of the raw line. */
const mayHold: WasmFunction = {
  name: 'mayHold',
  parameters: ['filter', 'from', 'to'],
  locals: ['at', 'last', 'marks', 'shift', 'mask', 'fold', 'step', 'gram'],
  gives: true,
  code: [
    set('last', subtract('to', load('filter', filterAt.width))),
    set('at', 'from'),
    set('marks', load('filter', filterAt.marks)),
    set('shift', load('filter', filterAt.marksShift)),
    set('mask', load('filter', filterAt.mask)),
    set('fold', and('mask', 0x20202020)),
    set('step', load('filter', filterAt.step)),
    block(
      'done',
      loop(
        'next',
        leaveIf('done', greater('at', 'last')),
        set('gram', or(and(load('at'), 'mask'), 'fold')),
        when(loadByte(add('marks', shiftRight(multiply('gram', hashFactor), 'shift'))), [
          when(call('partStands', 'filter', 'gram', 'at', 'from', 'to'), give(1)),
        ]),
        advance('at', 'step'),
        leave('next'),
      ),
    ),
    [0x41, 0],
  ],
}

/** Whether a part of a filter that is known by four bytes stands around them. */
const partStands: WasmFunction = {
  name: 'partStands',
  parameters: ['filter', 'gram', 'at', 'from', 'to'],
  locals: ['place', 'bucket', 'past', 'part', 'start', 'i'],
  gives: true,
  code: [
    set('place', shiftRight(multiply('gram', hashFactor), load('filter', filterAt.slotsShift))),
    loop(
      'probe',
      set(
        'bucket',
        add(load('filter', filterAt.slots), shiftLeft(and('place', load('filter', filterAt.slotsMask)), 3)),
      ),
      when(isZero(load('bucket', 4)), give(0)),
      when(unequal(load('bucket'), 'gram'), [advance('place', 1), leave('probe')]),
    ),
    set('bucket', load('bucket', 4)),
    set('past', add(add('bucket', 4), shiftLeft(load('bucket'), 3))),
    advance('bucket', 4),
    loop(
      'each',
      when(less('bucket', 'past'), [
        set('part', load('bucket')),
        set('start', subtract('at', load('bucket', 4))),
        advance('bucket', 8),
        leaveIf('each', less('start', 'from')),
        leaveIf('each', greater(add('start', load('part', needleAt.size)), 'to')),
        set('i', 0),
        loop(
          'compare',
          leaveIf(
            'each',
            unequal(or(loadByte(add('start', 'i')), 32), loadByte(add(load('part', needleAt.bytes), 'i'))),
          ),
          leaveIf('compare', less(keep('i', add('i', 1)), load('part', needleAt.size))),
        ),
        give(1),
      ]),
    ),
    [0x41, 0],
  ],
}

/** Two bytes behind each other, anywhere in a chunk. */
const pair = (first: number, second: number): Code =>
  vector.and(vector.equal('chunk', vector.of(first)), vector.equal('next', vector.of(second)))

/** Whether something between two places may hide a text: an escape by number, or the first bytes of what folds to an ASCII letter. */
const hasMarks: WasmFunction = {
  name: 'hasMarks',
  parameters: ['from', 'to'],
  locals: ['found', 'left'],
  vectors: ['chunk', 'next'],
  gives: true,
  code: [
    block(
      'done',
      loop(
        'more',
        set('left', subtract('to', 'from')),
        leaveIf('done', atMost('left', 0)),
        set('chunk', vector.load('from')),
        set('next', vector.load('from', 1)),
        // The long s is C5 BF, the Kelvin sign E2 84 AA.
        set('found', vector.highBits(vector.or(pair(92, 117), vector.or(pair(0xc5, 0xbf), pair(0xe2, 0x84))))),
        when(less('left', 16), set('found', and('found', subtract(shiftLeft(1, 'left'), 1)))),
        when('found', give(1)),
        advance('from', 16),
        leave('more'),
      ),
    ),
    [0x41, 0],
  ],
}

/** All functions that look at raw bytes. */
export const filterFunctions: readonly WasmFunction[] = [mayHold, partStands, hasMarks]
