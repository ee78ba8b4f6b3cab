import type { CapabilityName } from './known-capabilities.ts'
import { knownCapabilities } from './known-capabilities.ts'
import {
  distinct,
  type FoundCapability,
  type FoundResponse,
  listOf,
  objectOf,
  strongest,
  type ToolSettings,
  textOf,
  toolLimits,
} from './tool-settings.ts'

// Device configurations and compliance policies of Intune, as Microsoft Graph lists them (`deviceManagement/deviceConfigurations`,
// `deviceManagement/deviceCompliancePolicies`, also one of them alone or several lists put together).

type Says = FoundCapability['state'] | undefined

/** A setting that says something of what can be done, and what it says at a value; undefined: nothing was filled in. */
type Meaning = { readonly capability: CapabilityName; readonly says: (value: unknown) => Says }

// In Graph `false` is what a setting is until somebody sets it: it switches nothing off, and what is not blocked is not in use yet.
const ifTrue =
  (said: 'used' | 'off') =>
  (value: unknown): Says =>
    typeof value === 'boolean' ? (value ? said : 'open') : undefined
const isSet = (value: unknown): Says => {
  if (value === null || value === undefined) return undefined
  if (['notConfigured', 'userDefined', 'unknownFutureValue', ''].includes(String(value))) return 'open'
  return String(value) === 'none' ? 'off' : 'used'
}
const listed = (value: unknown): Says => (listOf(value).length > 0 ? 'used' : undefined)

/** Settings that are known, by their name in Graph. What is not here is told as unread. */
const meanings: Readonly<Record<string, Meaning>> = {
  automaticUpdateMode: { capability: 'force-update', says: isSet },
  qualityUpdatesDeferralPeriodInDays: { capability: 'force-update', says: isSet },
  featureUpdatesDeferralPeriodInDays: { capability: 'force-update', says: isSet },
  deadlineForQualityUpdatesInDays: { capability: 'force-update', says: isSet },
  windows10AppsForceUpdateSchedule: { capability: 'force-update', says: isSet },
  updateDelayPolicy: { capability: 'force-update', says: isSet },
  locationServicesBlocked: { capability: 'locate', says: ifTrue('off') },
  locationModeBlocked: { capability: 'locate', says: ifTrue('off') },
  locationMode: { capability: 'locate', says: (value) => (value === 'disabled' ? 'off' : isSet(value) && 'open') },
  findMyDeviceEnabled: { capability: 'locate', says: ifTrue('used') },
  antiTheftModeBlocked: { capability: 'locate', says: ifTrue('off') },
  lostModeBlocked: { capability: 'locate', says: ifTrue('off') },
  cameraBlocked: { capability: 'camera-control', says: ifTrue('used') },
  diagnosticsDataSubmissionMode: {
    capability: 'diagnostic-data',
    says: (value) => (value === 'basic' ? 'off' : isSet(value)),
  },
  diagnosticDataBlockSubmission: { capability: 'diagnostic-data', says: ifTrue('off') },
  screenCaptureBlocked: { capability: 'screen-capture', says: ifTrue('used') },
  remoteScreenObservationByClassroomAppWithoutPromptBlocked: { capability: 'remote-screen', says: ifTrue('off') },
  classroomForceUnpromptedAppAndDeviceLock: { capability: 'remote-screen', says: ifTrue('used') },
  omaSettings: { capability: 'arbitrary-settings', says: listed },
  payloadFileName: { capability: 'arbitrary-settings', says: isSet },
  appsInstallAllowList: { capability: 'app-inventory', says: listed },
  compliantAppsList: { capability: 'app-inventory', says: listed },
  restrictedApps: { capability: 'app-inventory', says: listed },
  edgeSendIntranetTrafficToInternetExplorer: { capability: 'arbitrary-settings', says: () => undefined },
  defenderMonitorFileActivity: {
    capability: 'watch-files',
    says: (value) => (value === 'disable' ? 'off' : isSet(value)),
  },
  passwordSignInFailureCountBeforeFactoryReset: { capability: 'wipe-device', says: isSet },
  enableAutomaticRedeployment: { capability: 'wipe-device', says: ifTrue('used') },
}

