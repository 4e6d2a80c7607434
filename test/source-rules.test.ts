import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import * as z from 'zod'
import { openHouse } from '../src/capabilities.ts'
import type { Fields, FieldValue, MutableFields } from '../src/model/value.ts'
import { readEvidence } from '../src/pipeline/read-evidence.ts'
import { IS_QUICK } from './depth.ts'
import { describeWithData, testData, testFiles } from './test-data.ts'
import { temporaryFolder } from './temporary-folder.ts'

const RULE = z.looseObject({
  id: z.string(),
  title: z.string(),
  logsource: z.looseObject({ product: z.string(), service: z.string().optional() }),
  detection: z.record(z.string(), z.unknown()),
})
type Rule = z.infer<typeof RULE>

/** Records as the sources write them, apart from what rules ask for; by product, or product and service. */
const RECORDS: Readonly<Record<string, { readonly dataset: string; readonly record: Fields }>> = {
  okta: { dataset: 'okta.system', record: { published: '2026-11-22T10:00:00Z', eventType: 'x', actor: { alternateId: 'a@example.jp' }, outcome: { result: 'SUCCESS' } } },
  github: { dataset: 'github.audit', record: { '@timestamp': 1_795_342_830_000, action: 'x', actor: 'a', org: 'o', _document_id: '1' } },
  kubernetes: { dataset: 'kubernetes.audit', record: { kind: 'Event', apiVersion: 'audit.k8s.io/v1', auditID: '1', verb: 'get', requestURI: '/api', requestReceivedTimestamp: '2026-11-22T10:00:00Z' } },
  'm365 threat_management': { dataset: 'm365.threat-management', record: { CreationTime: '2026-11-22T10:00:00', Operation: 'AlertTriggered', Workload: 'SecurityComplianceCenter' } },
  'm365 threat_detection': { dataset: 'm365.threat-management', record: { CreationTime: '2026-11-22T10:00:00', Operation: 'AlertTriggered', Workload: 'SecurityComplianceCenter' } },
  'm365 exchange': { dataset: 'm365.exchange', record: { CreationTime: '2026-11-22T10:00:00', Operation: 'x', Workload: 'Exchange' } },
  'm365 audit': { dataset: 'm365.audit', record: { CreationTime: '2026-11-22T10:00:00', Operation: 'x', Workload: 'AzureActiveDirectory' } },
  'azure signinlogs': { dataset: 'azure.signinlogs', record: { time: '2026-11-22T10:00:00Z', operationName: 'Sign-in activity', category: 'SignInLogs', properties: {} } },
  'azure auditlogs': { dataset: 'azure.auditlogs', record: { time: '2026-11-22T10:00:00Z', operationName: 'x', category: 'AuditLogs', properties: {} } },
  'azure activitylogs': { dataset: 'azure.activitylogs', record: { time: '2026-11-22T10:00:00Z', resourceId: '/s', operationName: 'x', category: 'Administrative', properties: {} } },
  'azure riskdetection': { dataset: 'azure.riskdetection', record: { riskEventType: 'x', detectedDateTime: '2026-11-22T10:00:00Z', userPrincipalName: 'a@example.jp' } },
  'azure pim': { dataset: 'azure.riskdetection', record: { riskEventType: 'x', detectedDateTime: '2026-11-22T10:00:00Z', userPrincipalName: 'a@example.jp' } },
  'gcp google_workspace.admin': { dataset: 'google_workspace.admin', record: { id: { time: '2026-11-22T10:00:00Z', applicationName: 'admin' }, actor: { email: 'a@example.jp' }, events: [{ name: 'x' }] } },
  'gcp google_workspace.login': { dataset: 'google_workspace.login', record: { id: { time: '2026-11-22T10:00:00Z', applicationName: 'login' }, actor: { email: 'a@example.jp' }, events: [{ name: 'x' }] } },
  'cisco duo': { dataset: 'cisco.duo', record: { isotimestamp: '2026-11-22T10:00:00Z', event_type: 'x', txid: '1', auth_device: { ip: '192.0.2.1' } } },
}

/** Rules for which a record made from their first values alone is not enough (placeholders, expressions, conditions between fields). None may be added lightly. */
const BEYOND_ONE_RECORD: ReadonlySet<string> = new Set([
  'Account Created And Deleted By Non Approved Users',
  'Guest Users Invited To Tenant By Non Approved Inviters',
  'Authentications To Important Apps Using Single Factor Authentication',
  'Successful Authentications From Countries You Do Not Operate Out Of',
  'Failed Authentications From Countries You Do Not Operate Out Of',
  'Privilege Role Sign-In Outside Expected Controls',
  'Users Authenticating To Other Azure AD Tenants',
  'Okta Session Impersonation Granted From Untrusted Domain',
  'Azure Active Directory Hybrid Health AD FS New Server',
  'Azure Active Directory Hybrid Health AD FS Service Delete',
  'Azure DNS Zone Modified or Deleted',
  'Azure Kubernetes Admission Controller',
  'Azure Kubernetes CronJob',
  'Azure Virtual Network Modified or Deleted',
  'Windows LAPS Credential Dump From Entra ID',
  'User State Changed From Guest To Member',
  'Password Reset By User Account',
  'New Federated Domain Added',
  'Potential Okta Password in AlternateID Field',
])

