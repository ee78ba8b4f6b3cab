// What an event is, from its own fields: product, service and categories. A rule is only applied to events of its log source.
//
// Source: Sigma taxonomy appendix 2.1.0.
import type { EventSource } from './logsource.ts'
import { categoriesOfSysmonId, channelsOfService } from './windows-channels.ts'

/** The fields that decide, as flat keys or paths with dots. */
export const sourceFields = [
  'Channel',
  'EventID',
  'EventType',
  'Event.System.Channel',
  'Event.System.EventID',
  'Event.EventData.EventType',
  'winlog.channel',
  'winlog.event_id',
  'winlog.event_data.EventType',
  '@stream',
  'eventSource',
  'Operation',
  'Workload',
  'type',
  'category',
  'service',
  'product',
  'operationName',
  'eventType',
  'actor.id',
  'protoPayload.@type',
  'apiVersion',
  'logtype',
  'dst_host',
  'Event.System.EventID.#text',
  'event.code',
  'event.provider',
  '_path',
  'name',
  'action',
  'numerics',
  'decorations.platform',
] as const

/** One of the deciding fields. */
export type SourceField = (typeof sourceFields)[number]

/** The deciding fields of which only the presence counts, not the value. */
export const presenceFields: readonly SourceField[] = [
  'Operation',
  'operationName',
  'eventType',
  'actor.id',
  'protoPayload.@type',
  'logtype',
  'dst_host',
]

/** The texts of the deciding fields; `undefined` for a field that is missing or no single value. */
export type SourceText = (field: SourceField) => string | undefined

const servicesByChannel = new Map<string, string[]>()
for (const [service, channels] of Object.entries(channelsOfService)) {
  for (const channel of channels) {
    const key = channel.toLowerCase()
    servicesByChannel.set(key, [...(servicesByChannel.get(key) ?? []), service])
  }
}

/** The source of an event that nothing is known of: no rule applies. */
export const unknownSource: EventSource = { product: undefined, services: [], categories: [] }

/** Decides what an event is. The first that fits: a Windows channel, a tag of its own, then the marks of other products. */
export function eventSource(text: SourceText): EventSource {
  const layouts = [
    ['Channel', 'EventID', 'EventID', 'EventType'],
    // Some writers give the number of an event attributes of its own.
    ['Event.System.Channel', 'Event.System.EventID', 'Event.System.EventID.#text', 'Event.EventData.EventType'],
    ['winlog.channel', 'winlog.event_id', 'event.code', 'winlog.event_data.EventType'],
  ] as const
  for (const [channelField, idField, otherId, typeField] of layouts) {
    const channel = text(channelField)
    if (channel !== undefined)
      return windowsSource(channel, text(idField) ?? text(otherId) ?? '', text(typeField) ?? '')
  }
  return taggedSource(text) ?? markedSource(text) ?? unknownSource
}

function windowsSource(channel: string, id: string, eventType: string): EventSource {
  const name = channel.toLowerCase()
  if (name === 'linux-sysmon/operational')
    return { product: 'linux', services: ['sysmon'], categories: linuxCategories[id] ?? [] }
  return {
    product: 'windows',
    services: servicesByChannel.get(name) ?? [name],
    categories: windowsCategories(name, id, eventType),
  }
}

const linuxCategories: Readonly<Record<string, readonly string[]>> = {
  1: ['process_creation'],
  3: ['network_connection'],
  11: ['file_event'],
}

const powershellCategories: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'microsoft-windows-powershell/operational': { 4103: ['ps_module'], 4104: ['ps_script'] },
  'powershellcore/operational': { 4103: ['ps_module'], 4104: ['ps_script'] },
  'windows powershell': {
    400: ['ps_classic_start'],
    600: ['ps_classic_provider_start'],
    800: ['ps_classic_script'],
  },
}

function windowsCategories(channel: string, id: string, eventType: string): readonly string[] {
  if (channel !== 'microsoft-windows-sysmon/operational') return powershellCategories[channel]?.[id] ?? []
  const categories = categoriesOfSysmonId[id] ?? []
  if (id !== '12') return categories
  const isDeletion = /^delete(key|value)$/i.test(eventType)
  return categories.filter((category) => category !== (isDeletion ? 'registry_add' : 'registry_delete'))
}

