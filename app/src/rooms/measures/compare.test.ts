import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compare } from './compare.ts'
import type { Declaration } from './declaration.ts'
import { reversed, type Verdict } from './order.ts'
import { comparePeriods } from './period.ts'
import { compile, permits, type Question, retentionOf, treatmentOf } from './permit.ts'
import { changed, declarations, model, narrowed, narrowingSteps, narrowings } from './testing/declarations.ts'
import {
  groupings,
  leftOut,
  levels,
  lookLevels,
  precisions,
  protectedOffices,
  purposes,
  retentionKinds,
} from './vocabulary.ts'

type Case = {
  readonly name: string
  readonly change: (one: Declaration) => void
  readonly path: string
  readonly verdict: Verdict
}

const cases: readonly Case[] = [
  {
    name: 'a purpose more is wider',
    change: (one) => one.purposes.push('raise-awareness'),
    path: '/purposes',
    verdict: 'wider',
  },
  {
    name: 'a field that is no longer dropped is wider',
    change: (one) => one.sources[0]?.fields.push({ path: 'Hashes', class: 'other', treatment: 'keep' }),
    path: '/sources/windows-process/fields/Hashes',
    verdict: 'wider',
  },
  {
    name: 'a dropped field more is no change',
    change: (one) => one.sources[0]?.fields.push({ path: 'Hashes', class: 'other', treatment: 'drop' }),
    path: '',
    verdict: 'same',
  },
  {
    name: 'a pseudonym that becomes readable is wider',
    change: (one) => setTreatment(one, 'User', 'keep'),
    path: '/sources/windows-process/fields/User',
    verdict: 'wider',
  },
  {
    name: 'a pseudonym instead of a scrubbed text is neither',
    change: (one) => setTreatment(one, 'CommandLine', 'pseudonym'),
    path: '/sources/windows-process/fields/CommandLine',
    verdict: 'different',
  },
  {
    name: 'a day instead of an hour is narrower',
    change: (one) => {
      const field = one.sources[0]?.fields.find(({ path }) => path === 'UtcTime')
      if (field !== undefined) field.to = 'day'
    },
    path: '/sources/windows-process/fields/UtcTime',
    verdict: 'narrower',
  },
  {
    name: 'a rule file outside the envelope asks for a wider envelope',
    change: (one) => one.envelope.logsources.push({ product: 'macos' }),
    path: '/envelope/logsources',
    verdict: 'wider',
  },
  {
    name: 'a logsource that another already covers is no change',
    change: (one) =>
      one.envelope.logsources.push({ product: 'linux', service: 'auditd', category: 'process_creation' }),
    path: '',
    verdict: 'same',
  },
  {
    name: 'one tag that was forbidden and no longer is, is wider',
    change: (one) => one.envelope.tagsForbidden.pop(),
    path: '/envelope/tagsForbidden',
    verdict: 'wider',
  },
  {
    name: 'a response that a machine may now do alone is wider',
    change: (one) => {
      for (const response of one.responses) response.automatic = true
    },
    path: '/responses/ask-blind-question',
    verdict: 'wider',
  },
  {
    name: 'an employee who is told later is different: that is a notice',
    change: (one) => {
      const response = one.responses[1]
      if (response !== undefined) response.employeeTold = 'afterwards'
    },
    path: '/responses/end-sessions',
    verdict: 'different',
  },
  {
    name: 'a smaller least group is wider',
    change: (one) => {
      const look = one.looks.find(({ id }) => id === 'desk-units')
      if (look !== undefined) look.k = 9
    },
    path: '/looks/desk-units',
    verdict: 'wider',
  },
  {
    name: 'no least group at all is wider',
    change: (one) => {
      delete one.looks.find(({ id }) => id === 'desk-units')?.k
    },
    path: '/looks/desk-units',
    verdict: 'wider',
  },
  {
    name: 'a look at one source only is narrower',
    change: (one) => {
      const look = one.looks.find(({ id }) => id === 'desk-signals')
      if (look !== undefined) look.sources = ['linux-audit']
    },
    path: '/looks/desk-signals',
    verdict: 'narrower',
  },
  {
    name: 'an oversight look that goes is different, never narrower',
    change: (one) => {
      one.looks = one.looks.filter(({ id }) => id !== 'dpo-oversight')
    },
    path: '/looks/dpo-oversight',
    verdict: 'different',
  },
  {
    name: 'an oversight look that shrinks is different',
    change: (one) => {
      const look = one.looks.find(({ id }) => id === 'council-oversight')
      if (look !== undefined) look.groupBy = []
    },
    path: '/looks/council-oversight',
    verdict: 'different',
  },
  {
    name: 'an oversight look that becomes an ordinary one is different',
    change: (one) => {
      const look = one.looks.find(({ id }) => id === 'dpo-oversight')
      if (look !== undefined) look.oversight = false
    },
    path: '/looks/dpo-oversight',
    verdict: 'different',
  },
  {
    name: 'a shorter notice is different',
    change: (one) => {
      one.notice.term.amount = 5
    },
    path: '/notice',
    verdict: 'different',
  },
  { name: 'a hold that goes is different', change: (one) => one.holds.pop(), path: '/holds', verdict: 'different' },
  {
    name: 'evidence that goes sooner is different',
    change: (one) => {
      const kept = one.retention.find(({ kind }) => kind === 'look-records')
      if (kept !== undefined) kept.keep.amount = 2
    },
    path: '/retention/look-records',
    verdict: 'different',
  },
  {
    name: 'signals that go sooner are narrower',
    change: (one) => {
      const kept = one.retention.find(({ kind }) => kind === 'signals')
      if (kept !== undefined) kept.keep.amount = 30
    },
    path: '/retention/signals',
    verdict: 'narrower',
  },
  {
    name: 'three months instead of ninety days is different: it depends on the calendar',
    change: (one) => {
      const kept = one.retention.find(({ kind }) => kind === 'signals')
      if (kept !== undefined) kept.keep = { amount: 3, unit: 'months' }
    },
    path: '/retention/signals',
    verdict: 'different',
  },
  {
    name: 'a capability that is no longer listed is different: it hides what the tool can do',
    change: (one) => one.capabilities.pop(),
    path: '/capabilities/worker-scores',
    verdict: 'different',
  },
  {
    name: 'a capability that is switched on is wider',
    change: (one) => {
      const capability = one.capabilities.find(({ id }) => id === 'worker-scores')
      if (capability !== undefined) capability.state = 'used'
    },
    path: '/capabilities/worker-scores',
    verdict: 'wider',
  },
  {
    name: 'a promise less is wider',
    change: (one) => one.never.pop(),
    path: '/never',
    verdict: 'wider',
  },
  {
    name: 'an office that is no longer protected is wider',
    change: (one) => one.protectedOffices.pop(),
    path: '/protectedOffices/whistleblower-desk',
    verdict: 'wider',
  },
  {
    name: 'other words for staff are different',
    change: (one) => {
      one.summary.da = 'Noget andet.'
    },
    path: '/summary',
    verdict: 'different',
  },
  {
    name: 'a condition that goes is different',
    change: (one) => one.conditions.push({ id: 'yearly', what: { nl: 'Elk jaar.' }, decided: '2026-11-01' }),
    path: '/conditions',
    verdict: 'different',
  },
]

