// Lines as WebAssembly: which plan a line has, which rules match it, line after line.
import {
  brokenLine,
  planAt,
  resultBytes,
  slotAt,
  sourceAt,
  sourceBytes,
  sourceFieldAt,
  sourceFieldBytes,
  sourceKeyBytes,
  sourceKeySlack,
  sourcePlaces,
  stepAt,
  stepBytes,
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
  or,
  own,
  set,
  setOwn,
  shiftLeft,
  shiftRight,
  store,
  storeByte,
  subtract,
  trailingZeros,
  unequal,
  vector,
  type WasmFunction,
  when,
} from './wasm-code.ts'

/** Address of a predicate's entry in one of the plan's tables. */
const ofPredicate = (table: number): Code => add(load(own('plan'), table), shiftLeft('predicate', 2))

/** Decides a rule; `ask` is called for what is not known yet. */
const decide: WasmFunction = {
  name: 'decide',
  parameters: ['place'],
  locals: ['step', 'predicate', 'isTrue', 'at', 'kind'],
  gives: true,
  code: [
    set('step', load(add(load(own('plan'), planAt.starts), shiftLeft('place', 2)))),
    block(
      'ended',
      loop(
        'next',
        leaveIf('ended', less('step', 0)),
        set('at', add(load(own('plan'), planAt.steps), multiply('step', stepBytes))),
        set('predicate', load('at', stepAt.predicate)),
        set('isTrue', equal(load(ofPredicate(planAt.truth)), own('round'))),
        when(isZero('isTrue'), [
          when(keep('kind', loadByte(add(load(own('plan'), planAt.late), 'predicate'))), [
            when(unequal(load(ofPredicate(planAt.falsity)), own('round')), [
              set('isTrue', call('askLate', 'predicate', 'kind')),
              store(choose(ofPredicate(planAt.truth), ofPredicate(planAt.falsity), 'isTrue'), own('round')),
            ]),
          ]),
        ]),
        set('step', choose(load('at', stepAt.whenTrue), load('at', stepAt.whenFalse), 'isTrue')),
        leave('next'),
      ),
    ),
    equal('step', -1),
  ],
}

/** Writes the key of what decides over the source; gives its size, 0 when the answer cannot be remembered. */
const writeSourceKey: WasmFunction = {
  name: 'writeSourceKey',
  parameters: ['fields', 'count'],
  locals: ['to', 'slot', 'kind', 'size'],
  gives: true,
  code: [
    set('to', own('sourceKey')),
    loop(
      'next',
      when('count', [
        set('count', subtract('count', 1)),
        set('slot', load('fields', sourceFieldAt.slot)),
        set('kind', choose(load('slot', slotAt.kind), 0, equal(load('slot', slotAt.round), own('round')))),
        when(atLeast('kind', kinds.object), give(0)),
        storeByte('to', 'kind'),
        advance('to', 1),
        when(and(unequal('kind', 0), isZero(load('fields', sourceFieldAt.presence))), [
          set('size', subtract(load('slot', slotAt.end), load('slot', slotAt.start))),
          when(greater(add(subtract('to', own('sourceKey')), 'size'), sourceKeyBytes - sourceKeySlack), give(0)),
          storeByte('to', 'size'),
          call('copy', add('to', 1), load('slot', slotAt.start), 'size'),
          advance('to', add('size', 1)),
        ]),
        advance('fields', sourceFieldBytes),
        leave('next'),
      ]),
    ),
    subtract('to', own('sourceKey')),
  ],
}

/** The plan of the line that was read, 0 when no rule applies. */
const planOfLine: WasmFunction = {
  name: 'planOfLine',
  parameters: [],
  locals: ['size', 'entry', 'channel', 'plan'],
  gives: true,
  code: [
    set('channel', load(own('windowsFields'))),
    set(
      'size',
      choose(
        1,
        0,
        and(equal(load('channel', slotAt.round), own('round')), equal(load('channel', slotAt.kind), kinds.string)),
      ),
    ),
    // Only a Windows channel decides with few fields.
    when(
      'size',
      set('size', call('writeSourceKey', own('windowsFields'), 3)),
      set('size', call('writeSourceKey', own('sourceFields'), own('sourceCount'))),
    ),
    when(isZero('size'), give(call('findPlan'))),
    set(
      'entry',
      add(own('sources'), multiply(and(call('hashBytes', own('sourceKey'), 'size', 0), sourcePlaces - 1), sourceBytes)),
    ),
    when(equal(load('entry', sourceAt.size), 'size'), [
      when(call('sameBytes', add('entry', sourceAt.key), own('sourceKey'), 'size'), give(load('entry', sourceAt.plan))),
    ]),
    set('plan', call('findPlan')),
    store('entry', 'size', sourceAt.size),
    store('entry', 'plan', sourceAt.plan),
    call('copy', add('entry', sourceAt.key), own('sourceKey'), 'size'),
    get('plan'),
  ],
}

/** Searches for keywords where the raw line does not rule them out. */
const matchKeywords: WasmFunction = {
  name: 'matchKeywords',
  parameters: ['from', 'to'],
  locals: ['filter'],
  gives: false,
  code: [
    when(keep('filter', load(own('plan'), planAt.keywordFilter)), [
      when(isZero(call('mayHold', 'filter', 'from', 'to')), [
        when(isZero(or(load(own('plan'), planAt.wideKeywords), call('hasMarks', 'from', 'to'))), give()),
        when(isZero(call('mayHoldMarked', 'filter', 'from', 'to')), give()),
      ]),
    ]),
    call('keywordsOutside', 'from', 'to'),
  ],
}

