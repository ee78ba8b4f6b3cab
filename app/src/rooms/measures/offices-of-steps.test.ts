// The table of who takes a step and the policies of the decision point say the same.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadAuthorizer } from '../../platform/authorization.ts'
import { policyFolders } from '../../rooms.ts'
import { offices } from '../people/offices.ts'
import type { StepKind } from './life-words.ts'
import { officesOfStep } from './steps.ts'

const authorizer = loadAuthorizer(policyFolders)

const actionOf = {
  proposed: 'measures.write',
  withdrawn: 'measures.write',
  advised: 'measures.advise',
  'objection-lifted': 'measures.advise',
  submitted: 'measures.submit',
  asked: 'measures.ask',
  answered: 'measures.submit',
  met: 'measures.meet',
  represented: 'measures.represent',
  'conditions-added': 'measures.represent',
  'court-permitted': 'measures.decide',
  decided: 'measures.decide',
  announced: 'measures.announce',
  activated: 'measures.activate',
  narrowed: 'measures.activate',
  suspended: 'measures.suspend',
  resumed: 'measures.resume',
  ended: 'measures.end',
  regularised: 'measures.regularise',
  'nullity-invoked': 'measures.represent',
  'nullity-withdrawn': 'measures.represent',
  'nullity-overturned': 'measures.decide',
  'emergency-called': 'measures.call-emergency',
  'emergency-started': 'measures.call-emergency',
  'emergency-extended': 'measures.represent',
  accounted: 'measures.account',
  'dialogue-held': 'measures.talk',
} satisfies Record<StepKind, string>

const asked = (action: string, office: string, passkeyFresh: boolean) =>
  authorizer.decide({
    principal: { type: 'Employee', id: 'e', attributes: { offices: ['employee', office] } },
    action,
    resource: { type: 'House', id: 'self', attributes: {} },
    context: { passkeyFresh, holdsPasskey: true, demonstration: false },
  }).decision

for (const [kind, action] of Object.entries(actionOf)) {
  test(`"${kind}" is taken by those whom the policy of ${action} names`, () => {
    const allowed = offices.map(({ code }) => code).filter((code) => asked(action, code, true) === 'allow')
    // A key of the closed table.
    assert.deepEqual(allowed.sort(), [...officesOfStep[kind as StepKind]].sort())
  })
}

test('who decides, confirms with a passkey each time', () => {
  const withoutPasskey = Object.values(actionOf).filter((action) =>
    offices.some(({ code }) => asked(action, code, false) === 'allow'),
  )
  assert.deepEqual([...new Set(withoutPasskey)].sort(), [
    'measures.announce',
    'measures.ask',
    'measures.meet',
    'measures.submit',
    'measures.talk',
    'measures.write',
  ])
})
