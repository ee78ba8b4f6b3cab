import type { Field, Logsource } from '../declaration.ts'
import type { Medium } from '../vocabulary.ts'

/** What is known of a table of a tool: through what it sees, and what its columns say of people. */
export type KnownSource = { readonly medium: Medium; readonly logsource: Logsource; readonly fields: readonly Field[] }

const keep = (path: string): Field => ({ path, class: 'other', treatment: 'keep' })
const account = (path: string): Field => ({ path, class: 'account', treatment: 'pseudonym' })
const device = (path: string): Field => ({ path, class: 'device', treatment: 'pseudonym' })
const person = (path: string): Field => ({ path, class: 'person', treatment: 'drop' })
const text = (path: string): Field => ({ path, class: 'text', treatment: 'scrub' })
const address = (path: string): Field => ({ path, class: 'address', treatment: 'pseudonym' })
const time = (path: string): Field => ({ path, class: 'time', treatment: 'coarsen', to: 'hour' })
const place = (path: string): Field => ({ path, class: 'place', treatment: 'drop' })

/** Tables of Microsoft Defender and Sentinel. Columns as Microsoft documents them; a table that is not here gets no fields. */
export const microsoftTables: Readonly<Record<string, KnownSource>> = {
  SigninLogs: {
    medium: 'sign-in-log',
    logsource: { product: 'azure', service: 'signinlogs' },
    fields: [
      time('TimeGenerated'),
      account('UserPrincipalName'),
      person('UserDisplayName'),
      address('IPAddress'),
      place('Location'),
      keep('AppDisplayName'),
      keep('ResultType'),
      text('UserAgent'),
    ],
  },
  AADNonInteractiveUserSignInLogs: {
    medium: 'sign-in-log',
    logsource: { product: 'azure', service: 'signinlogs' },
    fields: [
      time('TimeGenerated'),
      account('UserPrincipalName'),
      address('IPAddress'),
      place('Location'),
      keep('AppDisplayName'),
      keep('ResultType'),
    ],
  },
  AuditLogs: {
    medium: 'system-log',
    logsource: { product: 'azure', service: 'auditlogs' },
    fields: [
      time('TimeGenerated'),
      account('InitiatedBy'),
      keep('OperationName'),
      keep('Result'),
      text('TargetResources'),
    ],
  },
  SecurityEvent: {
    medium: 'system-log',
    logsource: { product: 'windows', service: 'security' },
    fields: [
      time('TimeGenerated'),
      account('Account'),
      device('Computer'),
      keep('EventID'),
      text('CommandLine'),
      address('IpAddress'),
    ],
  },
  DeviceProcessEvents: {
    medium: 'system-log',
    logsource: { product: 'windows', category: 'process_creation' },
    fields: [
      time('Timestamp'),
      device('DeviceName'),
      account('AccountName'),
      account('AccountUpn'),
      keep('FileName'),
      text('ProcessCommandLine'),
      keep('SHA256'),
      keep('InitiatingProcessFileName'),
    ],
  },
  DeviceNetworkEvents: {
    medium: 'network-log',
    logsource: { product: 'windows', category: 'network_connection' },
    fields: [
      time('Timestamp'),
      device('DeviceName'),
      account('InitiatingProcessAccountUpn'),
      address('LocalIP'),
      keep('RemoteIP'),
      keep('RemoteUrl'),
      keep('RemotePort'),
    ],
  },
  DeviceFileEvents: {
    medium: 'system-log',
    logsource: { product: 'windows', category: 'file_event' },
    fields: [
      time('Timestamp'),
      device('DeviceName'),
      account('InitiatingProcessAccountUpn'),
      text('FileName'),
      text('FolderPath'),
      keep('SHA256'),
    ],
  },
  DeviceRegistryEvents: {
    medium: 'system-log',
    logsource: { product: 'windows', category: 'registry_event' },
    fields: [
      time('Timestamp'),
      device('DeviceName'),
      account('InitiatingProcessAccountUpn'),
      keep('RegistryKey'),
      text('RegistryValueData'),
    ],
  },
  DeviceLogonEvents: {
    medium: 'sign-in-log',
    logsource: { product: 'windows', service: 'security' },
    fields: [time('Timestamp'), device('DeviceName'), account('AccountUpn'), address('RemoteIP'), keep('LogonType')],
  },
  EmailEvents: {
    medium: 'mail-log',
    logsource: { product: 'm365', service: 'exchange' },
    fields: [
      time('Timestamp'),
      account('RecipientEmailAddress'),
      account('SenderFromAddress'),
      text('Subject'),
      keep('DeliveryAction'),
      keep('ThreatTypes'),
    ],
  },
  OfficeActivity: {
    medium: 'system-log',
    logsource: { product: 'm365', service: 'audit' },
    fields: [time('TimeGenerated'), account('UserId'), address('ClientIP'), keep('Operation'), text('OfficeObjectId')],
  },
  IdentityLogonEvents: {
    medium: 'sign-in-log',
    logsource: { product: 'windows', service: 'security' },
    fields: [time('Timestamp'), account('AccountUpn'), device('DeviceName'), address('IPAddress'), place('Location')],
  },
  CloudAppEvents: {
    medium: 'system-log',
    logsource: { product: 'm365', service: 'audit' },
    fields: [
      time('Timestamp'),
      account('AccountDisplayName'),
      address('IPAddress'),
      place('CountryCode'),
      keep('ActionType'),
    ],
  },
  CommonSecurityLog: {
    medium: 'network-log',
    logsource: { category: 'firewall' },
    fields: [
      time('TimeGenerated'),
      address('SourceIP'),
      keep('DestinationIP'),
      account('SourceUserName'),
      keep('DeviceAction'),
      text('RequestURL'),
    ],
  },
  Syslog: {
    medium: 'system-log',
    logsource: { product: 'linux', service: 'syslog' },
    fields: [time('TimeGenerated'), device('HostName'), keep('ProcessName'), text('SyslogMessage')],
  },
  DnsEvents: {
    medium: 'network-log',
    logsource: { category: 'dns' },
    fields: [time('TimeGenerated'), device('Computer'), address('ClientIP'), keep('Name')],
  },
}

