/**
 * Made documents as Winlogbeat and Filebeat send them (ECS): Sysmon process starts, sign-ins and log lines, 700 to 1,200 bytes each; a few that
 * rules look at more closely. As they come from many machines at once, {@link A_MILLISECOND} of them have the same time.
 *
 * @param first the number of the first one @param began milliseconds: when number 0 was written
 */
export function madeDocuments(first: number, count: number, began: number): string[] {
  return Array.from({ length: count }, (_, place) => {
    const index = first + place
    const made = KINDS[index % KINDS.length]!(index)
    return JSON.stringify({ '@timestamp': new Date(began + Math.floor(index / A_MILLISECOND)).toISOString(), ...made, ecs: { version: '8.17.0' }, agent: agentOf(index) })
  })
}

/** Of a site that writes 50,000 a second. */
const A_MILLISECOND = 50

function agentOf(index: number): object {
  return { type: index % 4 === 3 ? 'filebeat' : 'winlogbeat', version: '9.2.0', name: `pc${index % 211}`, id: `3f2b0c9e-8c1d-4a7e-9b0a-0000000${10_000 + index % 211}` }
}

function windows(index: number, channel: string, provider: string, id: string, data: object): object {
  return {
    host: { name: `pc${index % 211}.example.com`, os: { family: 'windows', type: 'windows', version: '10.0', kernel: '10.0.22631.4460' } },
    event: { code: id, kind: 'event', provider, created: '2026-11-22T10:00:01.000Z' },
    log: { level: 'information' },
    winlog: {
      channel, provider_name: provider, event_id: id, computer_name: `pc${index % 211}.example.com`, record_id: 100_000 + index, opcode: 'Info',
      process: { pid: 4_000 + index % 999, thread: { id: 5_000 + index % 999 } }, event_data: data,
    },
  }
}

const KINDS: readonly ((index: number) => object)[] = [
  index => windows(index, 'Microsoft-Windows-Sysmon/Operational', 'Microsoft-Windows-Sysmon', '1', {
    UtcTime: '2026-11-22 10:00:00.123', ProcessGuid: `{8a0b1c2d-0000-0000-0000-${String(index).padStart(12, '0')}}`, ProcessId: String(1_000 + index % 9_000),
    Image: `C:\\Program Files\\Vendor\\tool${index % 300}.exe`, CommandLine: `"C:\\Program Files\\Vendor\\tool${index % 300}.exe" --run job-${index}`,
    User: `EXAMPLE\\user${index % 91}`, ParentImage: 'C:\\Windows\\explorer.exe', ParentCommandLine: 'C:\\Windows\\explorer.exe', IntegrityLevel: 'Medium',
    Hashes: `SHA256=${index.toString(16).padStart(64, '0')}`,
  }),
  index => windows(index, 'Security', 'Microsoft-Windows-Security-Auditing', index % 40 === 1 ? '4625' : '4624', {
    TargetUserName: `user${index % 91}`, TargetDomainName: 'EXAMPLE', LogonType: '3', IpAddress: `192.0.2.${index % 251}`, IpPort: String(20_000 + index % 40_000),
    AuthenticationPackageName: 'Kerberos', WorkstationName: `PC${index % 211}`, SubjectUserSid: 'S-1-0-0', LogonProcessName: 'Kerberos',
  }),
  index => windows(index, 'Security', 'Microsoft-Windows-Security-Auditing', '5156', {
    Application: `\\device\\harddiskvolume3\\windows\\system32\\svchost.exe`, SourceAddress: `192.0.2.${index % 251}`, SourcePort: String(50_000 + index % 9_000),
    DestAddress: `198.51.100.${index % 251}`, DestPort: '443', Protocol: '6', Direction: '%%14593', FilterRTID: '71234', LayerName: '%%14611',
  }),
  index => ({
    host: { name: `web${index % 17}`, os: { family: 'debian', type: 'linux', kernel: '6.1.0-28-amd64' } },
    event: { dataset: 'system.auth', module: 'system' },
    input: { type: 'log' },
    log: { file: { path: '/var/log/auth.log' }, offset: index * 120 },
    process: { name: 'sshd', pid: 1_000 + index % 9_000 },
    message: `Accepted publickey for user${index % 91} from 198.51.100.${index % 251} port ${20_000 + index % 40_000} ssh2: ED25519 SHA256:abcdefgh${index}`,
  }),
]
