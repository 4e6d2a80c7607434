import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../../../test/temporary-folder.ts'
import type { Configuration } from './read-configuration.ts'
import { readConfiguration } from './read-configuration.ts'

function read(source: string, folder = temporaryFolder({ 'noroshi.yaml': `sources:\n  - {name: s, ${source}}\n` })): Configuration['sources'][number] | undefined {
  return readConfiguration({ named: join(folder, 'noroshi.yaml') }).sources[0]
}

describe('a mailbox', () => {
  test('of a server has defaults that a password can be trusted to', () => {
    const folder = temporaryFolder({ 'noroshi.yaml': 'sources: [{name: s, kind: mailbox, host: mail.example.jp, user: soc, password: {file: secret}, authority: ca.pem}]\n' })
    expect(read('', folder)).toEqual({
      name: 's', kind: 'mailbox', host: 'mail.example.jp', security: 'tls', user: 'soc', password: { file: join(folder, 'secret') }, authority: join(folder, 'ca.pem'), mailbox: 'INBOX', markSeen: false,
      everySeconds: 60, mostMb: 64,
    })
  })

  test.each([
    ['kind: mailbox', 'must be given, or `folder`'],
    ['kind: mailbox, folder: /drop, host: h, user: u, password: {env: P}', 'one of them'],
    ['kind: mailbox, host: h', 'user'],
    ['kind: mailbox, host: h, user: u', 'password'],
    ['kind: mailbox, host: h, user: u, password: {env: P}, token: {env: T}', 'one of them'],
    ['kind: mailbox, host: h, user: u, password: secret', 'must be {env: NAME}'],
    ['kind: mailbox, host: h, user: u, password: {env: P}, security: none', 'does not go in the clear'],
    ['kind: mailbox, host: h, user: u, password: {env: P}, markSeen: true, moveTo: Done', 'cannot be with moveTo'],
    ['kind: mailbox, folder: drop', 'must be a path from the root'],
    ['kind: mailbox, folder: /drop, moveTo: done', 'must be a path from the root'],
  ])('%s is refused', (source, reason) => {
    expect(() => read(source)).toThrow(reason)
  })

  test('in the clear is for this machine alone', () => {
    expect(read('kind: mailbox, host: 127.0.0.1, user: u, password: {env: P}, security: none')).toMatchObject({ security: 'none' })
  })
})

describe('what is pulled', () => {
  test.each([
    ['kind: pull, url: "https://feeds.example/a.csv", authorization: {env: A}', { url: 'https://feeds.example/a.csv', everySeconds: 300, mostMb: 1_024, allowPrivate: false }],
    ['kind: pull, bucket: logs, endpoint: "https://minio.example:9000", accessKey: a, secretKey: {env: S}', { bucket: 'logs', region: 'us-east-1', prefix: '' }],
    ['kind: pull, folder: /mnt/share', { folder: '/mnt/share' }],
  ])('%s', (source, expected) => {
    expect(read(source)).toMatchObject(expected)
  })

  test.each([
    ['kind: pull', 'must be given, or `bucket`, or `folder`'],
    ['kind: pull, url: "https://a.example/", bucket: logs', 'one of them'],
    ['kind: pull, url: "ftp://a.example/"', 'must be a URL'],
    ['kind: pull, url: "https://user:password@a.example/"', 'must hold no user and password'],
    ['kind: pull, bucket: logs, accessKey: a', 'must be given with accessKey'],
    ['kind: pull, bucket: ../logs', 'must be the name of a bucket'],
    ['kind: pull, url: "https://a.example/", moveTo: /done', 'is for folders'],
  ])('%s is refused', (source, reason) => {
    expect(() => read(source)).toThrow(reason)
  })
})