/** All three tags are there: somebody classified the event. `-` means "none". */
function taggedSource(text: SourceText): EventSource | undefined {
  const [product, service, category] = [text('product'), text('service'), text('category')]
  if (product === undefined || service === undefined || category === undefined) return undefined
  const list = (tag: string): readonly string[] => (tag === '-' || tag === '' ? [] : [tag.toLowerCase()])
  return { product: list(product)[0], services: list(service), categories: list(category) }
}

/** Record types of the Linux audit system. */
const auditTypes =
  /^(SYSCALL|EXECVE|PATH|CWD|PROCTITLE|SOCKADDR|SERVICE_(START|STOP)|USER_\w+|CRED_\w+|ADD_(USER|GROUP)|DEL_(USER|GROUP)|CONFIG_CHANGE|DAEMON_\w+|KERN_MODULE|LOGIN|TTY|AVC|ANOM_\w+|SYSTEM_\w+|MAC_\w+|INTEGRITY_\w+|BPF|OBJ_PID|MMAP|NETFILTER_\w+)$/

const azureLogs: Readonly<Record<string, readonly string[]>> = {
  signinlogs: ['signinlogs'],
  noninteractiveusersigninlogs: ['signinlogs'],
  serviceprincipalsigninlogs: ['signinlogs'],
  managedidentitysigninlogs: ['signinlogs'],
  auditlogs: ['auditlogs'],
  riskyusers: ['riskdetection'],
  userriskevents: ['riskdetection'],
  administrative: ['activitylogs'],
}

const m365Services: Readonly<Record<string, readonly string[]>> = {
  Exchange: ['exchange'],
  SecurityComplianceCenter: ['threat_management', 'threat_detection'],
}

/** Tables of osquery, the end of a query's name, with what their rows are. */
const osqueryTables: readonly (readonly [table: RegExp, product: string | undefined, categories: readonly string[]])[] =
  [
    [/es_process_events$/, 'macos', ['process_creation']],
    [/es_process_file_events$/, 'macos', ['file_event']],
    [/process_events$/, undefined, ['process_creation']],
    [/socket_events$/, undefined, ['network_connection']],
    [/ntfs_journal_events$/, 'windows', ['file_event']],
    [/file_events$/, undefined, ['file_event']],
    [/powershell_events$/, 'windows', ['ps_script']],
  ]

/** @param platform - As the decorations name it; Linux when they do not, for only there the tables are without a prefix. */
function osquerySource(query: string, platform: string): EventSource {
  const [, product, categories] = osqueryTables.find(([table]) => table.test(query)) ?? [undefined, undefined, []]
  const known = /^(darwin|macos)$/i.test(platform) ? 'macos' : /^windows$/i.test(platform) ? 'windows' : 'linux'
  return { product: product ?? known, services: ['osquery'], categories }
}

function markedSource(text: SourceText): EventSource | undefined {
  const of = (product: string, ...services: string[]): EventSource => ({ product, services, categories: [] })
  const stream = text('@stream') ?? text('_path')
  if (stream !== undefined) return of('zeek', stream.toLowerCase())
  if ([text('eventSource'), text('event.provider')].some((name) => name?.endsWith('.amazonaws.com')))
    return of('aws', 'cloudtrail')
  const workload = text('Workload')
  if (workload !== undefined && text('Operation') !== undefined)
    return of('m365', 'audit', ...(m365Services[workload] ?? []))
  if (text('numerics') !== undefined && ['added', 'removed', 'snapshot'].includes(text('action') ?? ''))
    return osquerySource(text('name') ?? '', text('decorations.platform') ?? '')
  if (auditTypes.test(text('type') ?? '')) return of('linux', 'auditd')
  const azure = azureLogs[text('category')?.toLowerCase() ?? '']
  if (azure !== undefined && text('operationName') !== undefined) return of('azure', ...azure)
  if (text('eventType') !== undefined && text('actor.id') !== undefined) return of('okta', 'okta')
  if (text('protoPayload.@type') !== undefined) return of('gcp', 'gcp.audit')
  if (text('apiVersion')?.startsWith('audit.k8s.io/') === true)
    return { product: 'kubernetes', services: ['audit'], categories: ['application'] }
  if (text('logtype') !== undefined && text('dst_host') !== undefined)
    return { product: 'opencanary', services: [], categories: ['application'] }
  return undefined
}
