// Values as WebAssembly: finding needles (`needle-index.ts`), remembering (`value-memo.ts`).
import {
  classFactor,
  fieldAt,
  hashFactor,
  indexAt,
  memoAt,
  memoBytes,
  memoPlaces,
  memoPredicates,
  memoStateAt,
  memoValueBytes,
  needleAt,
  needleClasses,
  planAt,
  shapeAt,
  shapeBytes,
  slotAt,
} from './kernel-layout.ts'
import { kinds } from './tokenizer.ts'
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
  give,
  greater,
  greaterUnsigned,
  isZero,
  keep,
  leave,
  leaveIf,
  less,
  load,
  loadByte,
  loadPair,
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
  unequal,
  type Value,
  vector,
  type WasmFunction,
  when,
  xor,
} from './wasm-code.ts'

/** Makes a predicate true, and the rules that it speaks for candidates. */
const setPredicate: WasmFunction = {
  name: 'setPredicate',
  parameters: ['predicate'],
  locals: ['at', 'past', 'place', 'offset'],
  gives: false,
  code: [
    set('offset', shiftLeft('predicate', 2)),
    set('at', add(load(own('plan'), planAt.truth), 'offset')),
    when(equal(load('at'), own('round')), give()),
    store('at', own('round')),
    set('at', add(load(own('plan'), planAt.hits), 'offset')),
    store('at', add(load('at'), 1)),
    when(less(own('logCount'), memoPredicates), [store(add(own('log'), shiftLeft(own('logCount'), 2)), 'predicate')]),
    setOwn('logCount', add(own('logCount'), 1)),
    set('at', add(load(own('plan'), planAt.witnessStarts), 'offset')),
    set('past', load('at', 4)),
    set('at', load('at')),
    call('addCandidates', add(load(own('plan'), planAt.witnessed), shiftLeft('at', 2)), subtract('past', 'at')),
  ],
}

const addCandidates: WasmFunction = {
  name: 'addCandidates',
  parameters: ['at', 'count'],
  locals: ['place', 'past', 'rounds'],
  gives: false,
  code: [
    when(isZero('count'), give()),
    set('past', add('at', shiftLeft('count', 2))),
    set('rounds', load(own('plan'), planAt.ruleRound)),
    loop(
      'next',
      set('place', load('at')),
      when(unequal(load(add('rounds', shiftLeft('place', 2))), own('round')), [
        store(add('rounds', shiftLeft('place', 2)), own('round')),
        store(add(load(own('plan'), planAt.candidates), shiftLeft(own('candidateCount'), 2)), 'place'),
        setOwn('candidateCount', add(own('candidateCount'), 1)),
      ]),
      leaveIf('next', less(keep('at', add('at', 4)), 'past')),
    ),
  ],
}

/** Compares the needles that are known by a key taken at `at` of the value in the scratch memory. */
const tryBucket: WasmFunction = {
  name: 'tryBucket',
  parameters: ['index', 'key', 'at'],
  locals: ['place', 'bucket', 'past', 'needle', 'from', 'target', 'targets'],
  gives: false,
  code: [
    set('place', shiftRight(multiply('key', hashFactor), load('index', indexAt.slotsShift))),
    loop(
      'probe',
      set('bucket', add(load('index', indexAt.slots), shiftLeft(and('place', load('index', indexAt.slotsMask)), 3))),
      when(isZero(load('bucket', 4)), give()),
      when(unequal(load('bucket'), 'key'), [advance('place', 1), leave('probe')]),
    ),
    set('bucket', load('bucket', 4)),
    set('past', add(add('bucket', 4), shiftLeft(load('bucket'), 3))),
    advance('bucket', 4),
    loop(
      'each',
      when(less('bucket', 'past'), [
        set('needle', load('bucket')),
        set('from', subtract('at', load('bucket', 4))),
        advance('bucket', 8),
        leaveIf('each', less('from', 0)),
        leaveIf('each', greater(add('from', load('needle', needleAt.size)), own('length'))),
        // Tied to the start, to the end, or to neither.
        leaveIf('each', and(and(load('needle', needleAt.ties), 1), unequal('from', 0))),
        leaveIf(
          'each',
          and(
            shiftRight(load('needle', needleAt.ties), 1),
            unequal(add('from', load('needle', needleAt.size)), own('length')),
          ),
        ),
        set('target', add('needle', needleAt.targets)),
        // What is true already need not be compared again.
        when(
          and(
            equal(load('needle', needleAt.count), 1),
            equal(load(add(load(own('plan'), planAt.truth), shiftLeft(load('target'), 2))), own('round')),
          ),
          leave('each'),
        ),
        leaveIf(
          'each',
          isZero(
            call(
              'sameBytes',
              load('needle', needleAt.bytes),
              add(own('scratch'), 'from'),
              load('needle', needleAt.size),
            ),
          ),
        ),
        set('targets', add('target', shiftLeft(load('needle', needleAt.count), 2))),
        loop(
          'target',
          call('setPredicate', load('target')),
          leaveIf('target', less(keep('target', add('target', 4)), 'targets')),
        ),
        leave('each'),
      ]),
    ),
  ],
}

