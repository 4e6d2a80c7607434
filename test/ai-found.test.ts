import { describe, expect, test } from 'vitest'
import { loadAiServices } from '../src/ai/inventory/found/ai-services.ts'
import { questionsOf, talkersOf } from '../src/ai/inventory/found/talkers.ts'
import { trafficInFiles } from '../src/ai/inventory/found/traffic-in-files.ts'
import { trafficInStore } from '../src/ai/inventory/found/traffic-in-store.ts'
import { systemSchema } from '../src/ai/inventory/system-schema.ts'
import { openHouse } from '../src/capabilities.ts'
import { eventScope } from '../src/pipeline/ingest/store-status.ts'
import { readEvidence } from '../src/pipeline/read-evidence.ts'
import { IS_QUICK } from './depth.ts'
import { ingestInto, openStore } from './open-store.ts'
import { temporaryFolder } from './temporary-folder.ts'

const ssl = (time: number, source: string, name: string) => `${time}.000000\tC${time}\t${source}\t50000\t203.0.113.9\t443\tTLSv13\tTLS_AES_128_GCM_SHA256\t${name}\n`
const ZEEK_SSL = `#separator \\x09\n#path\tssl\n#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tversion\tcipher\tserver_name\n#types\ttime\tstring\taddr\tport\taddr\tport\tstring\tstring\tstring\n${
  ssl(1_795_341_600, '192.0.2.7', 'api.openai.com')}${ssl(1_795_341_700, '192.0.2.7', 'api.openai.com')}${ssl(1_795_341_800, '192.0.2.8', 'eu.chat.deepseek.com')}${ssl(1_795_341_900, '192.0.2.8', 'www.example.org')}${ssl(1_795_342_000, '192.0.2.8', 'notopenrouter.ai')}`
const ZEEK_CONN = '#separator \\x09\n#path\tconn\n#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\n#types\ttime\tstring\taddr\tport\taddr\tport\tenum\n1795341600.000000\tC1\t192.0.2.9\t50000\t10.0.0.4\t11434\ttcp\n1795341600.000000\tC2\t192.0.2.9\t50000\t10.0.0.4\t443\ttcp\n'
const SURICATA = `${JSON.stringify({ timestamp: '2026-11-22T10:00:00.000000+0000', flow_id: 1, event_type: 'tls', src_ip: '192.0.2.20', src_port: 5, dest_ip: '203.0.113.4', dest_port: 443, proto: 'TCP', tls: { sni: 'bedrock-runtime.ap-northeast-1.amazonaws.com', version: 'TLS 1.3' } })}\n`
const record = (application: string, model: string) => JSON.stringify({
  time: '2026-11-22T10:00:00.000Z', event: 'request', request: `r-${application}-${model}`, application, client: '192.0.2.30', protocol: 'openai-chat', path: '/v1/chat/completions', model, upstream: 'hosted', streamed: false, verdict: 'allow', layer: '',
  score: 0, origin: 'user', reason: '', reason_ja: '', others: [], text: '', characters: 3, status: 200, outcome: 'passed', tokens: null, tools: [], judged_us: 100, upstream_ms: 1,
})
const FILES = { 'ssl.log': ZEEK_SSL, 'conn.log': ZEEK_CONN, 'eve.json': SURICATA, 'audit.jsonl': `${record('shop', 'gpt-4o-mini')}\n${record('shop', 'gpt-4o-mini')}\n${record('stray', 'llama3')}\n` }
const REGISTER = { systems: [systemSchema.parse({ id: 'assistant', name: 'Assistant', application: 'shop', models: [{ name: 'gpt-4o-mini', provider: 'OpenAI' }, { name: 'llama3', runs: 'local', url: 'http://10.0.0.4:11434' }] })] }
const services = loadAiServices()
const house = openHouse({ ruleDirectories: [] })
const inFiles = (folder: string) => trafficInFiles(readEvidence({ paths: [folder], date: undefined, recover: false }, house), house.mappings, questionsOf(services))

describe('who talks to a language model', () => {
  test('is found by names in TLS, ports of model servers and records of the gateway; what the register does not know comes first', async () => {
    const found = talkersOf(services, await inFiles(temporaryFolder(FILES)), REGISTER)
    expect(found.map(({ way, service, model, who, asked, requests, systems }) => [way, service, model, who, asked, requests, systems.join()])).toEqual([
      ['gateway', 'hosted', 'llama3', 'stray', 'hosted', 1, ''],
      ['direct', 'DeepSeek', null, 'ip:192.0.2.8', 'eu.chat.deepseek.com', 1, ''],
      ['direct', 'Amazon Bedrock', null, 'ip:192.0.2.20', 'bedrock-runtime.ap-northeast-1.amazonaws.com', 1, ''],
      ['direct', 'OpenAI', null, 'ip:192.0.2.7', 'api.openai.com', 2, 'assistant'],
      ['gateway', 'hosted', 'gpt-4o-mini', 'shop', 'hosted', 2, 'assistant'],
      ['local', 'Ollama', null, 'ip:192.0.2.9', '10.0.0.4', 1, 'assistant'],
    ].sort((a, b) => Number(a[6] !== '') - Number(b[6] !== '') || Number(b[5]) - Number(a[5]) || (String(a[3]) < String(b[3]) ? -1 : 1)))
    expect(found.find(({ service }) => service === 'OpenAI')).toMatchObject({ first: 1_795_341_600_000_000, last: 1_795_341_700_000_000 })
  })

  test('is not seen where nobody does', async () => {
    expect(talkersOf(services, await inFiles(temporaryFolder({ 'a.json': '{"name":"api","time":"2026-01-01T00:00:00Z"}\n' })), REGISTER)).toEqual([])
  })

  // Starts both engines.
  test.skipIf(IS_QUICK)('is the same in the store', async () => {
    const folder = temporaryFolder(FILES)
    const opened = await openStore({ house: { ruleDirectories: [] } })
    try {
      await ingestInto(opened.store, opened.reading, [folder])
      const reader = { client: opened.store.clickhouse.client, scope: await eventScope(opened.store), mappings: house.mappings, paths: new Map() }
      expect(talkersOf(services, await trafficInStore(reader, questionsOf(services)), REGISTER)).toEqual(talkersOf(services, await inFiles(folder), REGISTER))
    } finally {
      await opened.close()
    }
  }, 240_000)
})

test('services know their hosts and no others', () => {
  const pattern = new RegExp(services.pattern)
  const hosts = ['api.openai.com', 'x.api.openai.com', 'api.openai.com.evil.example', 'notapi.openai.com.', 'xapi.openai.com', 'myorg.openai.azure.com', 'example.org']
  expect(hosts.map(host => services.serviceOf(host))).toEqual(['OpenAI', 'OpenAI', null, null, null, 'Azure OpenAI', null])
  expect(hosts.map(host => pattern.test(`domain:${host}`))).toEqual(hosts.map(host => services.serviceOf(host) !== null))
  expect(['url:https://api.openai.com/v1/x', 'url:https://user@api.openai.com:443', 'url:https://example.org/?api.openai.com', 'user:api.openai.com', 'domain:api.openai.com/'].map(each => pattern.test(each))).toEqual([true, true, false, false, false])
})