function setTreatment(one: Declaration, path: string, treatment: 'keep' | 'pseudonym'): void {
  const field = one.sources[0]?.fields.find((other) => other.path === path)
  if (field !== undefined) field.treatment = treatment
}

for (const { name, change, path, verdict } of cases) {
  test(name, () => {
    const [before, after] = [model(), model()]
    change(after)
    const { verdict: found, changes } = compare(before, after)
    assert.equal(found, verdict)
    assert.deepEqual(changes[0]?.path ?? '', path)
    assert.equal(compare(after, before).verdict, reversed(verdict))
  })
}

test('wider in one part and narrower in another is different', () => {
  const before = model()
  const after = changed(before, { purposes: ['detect-threats', 'raise-awareness'] })
  assert.equal(compare(before, after).verdict, 'different')
})

test('every narrowing step narrows something somewhere, and never widens', () => {
  for (const [index, step] of narrowings.entries()) {
    const found = Array.from({ length: 12 }, (_, pick) => {
      const copy = model()
      copy.monitoring = 'retained'
      copy.protectedOffices.pop()
      const before = structuredClone(copy)
      step(copy, pick)
      return compare(before, copy).verdict
    })
    assert.ok(
      found.every((verdict) => verdict === 'narrower' || verdict === 'same'),
      `step ${index}: ${found}`,
    )
    assert.ok(found.includes('narrower'), `step ${index} narrows nothing`)
  }
})

