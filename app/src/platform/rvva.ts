// Register van Verwerkingsactiviteiten, `media/rvva-openapi.json` at 067ec25e (v0.1, working version). This is the one
// file that knows its fields.
//
// No retention period is shown: nothing here deletes by the register yet, and it says only what is so.
import { Type } from 'typebox'
import type { Language } from './messages.ts'
import type { ActivityVersion } from './processing-register.ts'

const uuid = Type.String({ format: 'uuid' })
const texts = Type.Array(Type.String())

export const rvvaActivityShape = Type.Object({ id: uuid, active: Type.Boolean(), latestVersion: Type.Number() })

export const rvvaVersionShape = Type.Object({
  version: Type.Number(),
  validFrom: Type.String({ format: 'date-time' }),
  name: Type.String(),
  dataSubjects: texts,
  legalBasis: texts,
  purpose: Type.String(),
  processingOptions: texts,
  personalData: Type.Object({ categories: texts }),
  recipients: Type.Object({ legalRole: Type.String(), entityId: uuid }),
})

export const rvvaEntityShape = Type.Object({ id: uuid, type: Type.String(), name: Type.String() })

/** The organisation of the house, the one entity of the register. */
export const controllerId = '6f3b0c52-8f0a-4c63-9a3e-0a1f4f1d7aff'

/** An activity as a whole, from its latest version. */
export function rvvaActivity({ id, active, version }: ActivityVersion) {
  return { id, active, latestVersion: version }
}

/** One version of an activity, in words of one language. */
export function rvvaVersion({ version, validFrom, content }: ActivityVersion, language: Language) {
  return {
    version,
    validFrom: validFrom.toISOString(),
    name: content.name[language],
    dataSubjects: ['Employee'],
    legalBasis: [...content.legalBasis],
    purpose: `https://w3id.org/dpv#${content.purpose}`,
    processingOptions: [...content.operations],
    personalData: { categories: [...content.categories] },
    recipients: { legalRole: 'DataController', entityId: controllerId },
  }
}
