import { spawnSync } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect as connectTls } from 'node:tls'
import { describe, expect, onTestFinished, test } from 'vitest'
import { IS_QUICK } from '../../../test/depth.ts'
import { temporaryFolder } from '../../../test/temporary-folder.ts'
import { SpoolRoom } from '../../pipeline/collect/spool-room.ts'
import { StreamSpool } from '../../pipeline/collect/stream-spool.ts'
import type { SyslogCertificate } from './certificate.ts'
import { CONNECTIONS_OF_ONE, WAITING_BYTES } from './defaults.ts'
import type { SyslogAddresses } from './syslog-listener.ts'
import { listenForSyslog } from './syslog-listener.ts'

const OPENSSL = '/usr/bin/openssl'
const NOWHERE: SyslogAddresses = { udp: [], tcp: [], tls: [], allow: [] }

interface Opened {
  readonly spool: StreamSpool
  readonly room: SpoolRoom
  readonly port: number
  close(): Promise<void>
  /** The records kept, with the head of each batch gone. */
  records(): Promise<string[]>
}

async function open(addresses: Partial<SyslogAddresses>, { spoolBytes = 1e9, certificate }: { spoolBytes?: number; certificate?: SyslogCertificate } = {}): Promise<Opened> {
  const room = new SpoolRoom(temporaryFolder(), { reserveBytes: 0, spoolBytes })
  const paths: string[] = []
  const spool = await StreamSpool.open({ organisation: 'default', name: 'lab', format: 'syslog' }, { room, onSealed: ({ path }) => paths.push(path) })
  const { places, close } = await listenForSyslog({ ...NOWHERE, ...addresses }, spool, () => {
    if (certificate === undefined) throw new Error('this test has no certificate')
    return certificate
  })
  onTestFinished(async () => {
    await close()
    await spool.close()
  })
  return {
    spool,
    room,
    port: Number(places[0]!.split(':').at(-1)),
    close,
    async records() {
      await spool.seal()
      return paths.flatMap(path => readFileSync(path, 'utf8').split('\n').filter(line => line.startsWith('<')))
    },
  }
}

async function connected(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').on('error', () => {})
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  return socket
}

/** A certificate that is its own authority, for servers and senders alike. */
function madeCertificate(): SyslogCertificate {
  const folder = temporaryFolder()
  const { status } = spawnSync(OPENSSL, ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=lab', '-addext', 'subjectAltName=DNS:localhost',
    '-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')])
  expect(status).toBe(0)
  return { certificate: readFileSync(join(folder, 'cert.pem'), 'utf8'), key: readFileSync(join(folder, 'key.pem'), 'utf8') }
}

const taken = (opened: Opened) => opened.spool.meter.figures()

