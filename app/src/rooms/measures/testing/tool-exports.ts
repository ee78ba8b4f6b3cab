// Exports of tools as they look, made up: no tenant, person or machine is meant. Shapes as the makers document them.

/** Microsoft Graph, `deviceManagement/deviceConfigurations`. */
export const intuneConfigurations = JSON.stringify({
  '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#deviceManagement/deviceConfigurations',
  value: [
    {
      '@odata.type': '#microsoft.graph.windows10GeneralConfiguration',
      id: '00000000-0000-0000-0000-000000000001',
      displayName: 'Werkplek basis',
      version: 3,
      locationServicesBlocked: false,
      cameraBlocked: false,
      diagnosticsDataSubmissionMode: 'full',
      screenCaptureBlocked: false,
      passwordMinimumLength: 12,
      cortanaBlocked: true,
    },
    {
      '@odata.type': '#microsoft.graph.windowsUpdateForBusinessConfiguration',
      id: '00000000-0000-0000-0000-000000000002',
      displayName: 'Updates',
      automaticUpdateMode: 'autoInstallAtMaintenanceTime',
      qualityUpdatesDeferralPeriodInDays: 3,
    },
    {
      '@odata.type': '#microsoft.graph.windows10CustomConfiguration',
      id: '00000000-0000-0000-0000-000000000003',
      displayName: 'Eigen instellingen',
      omaSettings: [
        { '@odata.type': '#microsoft.graph.omaSettingString', omaUri: './Vendor/MSFT/Policy/x', value: '1' },
      ],
    },
  ],
})

/** Microsoft Graph, `deviceManagement/deviceCompliancePolicies`, with the actions expanded. */
export const intuneCompliance = JSON.stringify({
  '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#deviceManagement/deviceCompliancePolicies',
  value: [
    {
      '@odata.type': '#microsoft.graph.windows10CompliancePolicy',
      id: '00000000-0000-0000-0000-000000000004',
      displayName: 'Windows voldoet',
      bitLockerEnabled: true,
      osMinimumVersion: '10.0.22631',
      scheduledActionsForRule: [
        {
          ruleName: 'PasswordRequired',
          scheduledActionConfigurations: [
            { actionType: 'block', gracePeriodHours: 24 },
            { actionType: 'retire', gracePeriodHours: 720 },
            { actionType: 'notification', gracePeriodHours: 0 },
          ],
        },
      ],
    },
    {
      '@odata.type': '#microsoft.graph.androidWorkProfileCompliancePolicy',
      id: '00000000-0000-0000-0000-000000000005',
      displayName: 'Eigen telefoons',
      securityBlockJailbrokenDevices: true,
    },
  ],
})

/** Microsoft Sentinel, list of alert rules of the management API. */
export const sentinelRules = JSON.stringify({
  value: [
    {
      id: '/subscriptions/0/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/w/providers/Microsoft.SecurityInsights/alertRules/1',
      name: '1',
      type: 'Microsoft.SecurityInsights/alertRules',
      kind: 'Scheduled',
      properties: {
        displayName: 'Many failed sign-ins',
        severity: 'High',
        enabled: true,
        query: 'SigninLogs | where ResultType != 0 | summarize count() by UserPrincipalName, IPAddress, Location',
        queryFrequency: 'PT1H',
        tactics: ['CredentialAccess'],
        techniques: ['T1110'],
        entityMappings: [
          { entityType: 'Account', fieldMappings: [{ identifier: 'FullName', columnName: 'UserPrincipalName' }] },
        ],
      },
    },
    {
      name: '2',
      type: 'Microsoft.SecurityInsights/alertRules',
      kind: 'Fusion',
      properties: {
        displayName: 'Advanced multistage',
        severity: 'High',
        enabled: true,
        tactics: ['LateralMovement'],
        techniques: [],
      },
    },
    {
      name: '3',
      type: 'Microsoft.SecurityInsights/alertRules',
      kind: 'Scheduled',
      properties: {
        displayName: 'Off',
        severity: 'Informational',
        enabled: false,
        query: 'OfficeActivity',
        tactics: [],
        techniques: [],
      },
    },
  ],
})

/** Microsoft Graph, `security/rules/detectionRules`, with the listed and the grouped form of actions. */
export const defenderRules = JSON.stringify({
  value: [
    {
      id: '7506',
      displayName: 'Encoded command',
      isEnabled: true,
      queryCondition: {
        queryText:
          'DeviceProcessEvents | where ProcessCommandLine has "-enc" | project Timestamp, DeviceName, AccountUpn',
      },
      schedule: { period: '1H' },
      detectionAction: {
        alertTemplate: {
          title: 'Encoded command',
          severity: 'medium',
          category: 'Execution',
          mitreTechniques: ['T1059.001'],
        },
        responseActions: [
          {
            '@odata.type': '#microsoft.graph.security.isolateDeviceResponseAction',
            identifier: 'deviceId',
            isolationType: 'full',
          },
        ],
      },
    },
    {
      id: '7507',
      displayName: 'Stolen session',
      isEnabled: true,
      queryCondition: { queryText: 'IdentityLogonEvents | where Location != "NL"' },
      detectionAction: {
        alertTemplate: { title: 'Stolen session', severity: 'high', category: 'InitialAccess', mitreTechniques: [] },
        responseActions: [],
        automatedActions: {
          forceUserPasswordResets: [{ accountSidColumn: 'AccountSid' }],
          isolateDevices: [],
          launchRockets: [{}],
        },
      },
    },
  ],
})

/** osquery, with the comments that it takes out by itself. */
export const osqueryConfiguration = `# made by hand
{
  "options": { "disable_distributed": "true", "disable_carver": "false", "schedule_splay_percent": "10" },
  // what is asked
  "schedule": {
    "who": { "query": "SELECT user, host, time FROM logged_in_users;", "interval": 600 },
    "typed": { "query": "SELECT * FROM users JOIN shell_history USING (uid);", "interval": 3600 },
    "own": { "query": "select * from our_own_table", "interval": 60 }
  },
  "packs": { "base": { "queries": { "os": { "query": "select name, version from os_version", "interval": 86400 } } }, "far": "/etc/osquery/far.conf" },
  "decorators": { "load": ["SELECT hostname FROM system_info;"] },
  "file_paths": { "homes": ["/home/%/.ssh/%%"] }
}`

/** A Wazuh agent: two roots, comments, attributes in single quotes. */
export const wazuhConfiguration = `<!-- agent -->
<ossec_config>
  <client><server><address>manager.example</address></server></client>
  <localfile>
    <location>Security</location>
    <log_format>eventchannel</log_format>
    <query>Event/System[EventID != 5145 and EventID &lt; 9000]</query>
  </localfile>
  <localfile><log_format>full_command</log_format><command>last -n 20</command></localfile>
  <localfile><log_format>syslog</log_format><location>/opt/own/app.log</location></localfile>
  <syscheck>
    <disabled>no</disabled>
    <directories realtime="yes" report_changes='yes' whodata="yes">C:\\Users</directories>
  </syscheck>
  <wodle name="syscollector"><disabled>no</disabled><packages>yes</packages></wodle>
  <wodle name="docker-listener"><disabled>no</disabled></wodle>
</ossec_config>
<ossec_config>
  <active-response><disabled>no</disabled></active-response>
  <rootcheck><disabled>yes</disabled></rootcheck>
</ossec_config>
`