/** Matches one line; gives the number of rules, which then stand in the candidates, or `brokenLine`. */
const matchLine: WasmFunction = {
  name: 'matchLine',
  parameters: ['from', 'to'],
  locals: ['i', 'slot', 'field', 'fields', 'place', 'count'],
  gives: true,
  code: [
    setOwn('broken', 0),
    setOwn('foldedSlot', 0),
    setOwn('candidateCount', 0),
    when(isZero(call('readLine', 'from', 'to')), give(brokenLine)),
    setOwn('plan', call('planOfLine')),
    when(isZero(own('plan')), give(0)),
    store(own('plan'), keep('count', add(load(own('plan'), planAt.events), 1)), planAt.events),
    when(equal('count', load(own('plan'), planAt.training)), call('train')),
    set('fields', load(own('plan'), planAt.fields)),
    block(
      'matched',
      loop(
        'next',
        leaveIf('matched', atLeast('i', own('touchedCount'))),
        set('slot', load(add(own('touched'), shiftLeft('i', 2)))),
        advance('i', 1),
        // Slots lie behind each other, and so do the addresses of their fields.
        leaveIf('next', isZero(keep('field', load(add('fields', shiftRight(subtract('slot', own('slots')), 3)))))),
        call('matchSlot', 'field', 'slot'),
        leave('next'),
      ),
    ),
    when(load(own('plan'), planAt.keywords), call('matchKeywords', 'from', 'to')),
    call('addCandidates', load(own('plan'), planAt.always), load(own('plan'), planAt.alwaysCount)),
    set('i', 0),
    set('count', 0),
    block(
      'decided',
      loop(
        'each',
        leaveIf('decided', atLeast('i', own('candidateCount'))),
        set('place', load(add(load(own('plan'), planAt.candidates), shiftLeft('i', 2)))),
        advance('i', 1),
        leaveIf('each', isZero(call('decide', 'place'))),
        store(
          add(load(own('plan'), planAt.candidates), shiftLeft('count', 2)),
          load(add(load(own('plan'), planAt.rules), shiftLeft('place', 2))),
        ),
        advance('count', 1),
        leave('each'),
      ),
    ),
    when(own('broken'), give(brokenLine)),
    when(greater('count', 1), call('sort', load(own('plan'), planAt.candidates), 'count')),
    get('count'),
  ],
}

/** Sorts a short list of numbers, ascending. */
const sort: WasmFunction = {
  name: 'sort',
  parameters: ['at', 'count'],
  locals: ['i', 'j', 'one'],
  gives: false,
  code: [
    set('i', add('at', 4)),
    set('count', add('at', shiftLeft('count', 2))),
    loop(
      'next',
      set('one', load('i')),
      set('j', 'i'),
      block(
        'placed',
        loop(
          'shift',
          leaveIf('placed', atMost('j', 'at')),
          leaveIf('placed', atMost(load(subtract('j', 4)), 'one')),
          store('j', load(subtract('j', 4))),
          set('j', subtract('j', 4)),
          leave('shift'),
        ),
      ),
      store('j', 'one'),
      leaveIf('next', less(keep('i', add('i', 4)), 'count')),
    ),
  ],
}

/** The line break at or behind a place; `to` when there is none before it. */
const findLineEnd: WasmFunction = {
  name: 'findLineEnd',
  parameters: ['at', 'to'],
  locals: ['found'],
  gives: true,
  code: [
    loop(
      'next',
      set('found', vector.highBits(vector.equal(vector.load('at'), vector.of(10)))),
      when('found', [advance('at', trailingZeros('found')), give(choose('at', 'to', less('at', 'to')))]),
      leaveIf('next', less(keep('at', add('at', 16)), 'to')),
    ),
    get('to'),
  ],
}

/**
 * Matches the lines between two places until they end or there is no room for the results of one more line; gives the place
 * of the line that comes next.
 */
const matchLines: WasmFunction = {
  name: 'matchLines',
  parameters: ['at', 'to', 'rules'],
  locals: ['end', 'first', 'count', 'result', 'i'],
  gives: true,
  code: [
    block(
      'ended',
      loop(
        'next',
        leaveIf('ended', atLeast('at', 'to')),
        leaveIf('ended', greater(add(own('resultCount'), 'rules'), own('resultRoom'))),
        set('end', call('findLineEnd', 'at', 'to')),
        setOwn('limit', 'end'),
        set('first', call('skipSpace', 'at')),
        block(
          'told',
          leaveIf('told', atLeast('first', 'end')),
          set('count', call('matchLine', 'first', 'end')),
          set('result', add(own('results'), multiply(own('resultCount'), resultBytes))),
          when(less('count', 0), [
            store('result', own('lines')),
            store('result', brokenLine, 4),
            store('result', 'at', 8),
            setOwn('resultCount', add(own('resultCount'), 1)),
            leave('told'),
          ]),
          setOwn('events', add(own('events'), 1)),
          when(isZero(own('plan')), setOwn('unplaced', add(own('unplaced'), 1))),
          set('i', 0),
          loop(
            'each',
            when(less('i', 'count'), [
              store('result', own('lines')),
              store('result', load(add(load(own('plan'), planAt.candidates), shiftLeft('i', 2))), 4),
              store('result', 'at', 8),
              advance('result', resultBytes),
              setOwn('resultCount', add(own('resultCount'), 1)),
              advance('i', 1),
              leave('each'),
            ]),
          ),
        ),
        setOwn('lines', add(own('lines'), 1)),
        set('at', add('end', 1)),
        leave('next'),
      ),
    ),
    get('at'),
  ],
}

/** All functions that look at lines. */
export const lineFunctions: readonly WasmFunction[] = [
  decide,
  writeSourceKey,
  planOfLine,
  matchKeywords,
  matchLine,
  sort,
  findLineEnd,
  matchLines,
]