/** Looks at every place of the value; `mask` takes one to four bytes. */
const tryGrams: WasmFunction = {
  name: 'tryGrams',
  parameters: ['index', 'mask', 'salt', 'size'],
  locals: ['at', 'past', 'marks', 'shift', 'gram', 'hash'],
  gives: false,
  code: [
    set('at', own('scratch')),
    set('past', add('at', subtract(own('length'), 'size'))),
    when(greater('at', 'past'), give()),
    set('marks', load('index', indexAt.marks)),
    set('shift', load('index', indexAt.marksShift)),
    loop(
      'next',
      set('gram', add(and(load('at'), 'mask'), 'salt')),
      set('hash', shiftRight(multiply('gram', hashFactor), 'shift')),
      when(and(shiftRight(loadByte(add('marks', shiftRight('hash', 3))), and('hash', 7)), 1), [
        call('tryBucket', 'index', 'gram', subtract('at', own('scratch'))),
      ]),
      leaveIf('next', atMost(keep('at', add('at', 1)), 'past')),
    ),
  ],
}

const bit = (name: keyof typeof needleClasses): number => 1 << needleClasses[name]
const salt = (name: keyof typeof needleClasses): number => Math.imul(needleClasses[name], classFactor)
const anyBit = (...names: readonly (keyof typeof needleClasses)[]): number =>
  names.reduce((sum, name) => sum | bit(name), 0)

/** Two times four bytes as one key. */
const mixed = (low: Code, high: Code): Code => xor(low, multiply(high, 0x85ebca6b | 0))

/** The keys at one end of the value. */
function tryEnd(kind: 'prefix' | 'suffix'): Code {
  const at = (size: Value): Code => (kind === 'prefix' ? [0x41, 0] : subtract(own('length'), size))
  const address = (size: Value): Code => add(own('scratch'), at(size))
  const exact = (size: number, name: keyof typeof needleClasses, key: Code): Code =>
    when(
      and('classes', bit(name)),
      when(atLeast(own('length'), size), call('tryBucket', 'index', add(key, salt(name)), at(size))),
    )
  return [
    exact(8, `${kind}8`, mixed(load(address(8)), load(address(8), 4))),
    exact(4, `${kind}4`, load(address(4))),
    when(and('classes', anyBit(`${kind}3`, `${kind}2`, `${kind}1`)), [
      exact(3, `${kind}3`, and(load(address(3)), 0xffffff)),
      exact(2, `${kind}2`, and(load(address(2)), 0xffff)),
      exact(1, `${kind}1`, loadByte(address(1))),
    ]),
  ]
}

/** Makes true what the value in the scratch memory makes true in a field. */
const matchScratch: WasmFunction = {
  name: 'matchScratch',
  parameters: ['field'],
  locals: ['index', 'classes', 'at', 'past'],
  gives: false,
  code: [
    call('setAny', 'field'),
    when(load('field', fieldAt.shapeCount), call('tryShapes', 'field')),
    set('index', choose(load('field', fieldAt.wide), load('field', fieldAt.ascii), own('wide'))),
    when(isZero('index'), give()),
    set('classes', load('index', indexAt.classes)),
    when(and('classes', bit('whole')), [
      set('at', own('scratch')),
      set('past', choose(subtract(add('at', own('length')), 8), 'at', atLeast(own('length'), 8))),
      call(
        'tryBucket',
        'index',
        add(
          add(
            xor(mixed(load('at'), load('at', 4)), multiply(mixed(load('past'), load('past', 4)), hashFactor)),
            own('length'),
          ),
          salt('whole'),
        ),
        0,
      ),
    ]),
    tryEnd('suffix'),
    tryEnd('prefix'),
    when(and('classes', bit('gram4')), call('tryGrams', 'index', -1, salt('gram4'), 4)),
    when(and('classes', anyBit('gram3', 'gram2', 'gram1')), [
      when(and('classes', bit('gram3')), call('tryGrams', 'index', 0xffffff, salt('gram3'), 3)),
      when(and('classes', bit('gram2')), call('tryGrams', 'index', 0xffff, salt('gram2'), 2)),
      when(and('classes', bit('gram1')), call('tryGrams', 'index', 0xff, salt('gram1'), 1)),
    ]),
  ],
}