/** Tables of osquery that say something of people, or of the state of a device. Columns as its schema documents them. */
export const osqueryTables: Readonly<Record<string, KnownSource>> = {
  users: {
    medium: 'inventory',
    logsource: { product: 'osquery', service: 'users' },
    fields: [account('username'), person('description'), keep('uid'), keep('shell'), text('directory')],
  },
  logged_in_users: {
    medium: 'sign-in-log',
    logsource: { product: 'osquery', service: 'logged_in_users' },
    fields: [account('user'), address('host'), time('time'), keep('type')],
  },
  last: {
    medium: 'sign-in-log',
    logsource: { product: 'osquery', service: 'last' },
    fields: [account('username'), time('time'), address('host'), keep('type_name')],
  },
  process_events: {
    medium: 'system-log',
    logsource: { product: 'linux', category: 'process_creation' },
    fields: [keep('path'), text('cmdline'), account('uid'), time('time'), keep('parent')],
  },
  processes: {
    medium: 'system-log',
    logsource: { product: 'osquery', service: 'processes' },
    fields: [keep('name'), keep('path'), text('cmdline'), account('uid')],
  },
  socket_events: {
    medium: 'network-log',
    logsource: { product: 'linux', category: 'network_connection' },
    fields: [keep('path'), keep('remote_address'), keep('remote_port'), account('auid'), time('time')],
  },
  file_events: {
    medium: 'system-log',
    logsource: { product: 'linux', category: 'file_event' },
    fields: [text('target_path'), keep('action'), account('uid'), time('time')],
  },
  shell_history: {
    medium: 'system-log',
    logsource: { product: 'osquery', service: 'shell_history' },
    fields: [account('username'), text('command'), time('time')],
  },
  powershell_events: {
    medium: 'system-log',
    logsource: { product: 'windows', category: 'ps_script' },
    fields: [text('script_text'), time('time'), keep('script_name')],
  },
  windows_events: {
    medium: 'system-log',
    logsource: { product: 'windows' },
    fields: [keep('eventid'), keep('source'), text('data'), device('computer_name'), time('datetime')],
  },
  wifi_networks: {
    medium: 'position',
    logsource: { product: 'osquery', service: 'wifi_networks' },
    fields: [place('ssid'), time('last_connected')],
  },
  wifi_status: {
    medium: 'position',
    logsource: { product: 'osquery', service: 'wifi_status' },
    fields: [place('ssid'), place('bssid')],
  },
  chrome_extensions: {
    medium: 'inventory',
    logsource: { product: 'osquery', service: 'chrome_extensions' },
    fields: [keep('name'), keep('version'), account('uid'), text('path')],
  },
  system_info: {
    medium: 'inventory',
    logsource: { product: 'osquery', service: 'system_info' },
    fields: [device('hostname'), device('hardware_serial'), keep('hardware_model')],
  },
  os_version: {
    medium: 'inventory',
    logsource: { product: 'osquery', service: 'os_version' },
    fields: [keep('name'), keep('version')],
  },
  disk_encryption: {
    medium: 'inventory',
    logsource: { product: 'osquery', service: 'disk_encryption' },
    fields: [keep('encrypted'), account('uid')],
  },
  bitlocker_info: {
    medium: 'inventory',
    logsource: { product: 'osquery', service: 'bitlocker_info' },
    fields: [keep('protection_status')],
  },
  patches: {
    medium: 'inventory',
    logsource: { product: 'osquery', service: 'patches' },
    fields: [keep('hotfix_id'), keep('installed_on')],
  },
  programs: {
    medium: 'inventory',
    logsource: { product: 'osquery', service: 'programs' },
    fields: [keep('name'), keep('version')],
  },
  deb_packages: {
    medium: 'inventory',
    logsource: { product: 'osquery', service: 'deb_packages' },
    fields: [keep('name'), keep('version')],
  },
  usb_devices: {
    medium: 'inventory',
    logsource: { product: 'osquery', service: 'usb_devices' },
    fields: [keep('vendor'), keep('model'), device('serial')],
  },
}