const CISCO: Readonly<Record<string, string>> = { aaa: '%PARSER-5-CFGLOG_LOGGEDCMD', bgp: '%BGP-3-NOTIFICATION', ldp: '%LDP-5-NBRCHG' }

describeWithData('rules for network devices and clouds', ['sigma/rules'], () => {
  const products = new Set(['cisco', 'fortigate', ...Object.keys(RECORDS).map(key => key.split(' ', 1)[0]!)])
  const rules = testFiles('sigma/rules', '.yml').flatMap(file => {
    const text = readFileSync(file, 'utf8')
    const product = /^ +product: (\S+)/m.exec(text)?.[1] ?? ''
    const parsed = products.has(product) ? RULE.safeParse(parse(text)) : undefined
    return parsed?.success === true ? [parsed.data] : []
  }).filter(({ logsource }) => logsource.product !== 'gcp' || logsource.service?.startsWith('google_workspace'))

  test.skipIf(IS_QUICK)('find what they seek in the records and lines of these products, under the sources\' own names', async () => {
    const house = openHouse({ ruleDirectories: [testData('sigma/rules')], vacuous: 'kept' })
    const written = rules.flatMap(rule => {
      const text = textFor(rule, (dataset, name) => house.mappings.dataset(dataset).namesOf(name))
      return text === null ? [] : [{ id: rule.id, title: rule.title, ...text }]
    })
    const folder = temporaryFolder(Object.fromEntries(written.map(({ id, name, text }) => [`${id}.${name}`, text])))
    const found = new Set<string>()
    for await (const step of readEvidence({ paths: [folder], date: Date.UTC(2026, 10, 22) * 1_000, recover: false }, house)) {
      if (step.kind === 'end') continue
      const own = written.find(({ id }) => step.evidence.path.includes(id))?.id
      for (const detector of house.detectors) for (const { rule } of detector.inspect(step.batch)) if (own !== undefined && rule.id === own) found.add(own)
    }
    const missed = written.filter(({ id }) => !found.has(id)).map(({ title }) => title)
    expect(written.length).toBeGreaterThan(200)
    expect(missed.filter(title => !BEYOND_ONE_RECORD.has(title))).toEqual([])
  }, 120_000)
})

/** What a product would write that a rule seeks; null for rules whose logsource is none of those above. */
function textFor(rule: Rule, namesOf: (dataset: string, name: string) => readonly string[]): { readonly name: string; readonly text: string } | null {
  const { product, service = '' } = rule.logsource
  const { keywords, values } = sought(rule)
  if (product === 'cisco' && CISCO[service] !== undefined) {
    return { name: 'log', text: `<189>45: sw1: 000045: Nov 22 2026 10:00:00.123 UTC: ${CISCO[service]}: ${keywords.join(' ')}\n` }
  }
  if (product === 'fortigate') {
    const pairs = values.map(([name, value]) => `${name}="${String(value)}"`)
    return { name: 'log', text: `date=2026-11-22 time=10:00:00 devname="fg1" type="event" ${pairs.join(' ')}\n` }
  }
  const known = RECORDS[`${product} ${service}`] ?? RECORDS[product]
  if (known === undefined) return null
  const record = structuredClone(known.record) as MutableFields
  for (const [name, value] of values) {
    const names = namesOf(known.dataset, name)
    // The category on the top level says which log it is; a record's own lies within.
    const isThere = names.find(each => each !== 'category' && Object.hasOwn(record, each))
    const other = names.find(each => each !== name && !/^category$/i.test(each))
    put(record, (isThere ?? other ?? names[0]!).split('.'), value)
  }
  if (keywords.length > 0) record['more'] = keywords.join(' ')
  return { name: 'json', text: `${JSON.stringify(record)}\n` }
}

function put(record: MutableFields, [name = '', ...rest]: readonly string[], value: FieldValue): void {
  if (rest.length === 0) record[name] = value
  else {
    const inner = record[name]
    const held = Array.isArray(inner) ? inner[0] : inner
    const next: MutableFields = typeof held === 'object' && held !== null ? held as MutableFields : {}
    if (!Array.isArray(inner)) record[name] = next
    put(next, rest, value)
  }
}

interface Sought {
  readonly keywords: string[]
  readonly values: [name: string, value: FieldValue][]
}

/** One way to meet the rule: the first value of each field of each selection that is no filter. */
function sought({ detection }: Rule): Sought {
  const result: Sought = { keywords: [], values: [] }
  for (const [name, selection] of Object.entries(detection)) {
    if (name === 'condition' || name === 'timeframe' || name.startsWith('filter')) continue
    const first: unknown = Array.isArray(selection) && typeof selection[0] === 'object' ? selection[0] : selection
    if (Array.isArray(first)) result.keywords.push(...first.slice(0, 1).map(String))
    else if (typeof first === 'object' && first !== null) addItems(first as Readonly<Record<string, unknown>>, result)
    else result.keywords.push(String(first))
  }
  return result
}

function addItems(items: Readonly<Record<string, unknown>>, { keywords, values }: Sought): void {
  for (const [key, value] of Object.entries(items)) {
    const [name = '', ...modifiers] = key.split('|')
    const all = modifiers.includes('all')
    const texts = [value].flat()
    const wanted = all ? texts.map(String).join(' ') : texts[0] as FieldValue
    const plain = typeof wanted === 'string' ? wanted.replace(/^\*|\*$/g, '') : wanted
    if (name === '') keywords.push(String(plain))
    else values.push([name, plain ?? null])
  }
}