/** Runs the automata of a field; a value with bytes above 127 may have any shape. */
const tryShapes: WasmFunction = {
  name: 'tryShapes',
  parameters: ['field'],
  locals: ['shape', 'left', 'state', 'at', 'past', 'class', 'classes', 'next', 'width'],
  gives: false,
  code: [
    set('shape', load('field', fieldAt.shapes)),
    set('left', load('field', fieldAt.shapeCount)),
    loop(
      'each',
      block(
        'decided',
        when(isZero(own('wide')), [
          leaveIf('decided', less(own('length'), load('shape', shapeAt.least))),
          when(keep('next', load('shape', shapeAt.next)), [
            set('state', 0),
            set('classes', load('shape', shapeAt.classes)),
            set('width', load('shape', shapeAt.width)),
            set('at', own('scratch')),
            set('past', add('at', own('length'))),
            block(
              'found',
              loop(
                'step',
                when(less('at', 'past'), [
                  set('class', loadByte(add('classes', loadByte('at')))),
                  advance('at', 1),
                  // A newline that ends the text has a class of its own.
                  when(equal('at', 'past'), [
                    when(equal(loadByte(subtract('at', 1)), 10), set('class', subtract('width', 2))),
                  ]),
                  set('state', loadPair(add('next', shiftLeft(add('state', 'class'), 1)))),
                  leaveIf('step', unequal('state', 0xffff)),
                  leave('found'),
                ]),
              ),
              leaveIf(
                'decided',
                unequal(loadPair(add('next', shiftLeft(add('state', subtract('width', 1)), 1))), 0xffff),
              ),
            ),
          ]),
        ]),
        call('setPredicate', load('shape', shapeAt.target)),
      ),
      advance('shape', shapeBytes),
      leaveIf('each', keep('left', subtract('left', 1))),
    ),
  ],
}

const setAny: WasmFunction = {
  name: 'setAny',
  parameters: ['field'],
  locals: ['at', 'past'],
  gives: false,
  code: [
    set('at', load('field', fieldAt.any)),
    set('past', add('at', shiftLeft(load('field', fieldAt.anyCount), 2))),
    loop('next', when(less('at', 'past'), [call('setPredicate', load('at')), advance('at', 4), leave('next')])),
  ],
}

/** Spreads the bytes of a value; sixteen at a time would not be faster for texts of this length. */
const memoEntry: WasmFunction = {
  name: 'memoEntry',
  parameters: ['field', 'start', 'size'],
  gives: true,
  code: [
    add(
      own('memo'),
      multiply(and(call('hashBytes', 'start', 'size', xor('field', 'size')), memoPlaces - 1), memoBytes),
    ),
  ],
}

/** Half of the look-ups of a trial must be hits, or the memory is left alone for a while. */
const trial = 1024
const pause = 32 * trial
/** Bytes from which on a value is first looked at with steps. */
const longValue = 64

