// The tokenizer of `tokenizer.ts` as WebAssembly: sixteen bytes at a time where a string or a key is read.
import { entryAt, hashFactor, nodeAt, slotAt } from './kernel-layout.ts'
import { kinds, maxNesting } from './tokenizer.ts'
import {
  add,
  advance,
  and,
  atLeast,
  atMost,
  block,
  type Code,
  call,
  choose,
  equal,
  get,
  give,
  greater,
  isZero,
  keep,
  leave,
  leaveIf,
  less,
  lessUnsigned,
  load,
  loadByte,
  loop,
  multiply,
  or,
  own,
  set,
  setOwn,
  shiftLeft,
  shiftRight,
  store,
  subtract,
  trailingZeros,
  unequal,
  type Value,
  vector,
  type WasmFunction,
  when,
  xor,
} from './wasm-code.ts'

const quote = 34
const backslash = 92

/** White space is skipped only where there is some: most writers leave none. */
function skipSpace(at: string): Code {
  return when(atMost(loadByte(at), 32), set(at, call('skipSpace', at)))
}

/** Takes an address behind what was read; 0 means that it is broken. */
const orBroken = (at: string, code: Code): Code => when(isZero(keep(at, code)), give(0))

const skipSpaceFunction: WasmFunction = {
  name: 'skipSpace',
  parameters: ['at'],
  locals: ['byte'],
  gives: true,
  code: [
    block(
      'done',
      loop(
        'next',
        leaveIf('done', atLeast('at', own('limit'))),
        set('byte', loadByte('at')),
        when(or(or(equal('byte', 32), equal('byte', 10)), or(equal('byte', 9), equal('byte', 13))), [
          advance('at', 1),
          leave('next'),
        ]),
      ),
    ),
    get('at'),
  ],
}

/** The quote that ends the string whose first byte is at `from`; 0 when it does not end in this line. */
const findQuote: WasmFunction = {
  name: 'findQuote',
  parameters: ['from'],
  locals: ['at', 'found', 'back'],
  gives: true,
  code: [
    set('at', 'from'),
    loop(
      'next',
      set('found', vector.highBits(vector.equal(vector.load('at'), vector.of(quote)))),
      when(isZero('found'), [advance('at', 16), leaveIf('next', less('at', own('limit'))), give(0)]),
      advance('at', trailingZeros('found')),
      when(atLeast('at', own('limit')), give(0)),
      when(unequal(loadByte(subtract('at', 1)), backslash), give('at')),
      set('back', subtract('at', 2)),
      block(
        'counted',
        loop(
          'earlier',
          leaveIf('counted', less('back', 'from')),
          leaveIf('counted', unequal(loadByte('back'), backslash)),
          set('back', subtract('back', 1)),
          leave('earlier'),
        ),
      ),
      when(and(subtract('at', 'back'), 1), give('at')),
      advance('at', 1),
      leave('next'),
    ),
    [0x00],
  ],
}

/** Whether `size` bytes at two places are equal; sixteen more may be read. */
const sameBytes: WasmFunction = {
  name: 'sameBytes',
  parameters: ['left', 'right', 'size'],
  gives: true,
  code: [
    loop(
      'next',
      when(atMost('size', 16), [
        give(
          isZero(
            and(
              xor(vector.highBits(vector.equal(vector.load('left'), vector.load('right'))), 0xffff),
              subtract(shiftLeft(1, 'size'), 1),
            ),
          ),
        ),
      ]),
      when(unequal(vector.highBits(vector.equal(vector.load('left'), vector.load('right'))), 0xffff), give(0)),
      advance('left', 16),
      advance('right', 16),
      set('size', subtract('size', 16)),
      leave('next'),
    ),
    [0x00],
  ],
}

/** The quote behind a key that was guessed; 0 when another key stands here. */
const matchKey: WasmFunction = {
  name: 'matchKey',
  parameters: ['entry', 'at'],
  locals: ['size'],
  gives: true,
  code: [
    set('size', load('entry', entryAt.size)),
    when(unequal(loadByte(add('at', 'size')), quote), give(0)),
    when(isZero(call('sameBytes', load('entry', entryAt.key), 'at', 'size')), give(0)),
    add('at', 'size'),
  ],
}

