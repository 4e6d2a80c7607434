import { expect, test } from 'vitest'
import { ApiError } from '../errors/api-error.ts'
import type { SourceEntry } from './source-entry.ts'
import { readSourceEntry, withKeptSecrets, withoutHeldAddresses, withoutSecrets } from './source-entry.ts'
import { sourceKinds } from './source-kinds.ts'

const FOLDERS = ['/var/log', '/srv/drop/']

function problemOf(entry: SourceEntry): string {
  try {
    readSourceEntry(entry, FOLDERS)
    return ''
  } catch (thrown) {
    return thrown instanceof ApiError ? `${thrown.code}: ${thrown.details.field}` : String(thrown)
  }
}

test('an entry is read as one of noroshi.yaml, with its defaults', () => {
  expect(readSourceEntry({ kind: 'syslog', name: 'fw', udp: '127.0.0.1:514' }, [])).toEqual({ kind: 'syslog', name: 'fw', udp: ['127.0.0.1:514'], tcp: [], tls: [], allow: [], format: 'syslog' })
})

test.each<[string, SourceEntry]>([
  ['kind', {}],
  ['kind', { kind: 'carrier-pigeon', name: 'a' }],
  ['name', { kind: 'syslog', name: 'A B' }],
  ['name', { kind: 'syslog', name: 'noroshi' }],
  ['udp', { kind: 'syslog', name: 'a', udp: 'everywhere' }],
  ['http', { kind: 'syslog', name: 'a', http: '127.0.0.1:1' }],
  ['udp', { kind: 'syslog', name: 'a', tcp: [] }],
  ['http', { kind: 'otlp', name: 'a' }],
  ['tokens', { kind: 'bulk', name: 'a', https: '0.0.0.0:9200' }],
  ['organisation', { kind: 'syslog', name: 'a', organisation: 'other' }],
  ['allowPrivate', { kind: 'pull', name: 'a', url: 'http://169.254.169.254/', allowPrivate: true }],
])('what is wrong is told with its field: %s', (field, entry) => {
  expect(problemOf(entry)).toBe(`unprocessable: ${field}`)
})

test.each(['/etc/shadow', '/var/log/../../etc/shadow', '/var/log/{..,x}/../etc/shadow', '/var/logs/a.log', '/var/log', '/srv/drop/../x'])('no file outside of the folders that are allowed is read: %s', path => {
  expect(problemOf({ kind: 'files', name: 'a', paths: ['/var/log/a.log', path] })).toBe('unprocessable: paths')
  expect(problemOf({ kind: 'mailbox', name: 'a', folder: path })).toBe('unprocessable: folder')
})

test('files below them are, and certificates anywhere', () => {
  expect(problemOf({ kind: 'files', name: 'a', paths: ['/var/log/**/*.log', '/srv/drop/x/{a,b}.log'] })).toBe('')
  expect(problemOf({ kind: 'syslog', name: 'a', tls: '127.0.0.1:6514', certificate: '/etc/ssl/a.pem', key: '/etc/ssl/a.key' })).toBe('')
  expect(problemOf({ kind: 'syslog', name: 'a', tls: '127.0.0.1:6514', certificate: 'a.pem' })).toBe('unprocessable: certificate')
})

test('no secret of the program is shown to a server that somebody names', () => {
  const mailbox = { kind: 'mailbox', name: 'a', host: 'mail.example', user: 'u' }
  expect(problemOf({ ...mailbox, password: { env: 'NOROSHI_SOURCE_MAIL' } })).toBe('')
  expect([{ env: 'PATH' }, { file: '/etc/shadow' }, { file: 'secret' }].map(password => problemOf({ ...mailbox, password }))).toEqual(Array(3).fill('unprocessable: password'))
})

test('secrets are told to nobody, and stay when they are kept', () => {
  const entry = { kind: 'bulk', name: 'beats', https: '0.0.0.0:9200', tokens: ['a-secret-token'], users: { u: 'a-password' } }
  expect(withoutSecrets(entry)).toEqual({ entry: { kind: 'bulk', name: 'beats', https: '0.0.0.0:9200' }, secrets: ['tokens', 'users'] })
  expect(withKeptSecrets({ kind: 'bulk', name: 'beats' }, ['tokens', 'https'], entry)).toEqual({ kind: 'bulk', name: 'beats', tokens: ['a-secret-token'] })
  expect(withKeptSecrets({ kind: 'bulk', tokens: ['another-one'] }, ['tokens'], entry)).toEqual({ kind: 'bulk', tokens: ['another-one'] })
})

test('addresses that the source has already are not tried', () => {
  expect(withoutHeldAddresses({ udp: ['a:1', 'b:2'], tcp: 'c:3', allow: ['d'] }, { udp: 'a:1', tcp: ['c:3'], allow: ['d'] })).toEqual({ udp: ['b:2'], tcp: [], allow: ['d'] })
})

test('every kind of source can be asked for in a form', () => {
  const kinds = sourceKinds()
  expect(kinds.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['syslog', 'bulk', 'hec', 'otlp', 'files', 'flows']))
  expect(kinds.flatMap(({ kind, fields }) => fields.filter(({ form }) => form === 'json').map(({ name }) => `${kind}.${name}`))).toEqual([])
  expect(kinds.every(({ fields }) => fields.some(({ name, required }) => name === 'name' && required))).toBe(true)
})
