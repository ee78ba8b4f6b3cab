import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadAuthorizer, makeAuthorizer } from '../../platform/authorization.ts'
import { policyFolders } from '../../rooms.ts'
import { actionsOfPolicy, officesOfPolicy } from './rights.ts'

const schema = `
type Circumstances = { passkeyFresh: Bool, holdsPasskey: Bool, demonstration: Bool };
entity House; entity Operator;
entity Employee = { offices: Set<String> };
entity Credential = { purpose: String };
action "decide";
@nl("x") @da("x") @en("x")
action "a.one" in [Action::"decide"] appliesTo { principal: [Employee, Credential, Operator], resource: [House], context: Circumstances };
@nl("x") @da("x") @en("x")
action "a.two" appliesTo { principal: [Employee], resource: [House], context: Circumstances };
`
const policyOf = (text: string) => {
  const [right] = makeAuthorizer(schema, `@id("x") @nl("a \\"dpo\\" b") @da("x") @en("x")\n${text}`).rights
  return right?.policy
}

const shown: readonly { name: string; policy: string; offices: readonly string[]; actions?: readonly string[] }[] = [
  {
    name: 'one office; a word in the explanation is none',
    policy:
      'permit (principal is Employee, action == Action::"a.one", resource) when { principal.offices.contains("ciso") };',
    offices: ['ciso'],
    actions: ['a.one'],
  },
  {
    name: 'several, in the order of the policy, each once',
    policy: `permit (principal is Employee, action in [Action::"a.one", Action::"a.two"], resource) when
      { principal.offices.containsAny(["dpo", "ciso"]) || (action == Action::"a.two" && principal.offices.contains("dpo")) };`,
    offices: ['dpo', 'ciso'],
    actions: ['a.one', 'a.two'],
  },
  {
    name: 'none named: every employee',
    policy: 'forbid (principal, action in Action::"decide", resource) unless { context.passkeyFresh };',
    offices: ['employee'],
    actions: ['decide'],
  },
  {
    name: 'another system, whatever stands in its condition',
    policy: 'permit (principal is Credential, action, resource) when { principal.purpose == "dpo" };',
    offices: ['machine'],
    actions: [],
  },
  {
    name: 'whoever runs the server',
    policy: 'permit (principal is Operator, action, resource);',
    offices: ['operator'],
  },
]
for (const { name, policy, offices, actions } of shown) {
  test(`a right is shown for: ${name}`, () => {
    assert.deepEqual(officesOfPolicy(policyOf(policy)), offices)
    if (actions !== undefined) assert.deepEqual(actionsOfPolicy(policyOf(policy)), actions)
  })
}

const hidden = [
  'when { !principal.offices.contains("dpo") }',
  'unless { principal.offices.contains("dpo") }',
  'when { ["dpo"].containsAll(principal.offices) }',
  'when { if principal.offices.contains("dpo") then false else true }',
  'when { principal.offices.contains("nobody") }',
]
for (const condition of hidden) {
  test(`a right that a list of offices would show wrongly is refused: ${condition}`, () => {
    const policy = policyOf(`permit (principal is Employee, action, resource) ${condition};`)
    assert.throws(() => officesOfPolicy(policy), TypeError)
  })
}

test('every right of the house can be shown, and names an action', () => {
  for (const { policy } of loadAuthorizer(policyFolders).rights) {
    assert.ok(officesOfPolicy(policy).length > 0)
    assert.ok(actionsOfPolicy(policy).length > 0)
  }
})
