import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { offices } from '../rooms/people/offices.ts'
import { policyFolders } from '../rooms.ts'
import { type Entity, loadAuthorizer, makeAuthorizer, type Question } from './authorization.ts'

const schema = `
type Circumstances = {};
entity House;
entity Employee = { offices: Set<String> };
@nl("kijken") @da("se") @en("look")
action "look" appliesTo { principal: [Employee], resource: [House], context: Circumstances };`
const words = '@nl("a") @da("b") @en("c")'

const faults: readonly { name: string; schema?: string; policies: string; expected: RegExp }[] = [
  {
    name: 'a policy without words in one of the languages',
    policies: '@id("x") @nl("a") @en("c") permit (principal, action, resource);',
    expected: /policy "x" needs @id, @nl, @da and @en/,
  },
  {
    name: 'a policy without an id',
    policies: `${words} permit (principal, action, resource);`,
    expected: /needs @id/,
  },
  {
    name: 'two policies with one id',
    policies: `@id("x") ${words} permit (principal, action, resource); @id("x") ${words} forbid (principal, action, resource);`,
    expected: /"x" stands there twice/,
  },
  {
    name: 'a policy that asks for an attribute the schema does not have',
    policies: `@id("x") ${words} permit (principal, action, resource) when { principal.rank == "high" };`,
    expected: /do not fit the schema: x: /,
  },
  {
    name: 'a policy on an action that does not exist',
    policies: `@id("x") ${words} permit (principal, action == Action::"fly", resource);`,
    expected: /do not fit the schema/,
  },
  { name: 'what is not Cedar', policies: 'permit everybody', expected: /do not parse/ },
  {
    name: 'an action without words',
    schema: schema.replace('@da("se")', ''),
    policies: '',
    expected: /action "look" needs @nl, @da and @en/,
  },
]
for (const { name, schema: text, policies, expected } of faults) {
  test(`refused at start: ${name}`, () => assert.throws(() => makeAuthorizer(text ?? schema, policies), expected))
}

const employee = (...held: string[]): Entity => ({ type: 'Employee', id: 'e', attributes: { offices: held } })
const house: Entity = { type: 'House', id: 'self', attributes: {} }

test('what no policy permits is denied', () => {
  const authorizer = makeAuthorizer(schema, '')
  const question = { principal: employee('employee'), action: 'look', resource: house, context: {} }
  assert.deepEqual(authorizer.decide(question), { decision: 'deny', policies: [] })
})

test('what forbids goes before what permits', () => {
  const permit = `@id("yes") ${words} permit (principal, action, resource);`
  const forbid = `@id("no") ${words} forbid (principal, action, resource);`
  const question = { principal: employee(), action: 'look', resource: house, context: {} }
  assert.deepEqual(makeAuthorizer(schema, permit).decide(question), { decision: 'allow', policies: ['yes'] })
  assert.deepEqual(makeAuthorizer(schema, permit + forbid).decide(question), { decision: 'deny', policies: ['no'] })
})

test('a question outside the schema is denied, an unknown action is a fault', () => {
  const authorizer = makeAuthorizer(schema, `@id("yes") ${words} permit (principal, action, resource);`)
  const machine = { type: 'Credential', id: 'm', attributes: {} }
  const question = { principal: machine, action: 'look', resource: house, context: {} }
  assert.equal(authorizer.decide(question).decision, 'deny')
  assert.throws(() => authorizer.decide({ ...question, action: 'fly' }), /unknown action/)
})

test('another policy or another schema has another digest', () => {
  const digests = [
    makeAuthorizer(schema, '').digest,
    makeAuthorizer(`${schema}\n`, '').digest,
    makeAuthorizer(schema, `@id("x") ${words} permit (principal, action, resource);`).digest,
  ]
  assert.equal(new Set(digests).size, 3)
})

