import { execFileSync } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createServer as createTlsServer } from 'node:tls'
import { expect, test } from 'vitest'
import { IS_QUICK } from '../../../test/depth.ts'
import { temporaryFolder } from '../../../test/temporary-folder.ts'
import type { SyslogConfiguration } from '../../platform/config/notify-schema.ts'
import { configurationOf } from '../testing/notify-world.ts'
import { syslogSender } from './syslog-sender.ts'

const OUTGOING = {
  id: 'b'.repeat(32), createdAt: new Date(0), address: '', recipient: 'siem', organisation: 'default', language: 'en', marking: 'green', priority: 80, subject: 'A subject|x', text: 'A text=b', attachments: [],
  notices: [{ rule: 'urgent', case: { entities: [{ type: 'ip', value: '192.0.2.7' }, { type: 'host', value: 'pc-7' }] } }],
} as const

const LINE = `<82>1 1970-01-01T00:00:00.000Z HOST noroshi - notice [noroshi@32473 id="${OUTGOING.id}" organisation="default" marking="TLP:GREEN"] \ufeffCEF:0|Noroshi|Noroshi|1|urgent|A subject\\|x|8|`
  + `externalId=${OUTGOING.id} rt=0 cs1Label=organisation cs1=default cs2Label=marking cs2=TLP:GREEN src=192.0.2.7 shost=pc-7 msg=A text\\=b`

function channelOf(transport: string, port: number): SyslogConfiguration {
  const { channels: [channel] } = configurationOf({ channels: [{ name: 'siem', kind: 'syslog', transport, to: `127.0.0.1:${port}` }] })
  return channel as SyslogConfiguration
}

const never = new AbortController().signal
const withoutHost = (line: string) => line.replace(/Z \S+ noroshi/, 'Z HOST noroshi')

test('over TCP a line is framed by its length', async () => {
  const received = Promise.withResolvers<string>()
  const server = createServer(socket => {
    const blocks: Buffer[] = []
    socket.on('data', block => blocks.push(block))
    socket.once('end', () => received.resolve(Buffer.concat(blocks).toString('utf8')))
  })
  await new Promise<void>(resolve => { server.listen(0, '127.0.0.1', resolve) })
  const { port } = server.address() as AddressInfo
  expect((await syslogSender(channelOf('tcp', port)).send(OUTGOING, never)).kind).toBe('sent')
  const [length = '', ...rest] = (await received.promise).split(' ')
  expect([withoutHost(rest.join(' ')), Number(length)]).toEqual([LINE, Buffer.byteLength(rest.join(' '))])
  await new Promise(resolve => { server.close(resolve) })
  expect((await syslogSender(channelOf('tcp', port)).send(OUTGOING, never)).kind).toBe('later')
})

test.skipIf(IS_QUICK)('over TLS it goes only to a collector with a certificate of the authority', async () => {
  const folder = temporaryFolder({})
  const path = (name: string) => join(folder, name)
  for (const name of ['right', 'wrong']) {
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', path(`${name}.key`), '-out', path(`${name}.pem`), '-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2'], { stdio: 'ignore' })
  }
  const lines: string[] = []
  const server = createTlsServer({ key: readFileSync(path('right.key')), cert: readFileSync(path('right.pem')) }, socket => {
    socket.on('error', () => {}).on('data', block => lines.push(block.toString('utf8')))
  })
  await new Promise<void>(resolve => { server.listen(0, '127.0.0.1', resolve) })
  const { port } = server.address() as AddressInfo
  const kinds = []
  for (const name of ['right', 'wrong']) kinds.push((await syslogSender({ ...channelOf('tls', port), authority: path(`${name}.pem`) }).send(OUTGOING, never)).kind)
  kinds.push((await syslogSender(channelOf('tls', port)).send(OUTGOING, never)).kind)
  expect([kinds, lines.length]).toEqual([['sent', 'later', 'later'], 1])
  server.close()
})

test('over UDP a line is a datagram', async () => {
  const socket = createSocket('udp4')
  await new Promise<void>(resolve => { socket.bind(0, '127.0.0.1', resolve) })
  const received = new Promise<string>(resolve => { socket.once('message', bytes => resolve(bytes.toString('utf8'))) })
  expect((await syslogSender(channelOf('udp', socket.address().port)).send(OUTGOING, never)).kind).toBe('sent')
  expect(withoutHost(await received)).toBe(LINE)
  socket.close()
})