/** What happens when a device does not comply. Source: Microsoft Graph, `deviceComplianceActionType`. */
const actions: Readonly<
  Record<string, { readonly capability: CapabilityName; readonly response: FoundResponse['response'] | undefined }>
> = {
  block: { capability: 'block-access', response: undefined },
  retire: { capability: 'wipe-work-part', response: 'wipe-work-part' },
  wipe: { capability: 'wipe-device', response: 'wipe-device' },
  remoteLock: { capability: 'lock-device', response: 'lock-device' },
  notification: { capability: 'inventory', response: 'tell-employee' },
  pushNotification: { capability: 'inventory', response: 'tell-employee' },
}

/** Properties that every policy has and that say nothing of what is done. */
const plain =
  /^(id|version|displayName|description|createdDateTime|lastModifiedDateTime|roleScopeTagIds|supportsScopeTags|assignments|scheduledActionsForRule|deviceManagementApplicability\w*)$|@odata|^password|OsM(in|ax)imum|^osM(in|ax)imum/

/** Whether a policy of this type is on devices of people themselves. Source: Microsoft Graph, names of policy types. */
const personal = /androidWorkProfile|iosMobileApp|userEnrollment/i

/** Whether a value of JSON looks like an export of Intune. */
export function looksLikeIntune(value: unknown): boolean {
  return policiesIn(value).length > 0
}

/** Reads the export. */
export function readIntune(value: unknown): ToolSettings {
  const capabilities: FoundCapability[] = []
  const responses: FoundResponse[] = []
  const unread: string[] = []
  let personalDevices = false
  const add = (id: CapabilityName, state: FoundCapability['state'], where: string): void => {
    capabilities.push({ id, kind: knownCapabilities[id].kind, state, where })
  }
  // A manager of devices always knows the devices that it manages.
  add('inventory', 'used', 'deviceManagement/managedDevices')
  for (const policy of policiesIn(value)) {
    const type = typeOf(policy)
    const name = textOf(policy.displayName) || type
    if (personal.test(type)) personalDevices = true
    for (const [key, setting] of Object.entries(policy).slice(0, toolLimits.settings)) {
      const meaning = Object.hasOwn(meanings, key) ? meanings[key] : undefined
      const said = meaning?.says(setting)
      if (meaning !== undefined && said !== undefined) add(meaning.capability, said, `${name}: ${key}`)
      else if (meaning === undefined && !plain.test(key) && says(setting)) unread.push(`${name}: ${key}`)
    }
    for (const action of actionsIn(policy)) {
      const known = Object.hasOwn(actions, action) ? actions[action] : undefined
      if (known === undefined) unread.push(`${name}: ${action}`)
      else {
        add(known.capability, 'used', `${name}: ${action}`)
        if (known.response !== undefined)
          responses.push({ response: known.response, automatic: true, where: `${name}: ${action}` })
      }
    }
  }
  return {
    tool: 'intune',
    capabilities: strongest(capabilities),
    sources: [],
    responses: distinct(responses, ({ response }) => response),
    rules: [],
    personalDevices,
    unread: distinct(unread, (one) => one).slice(0, toolLimits.settings),
  }
}

function says(setting: unknown): boolean {
  if (setting === null || setting === undefined || setting === false || setting === '') return false
  return !(Array.isArray(setting) && setting.length === 0) && isSet(setting) === 'used'
}

function typeOf(policy: Readonly<Record<string, unknown>>): string {
  return textOf(policy['@odata.type']).replace(/^#?microsoft\.graph\./, '')
}

function policiesIn(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  const all = [
    value,
    ...listOf(value),
    ...listOf(objectOf(value).value),
    ...listOf(value).flatMap((one) => listOf(objectOf(one).value)),
  ]
  const single = objectOf(objectOf(value).value)
  return [...all, single]
    .map(objectOf)
    .filter((one) => /^#?microsoft\.graph\.\w*(Configuration|CompliancePolicy)$/.test(textOf(one['@odata.type'])))
    .slice(0, toolLimits.items)
}

function actionsIn(policy: Readonly<Record<string, unknown>>): readonly string[] {
  return listOf(policy.scheduledActionsForRule)
    .flatMap((rule) => listOf(objectOf(rule).scheduledActionConfigurations))
    .map((one) => textOf(objectOf(one).actionType))
    .filter((action) => action !== '' && action !== 'noAction')
}