// The policies of the house, each office, each kind of machine and the operator against each action and each circumstance.
describe('the policies of the house', () => {
  const authorizer = loadAuthorizer(policyFolders)
  const questions = everyQuestion()

  function everyQuestion(): Question[] {
    const people = offices.map(({ code }) => employee('employee', code))
    const machines = ['scim', 'authzen', 'metrics'].map((purpose) => ({
      ...{ type: 'Credential', id: purpose, attributes: { purpose } },
    }))
    const operator = { type: 'Operator', id: 'self', attributes: {} }
    const another = { ...employee('employee'), id: 'another' }
    const flags = [true, false]
    const contexts = flags.flatMap((passkeyFresh) =>
      flags.flatMap((holdsPasskey) => flags.map((demonstration) => ({ passkeyFresh, holdsPasskey, demonstration }))),
    )
    return [...people, ...machines, operator].flatMap((principal) =>
      [...authorizer.actions.keys()].flatMap((action) =>
        [house, principal, another].flatMap((resource) =>
          contexts.map((context) => ({ principal, action, resource, context })),
        ),
      ),
    )
  }
  const verdicts = questions.map((question) => ({ question, verdict: authorizer.decide(question) }))
  const allowed = verdicts.filter(({ verdict }) => verdict.decision === 'allow')

  test('each decides something: none is unreachable', () => {
    const used = new Set(verdicts.flatMap(({ verdict }) => verdict.policies))
    assert.deepEqual(
      authorizer.rights.map(({ id }) => id).filter((id) => !used.has(id)),
      [],
    )
  })

  test('each action is open to somebody', () => {
    const open = new Set(allowed.map(({ question }) => question.action))
    assert.deepEqual(
      [...authorizer.actions.keys()].filter((action) => !open.has(action)),
      [],
    )
  })

  test('each and every action has words in all three languages, and they differ', () => {
    for (const { id, explanation } of [
      ...authorizer.rights,
      ...[...authorizer.actions].map(([id, { explanation }]) => ({ id, explanation })),
    ]) {
      const texts = Object.values(explanation)
      assert.equal(new Set(texts).size, 3, id)
      assert.ok(
        texts.every((text) => /^\p{Lu}.{3,}\.$/u.test(text)),
        id,
      )
    }
  })

  test('nobody reaches what is another’s own', () => {
    const reached = allowed.filter(
      ({ question: { principal, resource } }) => resource.type === 'Employee' && resource.id !== principal.id,
    )
    assert.deepEqual(reached, [])
  })

  test('a machine does one thing, and an employee nothing that is for machines', () => {
    const of = (type: string) => allowed.filter(({ question }) => question.principal.type === type)
    for (const purpose of ['scim', 'authzen', 'metrics']) {
      const actions = of('Credential').filter(({ question }) => question.principal.id === purpose)
      assert.equal(new Set(actions.map(({ question }) => question.action)).size, 1, purpose)
    }
    const forMachines = new Set(of('Credential').map(({ question }) => question.action))
    assert.ok(of('Employee').every(({ question }) => !forMachines.has(question.action)))
  })

  test('the officer who oversees changes nothing, and an administrator reads no log', () => {
    const of = (office: string) =>
      new Set(
        allowed
          .filter(({ question }) => question.principal.type === 'Employee')
          .filter(({ question: { principal } }) => String(principal.attributes.offices).endsWith(`,${office}`))
          .map(({ question }) => question.action),
      )
    for (const action of ['people.manage-staff', 'people.appoint', 'people.manage-credentials'])
      assert.equal(of('dpo').has(action), false, action)
    for (const action of ['platform.see-processing', 'platform.see-decisions'])
      assert.equal(of('administrator').has(action), false, action)
  })

  test('no decision that binds others is made without a passkey, but in a demonstration by who has none', () => {
    const binding = allowed.filter(({ question }) =>
      ['people.appoint', 'people.end-appointment', 'people.manage-credentials'].includes(question.action),
    )
    assert.ok(binding.length > 0)
    for (const { question } of binding) {
      const { passkeyFresh, holdsPasskey, demonstration } = question.context
      assert.ok(passkeyFresh === true || (demonstration === true && holdsPasskey === false), JSON.stringify(question))
    }
  })
})