/** Spreads bytes over 32 bits; at most three bytes behind them are read. */
const hashBytes: WasmFunction = {
  name: 'hashBytes',
  parameters: ['at', 'size', 'seed'],
  gives: true,
  code: [
    block(
      'tail',
      loop(
        'next',
        leaveIf('tail', less('size', 4)),
        set('seed', multiply(xor('seed', load('at')), hashFactor)),
        set('seed', xor('seed', shiftRight('seed', 15))),
        advance('at', 4),
        set('size', subtract('size', 4)),
        leave('next'),
      ),
    ),
    set('seed', multiply(xor('seed', and(load('at'), subtract(shiftLeft(1, shiftLeft('size', 3)), 1))), hashFactor)),
    xor('seed', shiftRight('seed', 15)),
  ],
}

/** Entry of a key that stands between two places; asks outside for one that is not known. */
export const keyProbes = 8
const lookUpKey: WasmFunction = {
  name: 'lookUpKey',
  parameters: ['node', 'start', 'end'],
  locals: ['place', 'entry', 'left'],
  gives: true,
  code: [
    set('place', call('hashBytes', 'start', subtract('end', 'start'), 'node')),
    set('left', keyProbes),
    block(
      'unknown',
      loop(
        'next',
        set('entry', load(add(own('keyTable'), shiftLeft(and('place', own('keyMask')), 2)))),
        leaveIf('unknown', isZero('entry')),
        when(
          and(equal(load('entry', entryAt.node), 'node'), equal(load('entry', entryAt.size), subtract('end', 'start'))),
          when(call('sameBytes', load('entry', entryAt.key), 'start', subtract('end', 'start')), give('entry')),
        ),
        advance('place', 1),
        leaveIf('next', keep('left', subtract('left', 1))),
      ),
    ),
    call('unknownKey', 'node', 'start', 'end'),
  ],
}

/** Notes what a slot has. */
const note: WasmFunction = {
  name: 'note',
  parameters: ['slot', 'flat', 'kind', 'start', 'end'],
  gives: false,
  code: [
    when(
      unequal(load('slot', slotAt.round), own('round')),
      [store('slot', own('round'), slotAt.round), call('touch', 'slot')],
      // The flat key comes before the path, wherever it stands.
      when(and(load('slot', slotAt.flat), isZero('flat')), give()),
    ),
    store('slot', 'flat', slotAt.flat),
    store('slot', 'kind', slotAt.kind),
    store('slot', 'start', slotAt.start),
    store('slot', 'end', slotAt.end),
  ],
}

const touch: WasmFunction = {
  name: 'touch',
  parameters: ['slot'],
  gives: false,
  code: [
    store(add(own('touched'), shiftLeft(own('touchedCount'), 2)), 'slot'),
    setOwn('touchedCount', add(own('touchedCount'), 1)),
  ],
}

/** For each slot below a node: `slot` is its address. */
function eachSlotBelow(node: Value, ...code: Code): Code {
  return [
    set('place', load(node, nodeAt.slots)),
    set('past', add('place', shiftLeft(load(node, nodeAt.count), 2))),
    block(
      'all',
      loop(
        'each',
        leaveIf('all', atLeast('place', 'past')),
        set('slot', load('place')),
        advance('place', 4),
        ...code,
        leave('each'),
      ),
    ),
  ]
}

/** A list on the way: the slots below it are looked up in it later. */
const noteInside: WasmFunction = {
  name: 'noteInside',
  parameters: ['below', 'start', 'end'],
  locals: ['place', 'past', 'slot'],
  gives: false,
  code: eachSlotBelow(
    'below',
    when(
      unequal(load('slot', slotAt.round), own('round')),
      [store('slot', own('round'), slotAt.round), call('touch', 'slot')],
      leaveIf('each', load('slot', slotAt.flat)),
    ),
    store('slot', 0, slotAt.flat),
    store('slot', kinds.insideList, slotAt.kind),
    store('slot', 'start', slotAt.start),
    store('slot', 'end', slotAt.end),
    store('slot', load('below', nodeAt.depth), slotAt.above),
  ),
}

