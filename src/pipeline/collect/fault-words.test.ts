import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { expect, test } from 'vitest'
import { connectionFault } from '../../platform/connection-fault.ts'
import { faultWords } from './fault-words.ts'

const failed = (code: string, message = 'said to programmers') => connectionFault(Object.assign(new Error(message), { code }))

test.each([
  ['an authority that is not trusted', failed('SELF_SIGNED_CERT_IN_CHAIN'), /^サーバー証明書の発行元が信頼されていません/],
  ['an old certificate', failed('CERT_HAS_EXPIRED'), /有効期限が切れています/],
  ['a certificate of another name', failed('ERR_TLS_CERT_ALTNAME_INVALID', 'x cert\'s altnames: DNS:b.example'), /一致しません.*DNS:b\.example/],
  ['no TLS', failed('ERR_SSL_WRONG_VERSION_NUMBER'), /TLS に対応していません/],
  ['a refused password', 'the server refuses the user or the password: NO', /認証を拒否されました/],
  ['a refused bucket', 'the store answers 403 AccessDenied', /アクセスを拒否されました.*AccessDenied/],
  ['a feed that is gone', 'https://feed.example/list answers 404', /見つかりません/],
  ['a lost sensor', 'its sensor was last heard of at 2026-11-22T10:00:00.000000Z', /センサーからの連絡が途絶えています.*2026-11-22T10:00:00/],
  ['a full disk', 'disk-full: disk-full', /ディスクの空き/],
])('%s is told in Japanese, with what was told behind it', (_, reason, words) => {
  expect(faultWords(reason, 'ja')).toMatch(words)
  expect(faultWords(reason, 'ja')).toContain(`(${reason})`)
  expect(faultWords(reason, 'en')).toBe(reason)
})

test('what nobody foresaw stays as it is', () => expect(faultWords('the moon is full', 'ja')).toBe('the moon is full'))

test('what the machine itself says of an address in use, of a closed port and of a folder that is not there is known', async () => {
  const told = (work: Promise<unknown>) => work.then(() => 'nothing', (cause: unknown) => faultWords(connectionFault(cause), 'ja'))
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const address = other.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  expect(await told(once(createServer().listen(port, '127.0.0.1'), 'listening'))).toMatch(/^待ち受けアドレスは他のプログラムが使用中です\(.*EADDRINUSE/)
  other.close()
  await once(other, 'close')
  expect(await told(once(connect(port, '127.0.0.1'), 'connect'))).toMatch(/^接続を拒否されました.*ECONNREFUSED/)
  expect(await told(readdir('/no/such/folder'))).toMatch(/^ファイルまたはフォルダーが見つかりません\(ENOENT/)
})