test('reflexive: a declaration is the same as itself', () => {
  fc.assert(
    fc.property(declarations, (one) => {
      assert.deepEqual(compare(one, structuredClone(one)), { verdict: 'same', changes: [] })
    }),
  )
})

test('antisymmetric: the other way round the verdict turns round', () => {
  fc.assert(
    fc.property(declarations, declarations, (one, other) => {
      const [there, back] = [compare(one, other), compare(other, one)]
      assert.equal(back.verdict, reversed(there.verdict))
      assert.deepEqual(
        back.changes.map(({ path, verdict }) => [path, reversed(verdict)]).sort(),
        there.changes.map(({ path, verdict }) => [path, verdict]).sort(),
      )
    }),
  )
})

test('narrowing steps never make anything but narrower', () => {
  fc.assert(
    fc.property(declarations, narrowingSteps, (one, steps) => {
      assert.ok(atMost(one, narrowed(one, steps)))
    }),
    { numRuns: 150 },
  )
})

/** Whether the second is the same or narrower. */
function atMost(one: Declaration, other: Declaration): boolean {
  const { verdict } = compare(one, other)
  return verdict === 'same' || verdict === 'narrower'
}

test('transitive: narrower than narrower is narrower', () => {
  let chains = 0
  fc.assert(
    fc.property(declarations, narrowingSteps, narrowingSteps, declarations, (one, first, second, stranger) => {
      const two = narrowed(one, first)
      const three = narrowed(two, second)
      for (const [a, b, c] of [
        [one, two, three],
        [one, two, stranger],
        [stranger, one, two],
      ] as const) {
        if (!atMost(a, b) || !atMost(b, c)) continue
        chains += 1
        assert.ok(atMost(a, c))
        if (compare(a, b).verdict === 'narrower') assert.equal(compare(a, c).verdict, 'narrower')
      }
    }),
  )
  assert.ok(chains >= 100, `${chains} chains`)
})

const questions: fc.Arbitrary<Question> = fc.oneof(
  fc.record({ kind: fc.constant('purpose' as const), purpose: fc.constantFrom(...purposes) }),
  fc.record({
    kind: fc.constant('field' as const),
    source: fc.constantFrom('windows', 'linux', 'macos'),
    path: fc.constantFrom('Image', 'User', 'UtcTime', 'CommandLine', 'Hashes'),
  }),
  fc.record({
    kind: fc.constant('detection' as const),
    logsource: fc.constantFrom(
      { product: 'windows', category: 'process_creation' },
      { product: 'windows' },
      { product: 'linux', service: 'auditd' },
      { category: 'process_creation' },
    ),
    level: fc.constantFrom(...levels),
    tags: fc.subarray(['attack.t1059', 'attack.t1059.001', 'attack.t1110', 'cve.2021.44228', 'policy.x']),
  }),
  fc.record({
    kind: fc.constant('response' as const),
    response: fc.constantFrom('isolate-device' as const, 'wipe-device' as const),
    office: fc.constantFrom('analyst' as const, 'ciso' as const, 'manager' as const, undefined),
  }),
  fc.record({
    kind: fc.constant('look' as const),
    office: fc.constantFrom('analyst' as const, 'ciso' as const, 'im-head' as const),
    level: fc.constantFrom(...lookLevels),
    subject: fc.constant('signals' as const),
    source: fc.constantFrom('windows', 'linux'),
    groupBy: fc.subarray([...groupings].slice(0, 5)),
    precision: fc.constantFrom(...precisions),
    smallestGroup: fc.constantFrom(1, 10, 30),
  }),
  fc.record({ kind: fc.constant('retention' as const), of: fc.constantFrom(...kindsOfRetention()) }),
  fc.record({
    kind: fc.constant('protected' as const),
    office: fc.constantFrom(...protectedOffices),
    part: fc.constantFrom(...leftOut),
  }),
)

function kindsOfRetention() {
  // The keys of an object of ours.
  return Object.keys(retentionKinds) as (keyof typeof retentionKinds)[]
}

