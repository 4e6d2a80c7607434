import type { Fact } from '../../model/reason.ts'
import { fact } from '../../model/reason.ts'
import type { Finding } from '../../model/finding.ts'
import type { ReportInput } from '../report/report-input.ts'
import { makeCases } from '../make-cases.ts'
import { triageFacts } from '../explain/facts.ts'
import type { Sample } from './sample-finding.ts'
import { SAMPLE_EVIDENCE, sampleFinding } from './sample-finding.ts'

/** For tests: an invented intrusion over three hosts, beside everyday noise on forty. */
export function sampleIntrusion(): Finding[] {
  return [...intrusion, ...noise()].map(sampleFinding)
}

/** A report over given findings, with one whole and one damaged evidence. */
export function sampleReport(findings: readonly Finding[] = sampleIntrusion()): ReportInput {
  return {
    version: '0.1.0',
    evidence: [
      {
        paths: ['incident/ws01/Security.evtx'], sha256: SAMPLE_EVIDENCE, bytes: 21_041_152, format: 'evtx', encoding: null,
        dataset: 'windows.security', events: 31_204, errors: [],
      },
      {
        paths: ['incident/fw/eve.json.gz'], sha256: 'd'.repeat(64), bytes: 912_334, format: 'json', encoding: 'utf-8',
        dataset: 'suricata.alert', events: 1_200, errors: [{ offset: 77_120, reason: 'the line is not JSON: unexpected end' }],
      },
    ],
    triaged: makeCases(findings),
    templates: { ...triageFacts, 'test.field': { en: '{field} is {value}', ja: '{field} の値が {value} です' } },
    events: { count: 32_404, sum: '0123456789abcdef0123456789abcdef' },
    matches: { count: 97, sum: 'fedcba9876543210fedcba9876543210' },
    datasets: { 'windows.security': 31_204, 'suricata.alert': 1_200 },
    seconds: 4.2,
  }
}

function held(field: string, value: string): Fact {
  return fact('test.field', { terms: { field, value } })
}

const implant = 'hash:5f1d0c7ad2e1b7be7c0f0fd6f2a8f1d15f1d0c7ad2e1b7be7c0f0fd6f2a8f1d1'

const intrusion: readonly Sample[] = [
  {
    subject: 'host:ws01', minute: 3, rule: 'Office Application Starts a Script Host', level: 'high', count: 2, tactics: ['execution'],
    techniques: ['T1204.002', 'T1059.005'], entities: ['user:corp\\alice', 'process:c:\\windows\\system32\\wscript.exe'],
    facts: [held('ParentImage', 'C:\\Program Files\\Microsoft Office\\WINWORD.EXE'), held('Image', 'C:\\Windows\\System32\\wscript.exe')],
  },
  {
    subject: 'host:ws01', minute: 5, rule: 'Encoded PowerShell Command Line', level: 'high', tactics: ['execution'],
    techniques: ['T1059.001'], falsePositives: ['Software deployment that encodes its commands'], entities: ['user:corp\\alice'],
    facts: [held('CommandLine', 'powershell -nop -w hidden -enc SQBFAFgAIAAoAE4AZQB3AC0ATwBiAGoAZQBjAHQA')],
  },
  {
    subject: 'host:ws01', minute: 12, rule: 'Run Key Points to User Folder', level: 'medium', tactics: ['persistence'],
    techniques: ['T1547.001'], entities: ['user:corp\\alice', 'file:c:\\users\\alice\\appdata\\roaming\\upd.exe', implant],
  },
  {
    subject: 'host:ws01', minute: 21, rule: 'LSASS Memory Read by Unusual Program', level: 'critical', tactics: ['credential-access'],
    techniques: ['T1003.001'], count: 4, entities: ['user:corp\\alice', 'process:c:\\users\\alice\\appdata\\roaming\\upd.exe', implant],
    facts: [held('TargetImage', 'C:\\Windows\\System32\\lsass.exe'), held('GrantedAccess', '0x1410')],
  },
  {
    subject: 'host:ws01', minute: 24, rule: 'Whoami Run', level: 'low', tactics: ['discovery'], techniques: ['T1033'],
    entities: ['user:corp\\alice'],
  },
  {
    subject: 'host:srv02', minute: 48, rule: 'Service Installed from Admin Share', level: 'high', tactics: ['lateral-movement'],
    techniques: ['T1021.002', 'T1569.002'], entities: ['user:corp\\alice', 'ip:10.0.4.17'],
  },
  {
    subject: 'host:srv02', minute: 55, rule: 'Security Log Cleared', level: 'high', tactics: ['stealth'], techniques: ['T1070.001'],
    entities: ['user:corp\\alice'],
  },
  {
    subject: 'host:dc01', minute: 90, rule: 'Directory Replication Requested by a User', level: 'critical', tactics: ['credential-access'],
    techniques: ['T1003.006'], entities: ['user:corp\\alice', 'ip:10.0.4.17'], status: 'experimental',
  },
  {
    subject: 'host:dc01', minute: 96, rule: 'Archive Made in Temporary Folder', tactics: ['collection'], techniques: ['T1560.001'],
    entities: ['user:corp\\alice'],
  },
]

function noise(): Sample[] {
  return Array.from({ length: 40 }, (_, i) => ({
    subject: `host:ws${10 + i}`,
    minute: 7 * i - 60,
    rule: i % 3 === 0 ? 'Scheduled Task Created' : 'Whoami Run',
    level: i % 9 === 0 ? 'medium' : 'low',
    tactics: i % 3 === 0 ? ['persistence'] : ['discovery'],
    entities: [`user:corp\\user${i}`],
    falsePositives: ['Administrators'],
  }))
}
