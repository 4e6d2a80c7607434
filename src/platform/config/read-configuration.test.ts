import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { stringify } from 'yaml'
import { byDepth } from '../../../test/depth.ts'
import { temporaryFolder } from '../../../test/temporary-folder.ts'
import { NoroshiError } from '../noroshi-error.ts'
import { dataFolderPath, readConfiguration } from './read-configuration.ts'

function read(text: string) {
  const folder = temporaryFolder({ 'noroshi.yaml': text })
  return { folder, configuration: readConfiguration({ folders: [folder] }) }
}

/** The problems without the folder's name. */
function problemsOf(text: string): string[] {
  const folder = temporaryFolder({ 'noroshi.yaml': text })
  try {
    readConfiguration({ folders: [folder] })
    return []
  } catch (thrown) {
    if (!(thrown instanceof NoroshiError) || thrown.code !== 'bad-configuration') throw thrown
    return thrown.message.split('\n').map(line => line.replace(`${folder}/`, ''))
  }
}

describe('noroshi.yaml', () => {
  const DEFAULTS = {
    file: null,
    organisation: 'default',
    durability: 'process',
    zones: {},
    geo: {},
    clickhouse: { memoryMb: 1_600, queryMemoryMb: 1_000, threads: 2, querySeconds: 300 },
    postgres: {},
    server: {
      listen: '127.0.0.1:8443', names: [], marking: 'amber', sessionIdleMinutes: 60, sessionHours: 12, requestsPerMinute: 6_000, otlpSeconds: 60,
    },
    sigma: { rules: [], placeholders: {}, pipelines: [] },
    archives: { passwords: ['infected'], depth: 4, spoolMb: 16_384 },
    sources: [],
    collection: { spoolMb: 4_096, reserveMb: 256, sealSeconds: 30, consoleFolders: ['/var/log'] },
    limits: { workerHeapMb: 2_048, workerSilenceSeconds: 300 },
    retention: { rules: [], everyHours: 0 },
    catalogue: [],
    traffic: { detect: true, ownNetworks: [] },
  }

  test('is not needed', () => {
    expect(readConfiguration({ folders: [temporaryFolder()] })).toEqual(DEFAULTS)
  })

  const EMPTY = ['', '# nothing\n', 'sigma:\n# rules: [a]\nclickhouse: {memoryMb: }\n']

  test.each(EMPTY)('sets nothing with keys that have no value: %j', text => {
    const { folder, configuration } = read(text)
    expect(configuration).toEqual({ ...DEFAULTS, file: join(folder, 'noroshi.yaml') })
  })

  test('sets what it names, with paths from its own folder', () => {
    const { folder, configuration } = read(`
data: ../data
organisation: example-csirt
workers: 4
zones: {linux: Asia/Tokyo, linux.syslog: "+09:00"}
clickhouse: {url: "https://u:p@ch.example:8443/noroshi"}
postgres: {url: "postgresql://u:p@pg.example/noroshi"}
sigma: {rules: [rules, /opt/sigma], placeholders: {admins: [bob, 'adm*', 5]}, pipelines: [ecs.yml]}
archives: {passwords: [infected, malware]}
`)
    expect(configuration).toMatchObject({
      data: join(folder, '../data'),
      organisation: 'example-csirt',
      workers: 4,
      zones: { linux: 'Asia/Tokyo', 'linux.syslog': '+09:00' },
      clickhouse: { url: 'https://u:p@ch.example:8443/noroshi', memoryMb: 1_600 },
      postgres: { url: 'postgresql://u:p@pg.example/noroshi' },
      sigma: { rules: [join(folder, 'rules'), '/opt/sigma'], placeholders: { admins: ['bob', 'adm*', '5'] }, pipelines: [join(folder, 'ecs.yml')] },
      archives: { passwords: ['infected', 'malware'], depth: 4 },
    })
  })

  test('is looked for in one folder after the other, or is the file that is named', () => {
    const first = temporaryFolder()
    const second = temporaryFolder({ 'noroshi.yaml': 'workers: 2', 'other.yaml': 'workers: 3' })
    expect(readConfiguration({ folders: [first, second] }).workers).toBe(2)
    expect(readConfiguration({ folders: [second], named: join(second, 'other.yaml') }).workers).toBe(3)
    expect(() => readConfiguration({ named: join(first, 'none.yaml') })).toThrow(expect.objectContaining({ code: 'bad-configuration' }))
    expect(() => readConfiguration({ named: first })).toThrow(expect.objectContaining({ code: 'bad-configuration' }))
  })

  test('is told every problem with its place and what to do, in the order of the file', () => {
    expect(problemsOf(`data: 5
worker: 3
clickhouse:
  memoryMb: lots
  url: postgres://x
  foo: 1
sigma: {rules: [a, 5], placeholders: {x: y}}
zones: {a: Nowhere/City}
workers: 0.5
`)).toEqual([
      'noroshi.yaml:1:1: data: must be a text; quote it if it looks like something else (path)',
      expect.stringMatching(/^noroshi\.yaml:2:1: worker: is not known; known here are data, organisation, workers, /),
      'noroshi.yaml:4:3: clickhouse.memoryMb: must be a number (MB)',
      'noroshi.yaml:5:3: clickhouse.url: must be a URL like http://user:password@host:8123/database',
      'noroshi.yaml:6:3: clickhouse.foo: is not known; known here are url, memoryMb, queryMemoryMb, threads, querySeconds',
      'noroshi.yaml:7:20: sigma.rules.1: must be a text; quote it if it looks like something else (paths)',
      'noroshi.yaml:7:39: sigma.placeholders.x: must be a list: [a, b]',
      'noroshi.yaml:8:9: zones.a: is no time zone; write a name like Asia/Tokyo, or an offset like +09:00',
      'noroshi.yaml:9:1: workers: must be a whole number (processes)',
    ])
  })

  test.each([
    ['a: [', /^noroshi\.yaml:1:5: is not YAML: /],
    ['data: x\ndata: y', /^noroshi\.yaml:2:1: is not YAML: Map keys must be unique/],
    ['- 1', /^noroshi\.yaml:1:1: must be a map of keys and values/],
    ['__proto__: {workers: 1}', /^noroshi\.yaml:1:1: __proto__: is not known/],
    ['a: &a [x, x]\nb: &b [*a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b]\nd: [*c, *c, *c, *c, *c]', /^noroshi\.yaml:1:1: .*alias/],
  ])('%j is refused with a place', (text, expected) => {
    expect(problemsOf(text)[0]).toMatch(expected)
  })

  test('of any content is read or refused with places, never anything else', () => {
    const value = fc.jsonValue({ maxDepth: 3 })
    const keys = fc.constantFrom('data', 'workers', 'zones', 'sigma', 'clickhouse', 'archives', 'durability', 'limits', 'other')
    const texts = fc.oneof(fc.string(), fc.dictionary(keys, value).map(map => stringify(map)), value.map(each => JSON.stringify(each)))
    fc.assert(fc.property(texts, text => {
      for (const problem of problemsOf(text)) expect(problem).toMatch(/^noroshi\.yaml:\d+:\d+: |^and \d+ more problems$|^ /)
    }), { numRuns: byDepth(60, 400, 5_000) })
  })
})