/** The last of two equal keys counts: what the first one held is not there. */
const forget: WasmFunction = {
  name: 'forget',
  parameters: ['below'],
  locals: ['place', 'past', 'slot', 'at', 'last'],
  gives: false,
  code: eachSlotBelow(
    'below',
    leaveIf('each', unequal(load('slot', slotAt.round), own('round'))),
    leaveIf('each', load('slot', slotAt.flat)),
    store('slot', 0, slotAt.round),
    setOwn('touchedCount', subtract(own('touchedCount'), 1)),
    set('last', add(own('touched'), shiftLeft(own('touchedCount'), 2))),
    set('at', own('touched')),
    block('found', loop('search', leaveIf('found', equal(load('at'), 'slot')), advance('at', 4), leave('search'))),
    store('at', load('last')),
  ),
}

/** From behind the brace to behind its partner. `node` 0: nothing in it is looked at. */
const readObject: WasmFunction = {
  name: 'readObject',
  parameters: ['at', 'node'],
  locals: ['entry', 'before', 'guess', 'end'],
  gives: true,
  code: [
    setOwn('nesting', add(own('nesting'), 1)),
    when(greater(own('nesting'), maxNesting), give(0)),
    skipSpace('at'),
    when(equal(loadByte('at'), 125), [
      setOwn('nesting', subtract(own('nesting'), 1)),
      give(choose(add('at', 1), 0, less('at', own('limit')))),
    ]),
    loop(
      'next',
      when(unequal(loadByte('at'), quote), give(0)),
      advance('at', 1),
      block(
        'known',
        when('node', [
          set('before', 'entry'),
          // Events of one kind have the same keys in the same order.
          set('guess', choose(load('entry', entryAt.next), load('node', nodeAt.first), 'entry')),
          when('guess', when(keep('end', call('matchKey', 'guess', 'at')), [set('entry', 'guess'), leave('known')])),
          orBroken('end', call('findQuote', 'at')),
          set('entry', call('lookUpKey', 'node', 'at', 'end')),
          when('before', store('before', 'entry', entryAt.next), store('node', 'entry', nodeAt.first)),
          leave('known'),
        ]),
        orBroken('end', call('findQuote', 'at')),
      ),
      set('at', add('end', 1)),
      skipSpace('at'),
      when(unequal(loadByte('at'), 58), give(0)),
      advance('at', 1),
      skipSpace('at'),
      orBroken('at', call('readValue', 'at', 'entry')),
      skipSpace('at'),
      when(atLeast('at', own('limit')), give(0)),
      when(equal(loadByte('at'), 44), [advance('at', 1), skipSpace('at'), leave('next')]),
      when(unequal(loadByte('at'), 125), give(0)),
    ),
    setOwn('nesting', subtract(own('nesting'), 1)),
    add('at', 1),
  ],
}

function literal(first: string, kind: number): Code {
  const [a = 0, b = 0, c = 0, d = 0, e] = [...first].map((letter) => letter.charCodeAt(0))
  const four = a | (b << 8) | (c << 16) | (d << 24)
  return [
    set('end', add('at', first.length)),
    when(greater('end', own('limit')), give(0)),
    when(unequal(load('at'), four), give(0)),
    e === undefined ? [] : when(unequal(loadByte('at', 4), e), give(0)),
    when('slot', call('note', 'slot', 'flat', kind, 'at', 'end')),
    give('end'),
  ]
}

