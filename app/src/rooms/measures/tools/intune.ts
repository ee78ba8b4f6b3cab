import type { CapabilityName } from './known-capabilities.ts'
import { knownCapabilities } from './known-capabilities.ts'
import {
  distinct,
  type FoundCapability,
  type FoundResponse,
  listOf,
  objectOf,
  type ToolSettings,
  textOf,
  toolLimits,
} from './tool-settings.ts'

// Device configurations and compliance policies of Intune, as Microsoft Graph lists them (`deviceManagement/deviceConfigurations`,
// `deviceManagement/deviceCompliancePolicies`, also one of them alone or several lists put together).

/** A setting that says something of what can be done: at which value the capability is used, and at which it is off. */
type Meaning = { readonly capability: CapabilityName; readonly used: (value: unknown) => boolean | undefined }

const isTrue = (value: unknown): boolean | undefined => (typeof value === 'boolean' ? value : undefined)
const unlessTrue = (value: unknown): boolean | undefined => (typeof value === 'boolean' ? !value : undefined)
const isSet = (value: unknown): boolean | undefined =>
  value === null || value === undefined
    ? undefined
    : !['notConfigured', 'userDefined', 'none', ''].includes(String(value))

/** Settings that are known, by their name in Graph. What is not here is told as unread. */
const meanings: Readonly<Record<string, Meaning>> = {
  automaticUpdateMode: { capability: 'force-update', used: isSet },
  qualityUpdatesDeferralPeriodInDays: { capability: 'force-update', used: isSet },
  featureUpdatesDeferralPeriodInDays: { capability: 'force-update', used: isSet },
  deadlineForQualityUpdatesInDays: { capability: 'force-update', used: isSet },
  windows10AppsForceUpdateSchedule: { capability: 'force-update', used: isSet },
  updateDelayPolicy: { capability: 'force-update', used: isSet },
  locationServicesBlocked: { capability: 'locate', used: unlessTrue },
  locationModeBlocked: { capability: 'locate', used: unlessTrue },
  locationMode: { capability: 'locate', used: (value) => (value === 'disabled' ? false : isSet(value)) },
  findMyDeviceEnabled: { capability: 'locate', used: isTrue },
  antiTheftModeBlocked: { capability: 'locate', used: unlessTrue },
  lostModeBlocked: { capability: 'locate', used: unlessTrue },
  cameraBlocked: { capability: 'camera-control', used: (value) => isTrue(value) },
  diagnosticsDataSubmissionMode: {
    capability: 'diagnostic-data',
    used: (value) => (value === 'none' || value === 'basic' ? false : isSet(value)),
  },
  diagnosticDataBlockSubmission: { capability: 'diagnostic-data', used: unlessTrue },
  screenCaptureBlocked: { capability: 'screen-capture', used: isTrue },
  remoteScreenObservationByClassroomAppWithoutPromptBlocked: { capability: 'remote-screen', used: unlessTrue },
  classroomForceUnpromptedAppAndDeviceLock: { capability: 'remote-screen', used: isTrue },
  omaSettings: { capability: 'arbitrary-settings', used: (value) => (listOf(value).length > 0 ? true : undefined) },
  payloadFileName: { capability: 'arbitrary-settings', used: isSet },
  appsInstallAllowList: { capability: 'app-inventory', used: (value) => listOf(value).length > 0 || undefined },
  compliantAppsList: { capability: 'app-inventory', used: (value) => listOf(value).length > 0 || undefined },
  restrictedApps: { capability: 'app-inventory', used: (value) => listOf(value).length > 0 || undefined },
  edgeSendIntranetTrafficToInternetExplorer: { capability: 'arbitrary-settings', used: () => undefined },
  defenderMonitorFileActivity: {
    capability: 'watch-files',
    used: (value) => (value === 'disable' ? false : isSet(value)),
  },
  passwordSignInFailureCountBeforeFactoryReset: { capability: 'wipe-device', used: isSet },
  enableAutomaticRedeployment: { capability: 'wipe-device', used: isTrue },
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
      const used = meaning?.used(setting)
      if (meaning !== undefined && used !== undefined) add(meaning.capability, used ? 'used' : 'off', `${name}: ${key}`)
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
    // One policy that uses a capability is enough for it to be used.
    capabilities: distinct(
      [...capabilities].sort((a, b) => Number(b.state === 'used') - Number(a.state === 'used')),
      ({ id }) => id,
    ),
    sources: [],
    responses: distinct(responses, ({ response }) => response),
    rules: [],
    personalDevices,
    unread: distinct(unread, (one) => one).slice(0, toolLimits.settings),
  }
}

function says(setting: unknown): boolean {
  if (setting === null || setting === undefined || setting === false || setting === '') return false
  return !(Array.isArray(setting) && setting.length === 0) && isSet(setting) === true
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
