import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { byDepth, IS_QUICK } from '../../../test/depth.ts'
import { temporaryFolder } from '../../../test/temporary-folder.ts'
import { SpoolRoom } from '../../pipeline/collect/spool-room.ts'
import { StreamSpool } from '../../pipeline/collect/stream-spool.ts'
import { DnstapConversation } from './dnstap-conversation.ts'
import type { DnstapAddresses } from './listen-for-dnstap.ts'
import { listenForDnstap } from './listen-for-dnstap.ts'
import { at, control, CONTROL, dataFrame, dnsMessage, dnstap, dnstapFile, ipv4 } from './testing/dnstap-bytes.ts'

const TYPE = 'protobuf:dnstap.Dnstap'
const FSTRM_REPLAY = '/usr/bin/fstrm_replay'
const DNSTAP_LDNS = '/usr/bin/dnstap-ldns'

/** Question number so and so. */
function question(number: number): Buffer {
  return dnstap([[1, 'varint', 5], [2, 'varint', 1], [3, 'varint', 1], [4, 'bytes', ipv4('192.0.2.7')], [6, 'varint', 40_000], ...at(8, '2026-11-22T10:20:30.500Z'), [10, 'bytes', dnsMessage(number, 0x0100, `host-${number}.example.com`, 28)]])
}

async function open(addresses: Partial<DnstapAddresses>) {
  const paths: string[] = []
  const spool = await StreamSpool.open({ organisation: 'default', name: 'lab', format: 'json' }, { room: new SpoolRoom(temporaryFolder(), { reserveBytes: 0 }), onSealed: ({ path }) => paths.push(path) })
  const { places, close } = await listenForDnstap({ unix: [], tcp: [], tls: [], allow: [], ...addresses }, spool, () => expect.unreachable('there is no TLS here'))
  onTestFinished(async () => {
    await close()
    await spool.close()
  })
  return {
    spool, places, close,
    port: Number(places.find(each => each.startsWith('tcp'))?.split(':').at(-1)),
    /** What was kept. */
    async kept() {
      await spool.seal()
      return paths.flatMap(path => readFileSync(path, 'utf8').split('\n').filter(line => line.startsWith('{"ts"')).map(line => JSON.parse(line) as Record<string, unknown>))
    },
  }
}

/** All that the other end says until it closes. */
async function answered(socket: Socket): Promise<Buffer> {
  const said: Buffer[] = []
  socket.on('data', (block: Buffer) => said.push(block)).on('error', () => {})
  await once(socket, 'close')
  return Buffer.concat(said)
}

