// Tests that are made late as WebAssembly: short texts, and whether two fields have the same text.
import { lateKinds, planAt, shortAt, shortBytes, slotAt, slotBytes } from './kernel-layout.ts'
import { kinds } from './tokenizer.ts'
import {
  add,
  advance,
  and,
  call,
  equal,
  get,
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
  own,
  set,
  setOwn,
  shiftLeft,
  subtract,
  trailingZeros,
  unequal,
  vector,
  type WasmFunction,
  when,
} from './wasm-code.ts'

/** Whether a short text stands in the value in the scratch memory. */
const containsShort: WasmFunction = {
  name: 'containsShort',
  parameters: ['text', 'size'],
  locals: ['at', 'last', 'marks'],
  vectors: ['first', 'end'],
  gives: true,
  code: [
    when(isZero('size'), give(1)),
    set('at', own('scratch')),
    set('last', add('at', subtract(own('length'), 'size'))),
    set('first', vector.spread(loadByte('text'))),
    set('end', vector.spread(loadByte(subtract(add('text', 'size'), 1)))),
    loop(
      'next',
      when(greater('at', 'last'), give(0)),
      set(
        'marks',
        vector.highBits(
          vector.and(
            vector.equal(vector.load('at'), 'first'),
            vector.equal(vector.load(subtract(add('at', 'size'), 1)), 'end'),
          ),
        ),
      ),
      when(less(subtract('last', 'at'), 15), [
        set('marks', and('marks', subtract(shiftLeft(2, subtract('last', 'at')), 1))),
      ]),
      loop(
        'mark',
        when('marks', [
          when(call('sameBytes', 'text', add('at', trailingZeros('marks')), 'size'), give(1)),
          set('marks', and('marks', subtract('marks', 1))),
          leave('mark'),
        ]),
      ),
      advance('at', 16),
      leave('next'),
    ),
    [0x00],
  ],
}

/** Folds what a slot has, once per line; 0 when it is no string. */
const foldSlot: WasmFunction = {
  name: 'foldSlot',
  parameters: ['slot'],
  gives: true,
  code: [
    when(unequal(load('slot', slotAt.kind), kinds.string), give(0)),
    when(equal(own('foldedSlot'), 'slot'), when(equal(own('foldedRound'), own('round')), give(1))),
    when(isZero(call('fold', load('slot', slotAt.start), load('slot', slotAt.end))), [
      setOwn('broken', 1),
      setOwn('length', 0),
    ]),
    setOwn('foldedSlot', 'slot'),
    setOwn('foldedRound', own('round')),
    [0x41, 1],
  ],
}

/** Whether one of a list of short texts stands in a slot. */
const askShort: WasmFunction = {
  name: 'askShort',
  parameters: ['predicate', 'slot', 'list'],
  locals: ['left'],
  gives: true,
  code: [
    when(isZero(call('foldSlot', 'slot')), give(call('ask', 'predicate'))),
    set('left', load('list')),
    advance('list', 4),
    loop(
      'next',
      when(call('containsShort', load('list', shortAt.bytes), load('list', shortAt.size)), give(1)),
      advance('list', shortBytes),
      leaveIf('next', keep('left', subtract('left', 1))),
    ),
    [0x41, 0],
  ],
}

/** Whether two slots have the same text, case aside. */
const askSame: WasmFunction = {
  name: 'askSame',
  parameters: ['predicate', 'slot', 'other'],
  locals: ['scratch', 'length', 'same'],
  gives: true,
  code: [
    when(unequal(load('other', slotAt.round), own('round')), give(0)),
    when(unequal(load('other', slotAt.kind), kinds.string), give(call('ask', 'predicate'))),
    when(isZero(call('foldSlot', 'slot')), give(call('ask', 'predicate'))),
    set('length', own('length')),
    set('scratch', own('scratch')),
    setOwn('scratch', own('otherScratch')),
    when(isZero(call('fold', load('other', slotAt.start), load('other', slotAt.end))), [
      setOwn('broken', 1),
      setOwn('length', 0),
    ]),
    setOwn('scratch', 'scratch'),
    when(equal(own('length'), 'length'), set('same', call('sameBytes', 'scratch', own('otherScratch'), 'length'))),
    setOwn('length', 'length'),
    get('same'),
  ],
}

/** Asks about a predicate that the values did not decide. */
const askLate: WasmFunction = {
  name: 'askLate',
  parameters: ['predicate', 'kind'],
  locals: ['slot', 'part'],
  gives: true,
  code: [
    when(equal('kind', lateKinds.outside), give(call('ask', 'predicate'))),
    set('slot', load(add(load(own('plan'), planAt.slotOf), shiftLeft('predicate', 2)))),
    set('slot', add(own('slots'), multiply('slot', slotBytes))),
    when(unequal(load('slot', slotAt.round), own('round')), give(0)),
    set('part', load(add(load(own('plan'), planAt.lateParts), shiftLeft('predicate', 2)))),
    when(equal('kind', lateKinds.short), give(call('askShort', 'predicate', 'slot', 'part'))),
    call('askSame', 'predicate', 'slot', add(own('slots'), multiply('part', slotBytes))),
  ],
}

/** All functions that ask late. */
export const lateFunctions: readonly WasmFunction[] = [containsShort, foldSlot, askShort, askSame, askLate]