describe('listenForSyslog', () => {
  test('takes what came before a connection was closed or broken, each message once', async () => {
    const opened = await open({ tcp: ['127.0.0.1:0'] })
    const whole = await connected(opened.port)
    whole.end('<13>one\n8 <13>four<13>five')
    const broken = await connected(opened.port)
    broken.write('<13>two\n<13>thr')
    await expect.poll(() => taken(opened).records).toBe(4)
    broken.destroy()
    await expect.poll(() => taken(opened)).toMatchObject({ records: 5, connections: 0 })
    expect((await opened.records()).sort()).toEqual(['<13>five', '<13>four', '<13>one', '<13>thr', '<13>two'])
  })

  test('keeps what it has read when it is closed', async () => {
    const opened = await open({ tcp: ['127.0.0.1:0'] })
    const socket = await connected(opened.port)
    socket.write('<13>kept\n')
    await expect.poll(() => taken(opened).records).toBe(1)
    await opened.close()
    await expect.poll(() => socket.destroyed || socket.readableEnded).toBe(true)
    expect(await opened.records()).toEqual(['<13>kept'])
  })

  test.skipIf(IS_QUICK)('reads a sender no further than it may while nothing can be kept, and goes on after it', async () => {
    const opened = await open({ tcp: ['127.0.0.1:0'] }, { spoolBytes: 1e9 })
    opened.room.sealed(1e9)
    const socket = await connected(opened.port)
    const line = `<13>${'x'.repeat(995)}\n`
    const count = 30_000
    let sent = 0
    const sending = (async () => {
      for (; sent < count; sent++) if (!socket.write(line)) await once(socket, 'drain')
    })()
    await expect.poll(() => opened.spool.pendingBytes, { timeout: 5_000 }).toBeGreaterThanOrEqual(WAITING_BYTES)
    await sleep(300)
    // What one read brought may come on top.
    expect(opened.spool.pendingBytes).toBeLessThan(2 * WAITING_BYTES)
    expect(sent).toBeLessThan(count)
    opened.room.fed(1e9)
    await sending
    await expect.poll(() => taken(opened).records, { timeout: 20_000 }).toBe(count)
  }, 40_000)

  test('takes no more connections of one address than it may, and tells it', async () => {
    const opened = await open({ tcp: ['127.0.0.1:0'] })
    const sockets = await Promise.all(Array.from({ length: CONNECTIONS_OF_ONE + 5 }, () => connected(opened.port)))
    await expect.poll(() => taken(opened)).toMatchObject({ connections: CONNECTIONS_OF_ONE, malformed: 5 })
    expect(taken(opened).samples[0]!.reason).toBe(`127.0.0.1: more than ${CONNECTIONS_OF_ONE} connections of one address`)
    for (const socket of sockets) socket.destroy()
    await expect.poll(() => taken(opened).connections).toBe(0)
    const later = await connected(opened.port)
    later.end('<13>later\n')
    await expect.poll(() => taken(opened).records).toBe(1)
  })

  test('takes nothing of senders that are not allowed', async () => {
    const opened = await open({ tcp: ['127.0.0.1:0'], allow: ['192.0.2.0/24', '2001:db8::/32'] })
    const socket = await connected(opened.port)
    socket.write('<13>foreign\n')
    await expect.poll(() => taken(opened)).toMatchObject({ malformed: 1, records: 0, connections: 0 })
  })

  test('takes datagrams, a message each, and drops with a count what cannot wait', async () => {
    const opened = await open({ udp: ['127.0.0.1:0'] })
    const socket = createSocket('udp4')
    onTestFinished(() => void socket.close())
    const send = (text: string) => new Promise(resolve => socket.send(text, opened.port, '127.0.0.1', resolve))
    await send('<13>one\n')
    await send('<13>two\nlines')
    await send('\n')
    await expect.poll(() => taken(opened)).toMatchObject({ records: 2, malformed: 1 })
    expect(await opened.records()).toEqual(['<13>one', '<13>two#012lines'])
  })

  test.skipIf(!existsSync(OPENSSL))('takes TLS, and nothing that is none', async () => {
    const certificate = madeCertificate()
    const opened = await open({ tls: ['127.0.0.1:0'] }, { certificate })
    const plain = await connected(opened.port)
    plain.write('<13>in the clear\n')
    await expect.poll(() => taken(opened).malformed).toBe(1)
    const socket = connectTls({ port: opened.port, host: '127.0.0.1', ca: certificate.certificate, servername: 'localhost' })
    onTestFinished(() => void socket.destroy())
    socket.end('9 <13>safe!')
    await expect.poll(() => taken(opened).records).toBe(1)
    expect(await opened.records()).toEqual(['<13>safe!'])
  })

  test.skipIf(!existsSync(OPENSSL))('takes, where authorities are given, only senders with a certificate of theirs', async () => {
    const [certificate, own] = [madeCertificate(), madeCertificate()]
    const opened = await open({ tls: ['127.0.0.1:0'] }, { certificate: { ...certificate, clientAuthority: own.certificate } })
    const send = async (more: object, text: string) => {
      const socket = connectTls({ port: opened.port, host: '127.0.0.1', ca: certificate.certificate, servername: 'localhost', ...more }).on('error', () => {})
      onTestFinished(() => void socket.destroy())
      await once(socket, 'secureConnect')
      socket.end(text)
    }
    await send({}, '<13>nobody\n')
    await expect.poll(() => taken(opened)).toMatchObject({ malformed: 1, records: 0 })
    const stranger = madeCertificate()
    await send({ cert: stranger.certificate, key: stranger.key }, '<13>somebody else\n')
    await expect.poll(() => taken(opened)).toMatchObject({ malformed: 2, records: 0 })
    const told = taken(opened).samples.map(({ reason }) => reason.replace(/^.*no TLS: /, ''))
    expect(told).toEqual(['it shows no certificate', 'its certificate is of no authority in clientAuthority'])
    await send({ cert: own.certificate, key: own.key }, '<13>known\n')
    await expect.poll(() => taken(opened).records).toBe(1)
    expect(await opened.records()).toEqual(['<13>known'])
  })

  test('opens nothing when one of its addresses cannot be opened', async () => {
    const { port } = await open({ tcp: ['127.0.0.1:0'] })
    await expect(open({ tcp: ['127.0.0.1:0', `127.0.0.1:${port}`] })).rejects.toThrow('EADDRINUSE')
  })
})