describe('listenForDnstap', () => {
  test('answers one that asks, and tells it at the end that all is kept', async () => {
    const path = join(temporaryFolder(), 'dnstap.sock')
    const { spool, places, kept } = await open({ unix: [path] })
    expect([places, statSync(path).mode & 0o777]).toEqual([[`unix ${path}`], 0o666])
    const socket = connect(path)
    const said = answered(socket)
    socket.write(control(CONTROL.ready, TYPE))
    await once(socket, 'data')
    socket.write(Buffer.concat([control(CONTROL.start, TYPE), dataFrame(question(1)), dataFrame(question(2)), control(CONTROL.stop)]))
    expect(await said).toEqual(Buffer.concat([control(CONTROL.accept, TYPE), control(CONTROL.finish)]))
    expect(spool.meter.figures()).toMatchObject({ records: 2, malformed: 0 })
    expect((await kept()).map(({ ts, query, qtype_name: type, dnstap_type: what }) => [ts, query, type, what])).toEqual([
      ['2026-11-22T10:20:30.500000Z', 'host-1.example.com', 'AAAA', 'CLIENT_QUERY'], ['2026-11-22T10:20:30.500000Z', 'host-2.example.com', 'AAAA', 'CLIENT_QUERY'],
    ])
  })

  test('takes what one sends that does not ask, byte by byte', async () => {
    const { port, kept } = await open({ tcp: ['127.0.0.1:0'] })
    const socket = connect(port, '127.0.0.1').setNoDelay()
    const said = answered(socket)
    for (const byte of dnstapFile([question(1)])) socket.write(Buffer.of(byte))
    expect(await said).toEqual(Buffer.alloc(0))
    expect(await kept()).toMatchObject([{ query: 'host-1.example.com' }])
  })

  test.each([
    ['another content', Buffer.concat([control(CONTROL.start, 'protobuf:other'), dataFrame(question(1))]), `it sends protobuf:other, not ${TYPE}; the connection is closed`],
    ['data before its start', dataFrame(question(1)), 'data before its START or after its STOP; the connection is closed'],
    ['a second start', Buffer.concat([control(CONTROL.start, TYPE), control(CONTROL.start, TYPE)]), 'START where it does not belong; the connection is closed'],
    ['syslog', Buffer.from('<13>Oct 11 22:14:15 host app: message'), 'a frame of 1009857342 bytes was announced; the connection is closed'],
    ['a control frame of its own', Buffer.concat([control(CONTROL.start, TYPE), control(9)]), 'a control frame that is not known; the connection is closed'],
  ])('ends a connection with %s, and says why', async (_, bytes, reason) => {
    const { port, spool, kept } = await open({ tcp: ['127.0.0.1:0'] })
    const socket = connect(port, '127.0.0.1')
    const said = answered(socket)
    socket.write(bytes)
    expect(await said).toEqual(Buffer.alloc(0))
    expect([spool.meter.figures().samples.map(sample => sample.reason), await kept()]).toEqual([[`127.0.0.1: ${reason}`], []])
  })

  test('keeps what came before a connection broke, and tells of the frame without its end', async () => {
    const { port, spool, kept } = await open({ tcp: ['127.0.0.1:0'] })
    const socket = connect(port, '127.0.0.1')
    socket.end(dnstapFile([question(1), Buffer.from('no protobuf'), question(2)]).subarray(0, -40))
    await expect.poll(() => spool.meter.figures().malformed).toBe(2)
    expect(spool.meter.figures().samples.map(({ reason }) => reason.replace(/: a frame that.*/, ': a frame that'))).toEqual(['127.0.0.1: a frame that', '127.0.0.1: the connection ended within a frame'])
    expect(await kept()).toMatchObject([{ query: 'host-1.example.com' }])
  })

  test('takes a socket over that a process left which is gone, and no other file', async () => {
    const folder = temporaryFolder({ 'file': 'kept' })
    const path = join(folder, 'dnstap.sock')
    const left = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`
    spawnSync(process.execPath, ['-e', left])
    expect(statSync(path).isSocket()).toBe(true)
    expect((await open({ unix: [path] })).places).toEqual([`unix ${path}`])
    await expect(open({ unix: [join(folder, 'file')] })).rejects.toThrow('EADDRINUSE')
    const used = join(folder, 'used.sock')
    const server = createServer().listen(used)
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    await expect(open({ unix: [used] })).rejects.toThrow('EADDRINUSE')
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('kept')
  })

  test('nothing escapes from what is sent, however it is damaged', () => {
    const whole = Buffer.concat([control(CONTROL.ready, TYPE), dnstapFile([question(1), question(2)])])
    const changes = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 6 })
    fc.assert(fc.property(changes, fc.integer({ min: 1, max: 300 }), (changed, blockBytes) => {
      const bytes = Buffer.from(whole)
      for (const [place, byte] of changed) bytes[place] = byte
      let answers = 0
      const conversation = new DnstapConversation(() => {}, { write: () => answers++, end: () => {} })
      for (let from = 0; from < bytes.length; from += blockBytes) {
        const messages = conversation.push(bytes.subarray(from, from + blockBytes))
        if (messages === null) break
        expect(messages.lines.every(line => line.indexOf(0x0a) === line.length - 1)).toBe(true)
        conversation.kept()
      }
      conversation.end()
      expect(answers).toBeLessThanOrEqual(2)
    }), { numRuns: byDepth(50, 2_000, 50_000) })
  })
})

describe.skipIf(IS_QUICK)('other programs', () => {
  test.skipIf(!existsSync(FSTRM_REPLAY)).each(['unix', 'tcp'])('fstrm_replay delivers over %s', async way => {
    const folder = temporaryFolder()
    const [file, path] = [join(folder, 'a.dnstap'), join(folder, 'dnstap.sock')]
    writeFileSync(file, dnstapFile(Array.from({ length: 300 }, (_, number) => question(number))))
    const { spool, port, kept } = await open({ unix: [path], tcp: ['127.0.0.1:0'] })
    const { status, stderr } = await run(FSTRM_REPLAY, ['-t', TYPE, '-r', file, ...(way === 'unix' ? ['-u', path] : ['-a', '127.0.0.1', '-p', String(port)])])
    expect({ status, stderr }).toMatchObject({ status: 0 })
    // It ends when it was told that all is kept.
    expect(spool.meter.figures()).toMatchObject({ records: 300, malformed: 0 })
    expect((await kept()).map(({ trans_id: id }) => id)).toEqual(Array.from({ length: 300 }, (_, number) => number))
  })

  test.skipIf(!existsSync(DNSTAP_LDNS))('dnstap-ldns reads what the tests write as dnstap', () => {
    const file = join(temporaryFolder(), 'a.dnstap')
    writeFileSync(file, dnstapFile([question(1)]))
    const { stdout } = spawnSync(DNSTAP_LDNS, ['-y', '-r', file], { encoding: 'utf8' })
    expect(stdout).toMatch(/type: CLIENT_QUERY[^]*query_time: !!timestamp 2026-11-22 10:20:30.5[^]*query_address: "192.0.2.7"[^]*host-1.example.com/)
  })
})

async function run(command: string, args: readonly string[]): Promise<{ status: number | null; stderr: string }> {
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  let stderr = ''
  child.stderr.on('data', (block: Buffer) => { stderr += block.toString() })
  const [status] = await once(child, 'exit') as [number | null]
  return { status, stderr }
}