/** Log files and channels that a Wazuh agent reads, by a part of their name in small letters. */
export const wazuhLocations: readonly (KnownSource & { readonly part: string; readonly id: string })[] = [
  {
    ...{
      part: 'microsoft-windows-sysmon',
      id: 'windows-sysmon',
      medium: 'system-log',
      logsource: { product: 'windows', service: 'sysmon' },
    },
    fields: [
      time('UtcTime'),
      device('Computer'),
      account('User'),
      keep('Image'),
      text('CommandLine'),
      keep('Hashes'),
      keep('DestinationIp'),
    ],
  },
  {
    ...{
      part: 'powershell',
      id: 'windows-powershell',
      medium: 'system-log',
      logsource: { product: 'windows', service: 'powershell' },
    },
    fields: [time('TimeCreated'), device('Computer'), text('ScriptBlockText')],
  },
  {
    ...{
      part: 'security',
      id: 'windows-security',
      medium: 'system-log',
      logsource: { product: 'windows', service: 'security' },
    },
    fields: [
      time('TimeCreated'),
      device('Computer'),
      account('TargetUserName'),
      keep('EventID'),
      address('IpAddress'),
      text('CommandLine'),
    ],
  },
  {
    ...{
      part: 'audit.log',
      id: 'linux-audit',
      medium: 'system-log',
      logsource: { product: 'linux', service: 'auditd' },
    },
    fields: [time('time'), account('auid'), keep('exe'), text('cmdline')],
  },
  {
    ...{
      part: 'auth.log',
      id: 'linux-sign-in',
      medium: 'sign-in-log',
      logsource: { product: 'linux', service: 'auth' },
    },
    fields: [time('time'), device('host'), account('user'), address('address')],
  },
  {
    ...{ part: 'secure', id: 'linux-sign-in', medium: 'sign-in-log', logsource: { product: 'linux', service: 'auth' } },
    fields: [time('time'), device('host'), account('user'), address('address')],
  },
  {
    ...{ part: 'access', id: 'web-server', medium: 'web-log', logsource: { category: 'webserver' } },
    fields: [time('time'), address('c-ip'), keep('cs-method'), text('cs-uri-query'), keep('sc-status')],
  },
  {
    ...{ part: 'mail', id: 'mail-server', medium: 'mail-log', logsource: { product: 'linux', service: 'mail' } },
    fields: [time('time'), account('from'), account('to'), keep('status')],
  },
]