test('nothing wider ever passes as narrower: what the narrower version permits, the earlier one permitted', () => {
  let permitted = 0
  fc.assert(
    fc.property(
      declarations,
      narrowingSteps,
      declarations,
      fc.array(questions, { maxLength: 40 }),
      (one, steps, other, asked) => {
        for (const after of [narrowed(one, steps), other]) {
          if (!atMost(one, after)) continue
          const [before, later] = [compile(one, 1), compile(after, 2)]
          for (const question of asked) {
            if (!permits(later, question).permitted) continue
            permitted += 1
            assert.ok(permits(before, question).permitted, JSON.stringify(question))
          }
          for (const kind of kindsOfRetention()) {
            const [long, short] = [retentionOf(before, kind).keep, retentionOf(later, kind).keep]
            if (short !== undefined) assert.ok(long !== undefined && (comparePeriods(short, long) ?? 1) <= 0)
          }
          for (const path of ['User', 'UtcTime', 'CommandLine']) {
            const [first, second] = [treatmentOf(before, 'windows', path), treatmentOf(later, 'windows', path)]
            if (second.treatment === 'keep') assert.equal(first.treatment, 'keep')
          }
        }
      },
    ),
    { numRuns: 150 },
  )
  assert.ok(permitted > 50, `${permitted} answers were yes`)
})

test('many tags are compared in a moment, each under its own pattern', () => {
  const tagsAllowed = Array.from({ length: 20_000 }, (_, index) => `a${index}.*`)
  const having = (tags: string[]) => changed(model(), { envelope: { ...model().envelope, tagsAllowed: tags } })
  const narrower = having(tagsAllowed.map((tag) => tag.replace('*', 'b.c')))
  assert.equal(compare(having(tagsAllowed), narrower).verdict, 'narrower')
  assert.equal(compare(narrower, having(tagsAllowed)).verdict, 'wider')
})

test('forbidden tags do not look at capitals', () => {
  const permit = compile(model(), 1)
  const logsource = { product: 'windows', category: 'process_creation' }
  const question = { kind: 'detection', logsource, level: 'high' } as const
  for (const tag of ['hr.absence', 'HR.absence', 'Hr.Absence']) {
    assert.equal(
      permits(
        { ...permit, forbidden: [{ tag: 'hr.*', answer: permit.absent.tag }] },
        { ...question, tags: ['attack.t1059', tag] },
      ).permitted,
      false,
      tag,
    )
  }
  assert.ok(permits(permit, { ...question, tags: ['attack.t1059'] }).permitted)
})

test('a look is as wide as it goes deep, whatever its level says', () => {
  const having = (parts: object) => {
    const one = model()
    Object.assign(one.looks[2] ?? {}, { level: 'organisation', groupBy: ['rule'], k: 10 }, parts)
    return one
  }
  const verdict = (before: object, after: object) => compare(having(before), having(after)).verdict
  assert.equal(verdict({}, { groupBy: ['rule', 'pseudonym'] }), 'wider')
  assert.equal(verdict({ groupBy: ['rule', 'unit'] }, { groupBy: ['rule', 'unit', 'pseudonym'] }), 'wider')
  assert.equal(verdict({ level: 'pseudonym', groupBy: ['pseudonym'] }, { groupBy: ['pseudonym'] }), 'different')
  assert.equal(verdict({ level: 'pseudonym' }, {}), 'narrower')
})

test('what is taken out of a field that is kept whole counts: leaving that line out is wider', () => {
  const having = (...fields: Declaration['sources'][number]['fields']) => {
    const one = model()
    const [first] = one.sources
    if (first !== undefined) first.fields = fields
    return one
  }
  const whole = { path: 'a', class: 'other', treatment: 'keep' } as const
  const part = (treatment: 'drop' | 'scrub') => ({ path: 'a.User', class: 'account', treatment }) as const
  const verdict = (...pair: readonly [Declaration, Declaration]) => compare(...pair).verdict
  assert.equal(verdict(having(whole, part('drop')), having(whole)), 'wider')
  assert.equal(verdict(having(whole), having(whole, part('drop'))), 'narrower')
  assert.equal(verdict(having(whole, part('scrub')), having(whole)), 'different')
  assert.equal(verdict(having({ ...whole, path: 'b' }, part('drop')), having({ ...whole, path: 'b' })), 'same')
})
