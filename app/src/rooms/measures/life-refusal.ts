import type { Reason, WordedValue } from '../../platform/problem.ts'
import { articleValue } from './articles.ts'

/** Why a step cannot be taken: one closed union, each with the article it follows from or the rule of the house. */
export const stepRefusals = {
  'not-proposed': 'GDPR Art. 35(1)',
  'other-version': 'GDPR Art. 5(2)',
  'candidate-exists': 'GDPR Art. 5(2)',
  'nothing-changed': 'GDPR Art. 5(2)',
  'measure-ended': 'GDPR Art. 5(2)',
  'already-decided': 'WOR art. 27(2)',
  'no-objection': 'GDPR Art. 39(1)(c)',
  'advice-missing': 'GDPR Art. 35(2), 39(1)(c)',
  'advice-unanswered': 'GDPR Art. 35(2), 24(1)',
  'objection-stands': 'GDPR Art. 35(2), 38(1)',
  'already-submitted': 'WOR art. 27(2)',
  'route-not-of-law': 'WOR art. 27; MED framework agreement § 6-8',
  'body-not-of-route': 'WOR art. 33, 35c; MED framework agreement § 4, 8-9',
  'consequences-missing': 'WOR art. 27(2); MED framework agreement § 7(2)',
  'not-submitted': 'WOR art. 27(2)',
  'already-answered': 'WOR art. 27(2)',
  'no-such-question': 'WOR art. 31',
  'meeting-missing': 'WOR art. 27(2); MED framework agreement § 7(2)',
  'outcome-not-of-route': 'WOR art. 27, 35c; MED framework agreement § 6-8',
  'conditions-missing': 'WOR art. 27(2)',
  'conditions-not-asked': 'WOR art. 27(2)',
  'condition-twice': 'WOR art. 27(2)',
  'part-not-delegable': 'WOR art. 27(1), 32',
  'no-consent-asked': 'WOR art. 27(4)',
  'court-too-early': 'WOR art. 27(4)',
  'representatives-not-heard': 'WOR art. 27(2); MED framework agreement § 7(2)',
  'consent-refused': 'WOR art. 27(2), 27(4)',
  'same-person': 'ISO/IEC 27001:2022, A.5.3',
  'own-step': 'ISO/IEC 27001:2022, A.5.3',
  'same-office': 'ISO/IEC 27001:2022, A.5.3',
  'not-decided': 'WOR art. 27(2)',
  'told-before-decision': 'GDPR Art. 13; ECtHR 61496/08, § 121',
  'day-in-future': 'GDPR Art. 5(2)',
  'day-too-early': 'GDPR Art. 5(2)',
  'no-such-day': 'GDPR Art. 5(2)',
  'not-announced': 'GDPR Art. 13; ECtHR 61496/08, § 121; agreement on control measures',
  'notice-runs': 'GDPR Art. 13; ECtHR 61496/08, § 121; agreement on control measures',
  'source-taken': 'GDPR Art. 5(1)(b)',
  'not-in-force': 'GDPR Art. 5(2)',
  'not-narrower': 'WOR art. 27(1); GDPR Art. 35(11)',
  'not-delegated': 'WOR art. 27(1), 32',
  'not-running': 'GDPR Art. 5(2)',
  'already-suspended': 'GDPR Art. 5(2)',
  'not-suspended': 'GDPR Art. 5(2)',
  'others-suspended': 'WOR art. 27(5)-(6)',
  'route-does-not-block': 'GDPR Art. 38(6), 39(1)',
  'not-live-yet': 'GDPR Art. 5(2)',
  'live-too-late': 'WOR art. 27(2); GDPR Art. 35(1)',
  'already-regularised': 'GDPR Art. 5(2)',
  'end-too-far': 'GDPR Art. 5(1)(e)',
  'end-past': 'GDPR Art. 5(1)(e)',
  'no-right-of-consent': 'WOR art. 27(5), 35c',
  'nothing-to-void': 'WOR art. 27(5)',
  'nullity-late': 'WOR art. 27(5)',
  'emergency-waits': 'house rule on emergency measures',
  'no-emergency': 'house rule on emergency measures',
  'emergency-again': 'house rule on emergency measures',
  'emergency-not-regularised': 'house rule on emergency measures',
  'account-short': 'house rule on emergency measures',
  'already-started': 'house rule on emergency measures',
  'already-extended': 'house rule on emergency measures',
  'account-late': 'house rule on emergency measures',
  'extension-not-longer': 'house rule on emergency measures',
  'already-accounted': 'house rule on emergency measures',
} as const
export type StepRefusalCode = keyof typeof stepRefusals

/** One reason why a step cannot be taken. */
export type StepRefusal = {
  readonly code: StepRefusalCode
  readonly values: Readonly<Record<string, WordedValue>>
}

/** Makes a refusal. Day values are worded by the language of who reads it. */
export function stepRefusal(code: StepRefusalCode, values: StepRefusal['values'] = {}): StepRefusal {
  return { code, values }
}

/** A refusal as a reason of the platform, with its article. */
export function stepReason({ code, values }: StepRefusal): Reason {
  return {
    code,
    key: `measures.step-refusal.${code}`,
    values: { ...values, article: articleValue(stepRefusals[code]) },
  }
}