const matchString: WasmFunction = {
  name: 'matchString',
  parameters: ['field', 'start', 'end'],
  locals: ['size', 'state', 'entry', 'at', 'past', 'asked'],
  gives: false,
  code: [
    set('size', subtract('end', 'start')),
    when(atMost('size', memoValueBytes), [
      set('state', load('field', fieldAt.memo)),
      set('state', add(own('memoStates'), 'state')),
      when(
        load('state', memoStateAt.paused),
        store('state', subtract(load('state', memoStateAt.paused), 1), memoStateAt.paused),
        [
          set('entry', call('memoEntry', 'field', 'start', 'size')),
          store('state', keep('asked', add(load('state', memoStateAt.asked), 1)), memoStateAt.asked),
          when(equal('asked', trial), [
            when(less(shiftLeft(load('state', memoStateAt.hits), 1), trial), store('state', pause, memoStateAt.paused)),
            store('state', 0, memoStateAt.asked),
            store('state', 0, memoStateAt.hits),
          ]),
          when(
            and(equal(load('entry', memoAt.field), 'field'), equal(load('entry', memoAt.size), 'size')),
            when(call('sameBytes', add('entry', memoAt.bytes), 'start', 'size'), [
              store('state', add(load('state', memoStateAt.hits), 1), memoStateAt.hits),
              set('at', add('entry', memoAt.predicates)),
              set('past', add('at', shiftLeft(load('entry', memoAt.count), 2))),
              loop(
                'next',
                when(less('at', 'past'), [call('setPredicate', load('at')), advance('at', 4), leave('next')]),
              ),
              give(),
            ]),
          ),
        ],
      ),
    ]),
    when(isZero('entry'), [
      when(and(atLeast('size', longValue), unequal(load('field', fieldAt.filter), 0)), [
        when(isZero(call('mayHold', load('field', fieldAt.filter), 'start', 'end')), [
          when(isZero(call('hasMarks', 'start', 'end')), [call('setAny', 'field'), give()]),
        ]),
      ]),
    ]),
    when(isZero(call('fold', 'start', 'end')), [setOwn('broken', 1), give()]),
    setOwn('logCount', 0),
    call('matchScratch', 'field'),
    when('entry', [
      when(greater(own('logCount'), memoPredicates), [store('entry', 0, memoAt.field), give()]),
      store('entry', 'field', memoAt.field),
      store('entry', 'size', memoAt.size),
      store('entry', own('logCount'), memoAt.count),
      call('copy', add('entry', memoAt.predicates), own('log'), shiftLeft(own('logCount'), 2)),
      call('copy', add('entry', memoAt.bytes), 'start', 'size'),
    ]),
  ],
}

/** Copies bytes, and up to fifteen more. */
const copy: WasmFunction = {
  name: 'copy',
  parameters: ['to', 'from', 'size'],
  gives: false,
  code: [
    loop(
      'next',
      when(greater('size', 0), [
        vector.store('to', vector.load('from')),
        advance('to', 16),
        advance('from', 16),
        set('size', subtract('size', 16)),
        leave('next'),
      ]),
    ),
  ],
}

/** An integer that JavaScript writes as it stands here: up to fifteen digits, no minus before a zero. */
const isPlainNumber: WasmFunction = {
  name: 'isPlainNumber',
  parameters: ['at', 'end'],
  gives: true,
  code: [
    when(greater(subtract('end', 'at'), 15), give(0)),
    when(equal(loadByte('at'), 45), [
      advance('at', 1),
      when(or(equal(loadByte('at'), 48), atLeast('at', 'end')), give(0)),
    ]),
    loop(
      'next',
      when(atLeast('at', 'end'), give(1)),
      when(greaterUnsigned(subtract(loadByte('at'), 48), 9), give(0)),
      advance('at', 1),
      leave('next'),
    ),
    [0x00],
  ],
}

/** Makes true what the value of a slot makes true. */
const matchSlot: WasmFunction = {
  name: 'matchSlot',
  parameters: ['field', 'slot'],
  locals: ['kind'],
  gives: false,
  code: [
    set('kind', load('slot', slotAt.kind)),
    when(equal('kind', kinds.string), [
      call('matchString', 'field', load('slot', slotAt.start), load('slot', slotAt.end)),
      give(),
    ]),
    when(or(equal('kind', kinds.null), equal('kind', kinds.object)), give()),
    when(
      or(
        and(equal('kind', kinds.number), call('isPlainNumber', load('slot', slotAt.start), load('slot', slotAt.end))),
        or(equal('kind', kinds.true), equal('kind', kinds.false)),
      ),
      [
        when(isZero(call('fold', load('slot', slotAt.start), load('slot', slotAt.end))), give()),
        call('matchScratch', 'field'),
        give(),
      ],
    ),
    call('matchOutside', 'field', 'slot'),
  ],
}

/** All functions that look at values that are folded. */
export const valueFunctions: readonly WasmFunction[] = [
  setPredicate,
  addCandidates,
  tryBucket,
  tryGrams,
  matchScratch,
  setAny,
  tryShapes,
  memoEntry,
  matchString,
  copy,
  isPlainNumber,
  matchSlot,
]