describe('the data folder', () => {
  test('is --data, else NOROSHI_DATA, else what the file says, else noroshi-data in the clone', () => {
    vi.stubEnv('NOROSHI_DATA', '/environment')
    expect(dataFolderPath('/named', { data: '/file' })).toBe('/named')
    expect(dataFolderPath(undefined, { data: '/file' })).toBe('/environment')
    vi.stubEnv('NOROSHI_DATA', '')
    expect(dataFolderPath(undefined, { data: '/file' })).toBe('/file')
    expect(dataFolderPath(undefined, {})).toBe(join(import.meta.dirname, '../../../noroshi-data'))
  })

  test('lists sources, of which one address stands for a list', () => {
    const { folder, configuration } = read(`
sources:
  - {name: firewall, kind: syslog, udp: "0.0.0.0:514", tls: ["0.0.0.0:6514", "[::]:6514"], certificate: tls/chain.pem, zone: Asia/Tokyo}
`)
    expect(configuration.sources).toEqual([{
      name: 'firewall', kind: 'syslog', udp: ['0.0.0.0:514'], tcp: [], tls: ['0.0.0.0:6514', '[::]:6514'], allow: [], format: 'syslog',
      certificate: join(folder, 'tls/chain.pem'), zone: 'Asia/Tokyo',
    }])
  })

  test.each([
    ['{name: Fire Wall, kind: syslog}', 'sources.0.name: may hold small letters, digits, -, _ and .; at most 63'],
    ['{name: a, kind: smoke}', 'must be a source with a kind that is known: syslog'],
    ['{name: a, kind: syslog, tcp: "514"}', 'sources.0.tcp: must be an address and a port like 0.0.0.0:514, or a list of these'],
    ['{name: a, kind: syslog, sctp: "[::]:1"}', 'sources.0.sctp: is not known; known here are name, organisation, zone, dataset, kind, udp, tcp, tls'],
    ['{name: a, kind: syslog}\n  - {name: a, kind: syslog}', 'sources.1.name: is the name of another source too'],
  ])('refuses the source %s', (source, problem) => {
    expect(() => read(`sources:\n  - ${source}\n`)).toThrow(problem)
  })
})
