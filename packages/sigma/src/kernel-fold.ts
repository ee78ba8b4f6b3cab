import {
  add,
  advance,
  and,
  atMost,
  block,
  type Code,
  call,
  choose,
  equal,
  get,
  give,
  greater,
  greaterUnsigned,
  isZero,
  keep,
  leave,
  leaveIf,
  less,
  loadByte,
  loadPair,
  loop,
  or,
  own,
  set,
  setOwn,
  shiftLeft,
  shiftRight,
  storeByte,
  subtract,
  trailingZeros,
  unequal,
  type Value,
  vector,
  type WasmFunction,
  when,
} from './wasm-code.ts'

/** Sixteen bytes with their capitals made small. */
function lower(chunk: string): Code {
  const isCapital = vector.lessUnsigned(vector.subtract(chunk, vector.of(65)), vector.of(26))
  return vector.or(chunk, vector.and(isCapital, vector.of(32)))
}

/** Four hexadecimal digits; -1 when they are none. */
const hexCode: WasmFunction = {
  name: 'hexCode',
  parameters: ['at'],
  locals: ['code', 'left', 'digit'],
  gives: true,
  code: [
    set('left', 4),
    loop(
      'next',
      set('digit', subtract(loadByte('at'), 48)),
      when(greaterUnsigned('digit', 9), [
        set('digit', subtract(or(loadByte('at'), 32), 87)),
        when(or(less('digit', 10), greater('digit', 15)), give(-1)),
      ]),
      set('code', or(shiftLeft('code', 4), 'digit')),
      advance('at', 1),
      leaveIf('next', keep('left', subtract('left', 1))),
    ),
    get('code'),
  ],
}

/** Writes a folded code point below 65,536 as UTF-8; gives the address behind it. */
const writeFolded: WasmFunction = {
  name: 'writeFolded',
  parameters: ['to', 'code'],
  locals: ['known'],
  gives: true,
  code: [
    set('known', loadPair(add(own('foldTable'), shiftLeft('code', 1)))),
    set('code', choose('known', 'code', 'known')),
    when(isZero('known'), set('code', call('foldUnit', 'code'))),
    when(less('code', 0x80), [storeByte('to', 'code'), give(add('to', 1))]),
    setOwn('wide', 1),
    when(less('code', 0x800), [
      storeByte('to', or(0xc0, shiftRight('code', 6))),
      storeByte('to', or(0x80, and('code', 63)), 1),
      give(add('to', 2)),
    ]),
    storeByte('to', or(0xe0, shiftRight('code', 12))),
    storeByte('to', or(0x80, and(shiftRight('code', 6), 63)), 1),
    storeByte('to', or(0x80, and('code', 63)), 2),
    add('to', 3),
  ],
}

/** A half of a pair, which only a full decoding can read. */
const isSurrogate = (code: Value): Code => equal(and(code, 0xf800), 0xd800)

/** Reads the inside of a JSON string into the scratch memory; 0 when its escapes are not JSON. */
const fold: WasmFunction = {
  name: 'fold',
  parameters: ['start', 'end'],
  locals: ['at', 'to', 'marks', 'left', 'byte', 'code', 'size'],
  vectors: ['chunk'],
  gives: true,
  code: [
    setOwn('wide', 0),
    set('at', 'start'),
    set('to', own('scratch')),
    block(
      'done',
      loop(
        'next',
        set('left', subtract('end', 'at')),
        leaveIf('done', atMost('left', 0)),
        set('chunk', vector.load('at')),
        vector.store('to', lower('chunk')),
        // A backslash, or a byte above 127.
        set('marks', vector.highBits(vector.or('chunk', vector.equal('chunk', vector.of(92))))),
        when(less('left', 16), [
          set('marks', and('marks', subtract(shiftLeft(1, 'left'), 1))),
          when(isZero('marks'), [advance('to', 'left'), leave('done')]),
        ]),
        when(isZero('marks'), [advance('at', 16), advance('to', 16), leave('next')]),
        set('marks', trailingZeros('marks')),
        advance('at', 'marks'),
        advance('to', 'marks'),
        set('byte', loadByte('at')),
        block(
          'decoded',
          when(equal('byte', 92), [
            set('byte', loadByte('at', 1)),
            when(keep('code', loadByte(add(own('escapes'), 'byte'))), [
              storeByte('to', 'code'),
              advance('to', 1),
              advance('at', 2),
              leave('next'),
            ]),
            leaveIf('decoded', unequal('byte', 117)),
            leaveIf('decoded', greater(add('at', 6), 'end')),
            set('code', call('hexCode', add('at', 2))),
            leaveIf('decoded', atMost('code', 0)),
            leaveIf('decoded', isSurrogate('code')),
            set('to', call('writeFolded', 'to', 'code')),
            advance('at', 6),
            leave('next'),
          ]),
          leaveIf('decoded', less('byte', 0xc2)),
          leaveIf('decoded', greater('byte', 0xef)),
          set('size', choose(2, 3, less('byte', 0xe0))),
          leaveIf('decoded', greater(add('at', 'size'), 'end')),
          leaveIf('decoded', unequal(and(loadByte('at', 1), 0xc0), 0x80)),
          set('code', or(shiftLeft(and('byte', 31), 6), and(loadByte('at', 1), 63))),
          when(equal('size', 3), [
            leaveIf('decoded', unequal(and(loadByte('at', 2), 0xc0), 0x80)),
            set('code', or(shiftLeft(and('code', 0x3ff), 6), and(loadByte('at', 2), 63))),
            leaveIf('decoded', less('code', 0x800)),
            leaveIf('decoded', isSurrogate('code')),
          ]),
          set('to', call('writeFolded', 'to', 'code')),
          advance('at', 'size'),
          leave('next'),
        ),
        // What is rare or broken is decoded in full, outside.
        give(call('foldOutside', 'start', 'end')),
      ),
    ),
    setOwn('length', subtract('to', own('scratch'))),
    // Needles shorter than four bytes are looked up with what lies behind the value.
    vector.store('to', vector.of(0)),
    [0x41, 1],
  ],
}

/** All functions that fold. */
export const foldFunctions: readonly WasmFunction[] = [hexCode, writeFolded, fold]