const readValue: WasmFunction = {
  name: 'readValue',
  parameters: ['at', 'entry'],
  locals: ['slot', 'flat', 'below', 'end', 'byte'],
  gives: true,
  code: [
    when('entry', [
      set('slot', load('entry', entryAt.slot)),
      set('flat', load('entry', entryAt.flat)),
      when(keep('below', load('entry', entryAt.below)), [
        when(equal(load('entry', entryAt.round), own('round')), call('forget', 'below')),
        store('entry', own('round'), entryAt.round),
      ]),
    ]),
    set('byte', loadByte('at')),
    when(equal('byte', quote), [
      advance('at', 1),
      orBroken('end', call('findQuote', 'at')),
      when('slot', call('note', 'slot', 'flat', kinds.string, 'at', 'end')),
      give(add('end', 1)),
    ]),
    when(equal('byte', 123), [
      orBroken('end', call('readObject', add('at', 1), 'below')),
      when('slot', call('note', 'slot', 'flat', kinds.object, 'at', 'end')),
      give('end'),
    ]),
    when(equal('byte', 91), [
      orBroken('end', call('readList', add('at', 1))),
      when('slot', call('note', 'slot', 'flat', kinds.list, 'at', 'end')),
      when('below', call('noteInside', 'below', 'at', 'end')),
      give('end'),
    ]),
    when(equal('byte', 116), literal('true', kinds.true)),
    when(equal('byte', 102), literal('false', kinds.false)),
    when(equal('byte', 110), literal('null', kinds.null)),
    orBroken('end', call('findNumber', 'at')),
    when('slot', call('note', 'slot', 'flat', kinds.number, 'at', 'end')),
    get('end'),
  ],
}

const readList: WasmFunction = {
  name: 'readList',
  parameters: ['at'],
  gives: true,
  code: [
    setOwn('nesting', add(own('nesting'), 1)),
    when(greater(own('nesting'), maxNesting), give(0)),
    skipSpace('at'),
    when(and(equal(loadByte('at'), 93), less('at', own('limit'))), [
      setOwn('nesting', subtract(own('nesting'), 1)),
      give(add('at', 1)),
    ]),
    loop(
      'next',
      skipSpace('at'),
      orBroken('at', call('readValue', 'at', 0)),
      skipSpace('at'),
      when(atLeast('at', own('limit')), give(0)),
      when(equal(loadByte('at'), 44), [advance('at', 1), leave('next')]),
      when(unequal(loadByte('at'), 93), give(0)),
    ),
    setOwn('nesting', subtract(own('nesting'), 1)),
    add('at', 1),
  ],
}

/** Skips digits; at least one must stand here. */
function digits(): Code {
  return [
    when(atLeast(subtract(loadByte('at'), 48), 10), give(0)),
    when(less(loadByte('at'), 48), give(0)),
    loop('digits', advance('at', 1), leaveIf('digits', lessUnsigned(subtract(loadByte('at'), 48), 10))),
  ]
}

/** The end of a number as JSON writes it. */
const findNumber: WasmFunction = {
  name: 'findNumber',
  parameters: ['at'],
  locals: ['byte'],
  gives: true,
  code: [
    when(equal(loadByte('at'), 45), advance('at', 1)),
    when(
      equal(loadByte('at'), 48),
      [advance('at', 1), when(lessUnsigned(subtract(loadByte('at'), 48), 10), give(0))],
      digits(),
    ),
    when(equal(loadByte('at'), 46), [advance('at', 1), digits()]),
    when(equal(or(loadByte('at'), 32), 101), [
      advance('at', 1),
      set('byte', loadByte('at')),
      when(or(equal('byte', 43), equal('byte', 45)), advance('at', 1)),
      digits(),
    ]),
    when(greater('at', own('limit')), give(0)),
    get('at'),
  ],
}

/** Reads the line from `from` up to `to`; gives 0 when it is no JSON object. */
const readLine: WasmFunction = {
  name: 'readLine',
  parameters: ['from', 'to'],
  gives: true,
  code: [
    setOwn('round', add(own('round'), 1)),
    setOwn('touchedCount', 0),
    setOwn('nesting', 0),
    setOwn('limit', 'to'),
    skipSpace('from'),
    when(atLeast('from', 'to'), give(0)),
    when(unequal(loadByte('from'), 123), give(0)),
    orBroken('from', call('readObject', add('from', 1), own('root'))),
    atLeast(call('skipSpace', 'from'), own('limit')),
  ],
}

/** All functions of the tokenizer. */
export const tokenizerFunctions: readonly WasmFunction[] = [
  skipSpaceFunction,
  findQuote,
  sameBytes,
  matchKey,
  hashBytes,
  lookUpKey,
  note,
  touch,
  noteInside,
  forget,
  readObject,
  readValue,
  readList,
  findNumber,
  readLine,
]
