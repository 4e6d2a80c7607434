import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SourceView } from '../src/pipeline/collect/source-view.ts'
import { sourceSchema } from '../src/pipeline/collect/source-view.ts'
import { byDepth, IS_QUICK } from './depth.ts'
import { CollectWorld } from './collect-world.ts'

const RSYSLOG = '/usr/sbin/rsyslogd'
const LOGGER = '/usr/bin/logger'
const LIMIT_MS = 120_000

/** Times a test of faults kills the program. */
const ROUNDS = byDepth(0, 1, 50)

describe.skipIf(IS_QUICK)('standing collection', () => {
  let folder: string
  let world: CollectWorld

  beforeAll(async () => {
    folder = mkdtempSync(join(realpathSync(tmpdir()), 'noroshi-collect-'))
    world = await CollectWorld.make(folder)
    await world.start()
  }, LIMIT_MS)

  afterAll(async () => {
    await world.stop()
    rmSync(folder, { recursive: true, force: true })
  }, LIMIT_MS)

  const logger = (message: string, ...args: string[]) => {
    const { status, stderr } = spawnSync(LOGGER, ['-n', '127.0.0.1', '-t', 'sshd', ...args, message], { encoding: 'utf8' })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  }

  test.skipIf(!existsSync(LOGGER))('takes what logger sends over UDP and TCP, in both formats and framings', { timeout: LIMIT_MS }, async () => {
    const { udp, tcp } = world.ports
    logger('by udp 5424', '-d', '-P', String(udp))
    logger('by udp 3164', '-d', '-P', String(udp), '--rfc3164')
    logger('by tcp a line', '-T', '-P', String(tcp))
    logger('by tcp counted', '-T', '-P', String(tcp), '--octet-count')
    logger('by tcp 3164', '-T', '-P', String(tcp), '--rfc3164', '--octet-count')
    const wanted = ['by tcp 3164', 'by tcp a line', 'by tcp counted', 'by udp 3164', 'by udp 5424']
    await expect.poll(() => world.messages('message:by*'), { timeout: 30_000, interval: 1_000 }).toEqual(wanted)
    expect(await source()).toMatchObject({ name: 'lab', kind: 'syslog', state: 'taking', records: 5, events: 5, decodeErrors: 0, dropped: 0, malformed: 0 })
    expect(JSON.parse(await world.run('status', '--json'))).toMatchObject({ sources: { count: 1, taking: 1 } })
  })

  test.skipIf(!existsSync(RSYSLOG))('takes what rsyslog forwards over UDP, TCP and TLS', { timeout: LIMIT_MS }, async () => {
    const { udp, tcp, tls } = world.ports
    const input = join(folder, 'forwarded.log')
    writeFileSync(input, '')
    const forward = (name: string, target: string) =>
      `ruleset(name="${name}") { action(type="omfwd" target="127.0.0.1" template="RSYSLOG_SyslogProtocol23Format" ${target} queue.type="LinkedList") }\n`
      + `input(type="imfile" file="${join(folder, name)}" tag="${name}" ruleset="${name}")\n`
    writeFileSync(join(folder, 'rsyslog.conf'), `global(workDirectory="${folder}" DefaultNetstreamDriverCAFile="${join(folder, 'data/certificate/certificate.pem')}")
module(load="imfile" mode="inotify")
${forward('fwd-udp', `port="${udp}" protocol="udp"`)}${forward('fwd-tcp', `port="${tcp}" protocol="tcp"`)}
${forward('fwd-counted', `port="${tcp}" protocol="tcp" TCP_Framing="octet-counted"`)}
${forward('fwd-tls', `port="${tls}" protocol="tcp" TCP_Framing="octet-counted" StreamDriver="ossl" StreamDriverMode="1" StreamDriverAuthMode="anon"`)}`)
    const names = ['fwd-udp', 'fwd-tcp', 'fwd-counted', 'fwd-tls']
    const wanted: string[] = []
    for (const name of names) {
      const lines = Array.from({ length: 200 }, (_, index) => `${name} line ${index}`)
      wanted.push(...lines)
      writeFileSync(join(folder, name), lines.map(line => `${line}\n`).join(''))
    }
    const rsyslog = spawn(RSYSLOG, ['-n', '-f', join(folder, 'rsyslog.conf'), '-i', join(folder, 'rsyslog.pid')], { stdio: 'ignore' })
    try {
      await expect.poll(() => world.messages('message:fwd*'), { timeout: 40_000, interval: 1_000 }).toEqual(wanted.sort())
    } finally {
      rsyslog.kill()
      await once(rsyslog, 'exit')
    }
  })

  test('measures the clocks of those who send, says what to do, and leaves the times as they were sent', { timeout: LIMIT_MS }, async () => {
    const socket = connect(world.ports.tcp, '127.0.0.1')
    await once(socket, 'connect')
    const now = Date.now()
    const isoIn = (seconds: number) => new Date(now + seconds * 1_000).toISOString()
    const tokyo = new Date(now + 9 * 3_600_000)
    const wall = `${tokyo.toLocaleString('en-US', { month: 'short', timeZone: 'UTC' })} ${String(tokyo.getUTCDate()).padStart(2)} ${tokyo.toISOString().slice(11, 19)}`
    for (let index = 0; index < 12; index++) {
      socket.write(`<13>1 ${isoIn(300)} fast app - - - clock ${index}\n<13>1 ${isoIn(0)} right app - - - clock ${index}\n<13>${wall} tokyo app: clock ${index}\n`)
    }
    socket.end()
    const hosts = async () => (await source()).clock.hosts.map(({ host, state, zone, aheadSeconds }) => [host, state, zone, Math.round((aheadSeconds ?? 0) / 10) * 10])
    await expect.poll(hosts, { timeout: 30_000, interval: 1_000 }).toEqual([['tokyo', 'zone', 'Asia/Tokyo', 32_400], ['fast', 'ahead', null, 300]])
    expect(await world.run('status')).toContain('! lab, tokyo: 9 h ahead, as in a wrong zone: set `zone: Asia/Tokyo` for the source (and 1 more: noroshi source list)')
    expect(await world.run('source', 'list', '--lang', 'ja')).toContain('tokyo: 9 時間進んでいます。タイムゾーンの誤りと思われます。ソースに `zone: Asia/Tokyo` を設定してください')
    expect(await world.run('doctor')).toMatch(/! sources {5}senders with a wrong clock or zone: lab \(tokyo, fast\)\n +→ noroshi source list says/)
    const stored = (await world.run('hunt', 'hostname:fast', '--json')).trim().split('\n').map(line => (JSON.parse(line) as { readonly time: string }).time)
    expect(new Set(stored)).toEqual(new Set([`${isoIn(300).slice(0, -1)}000Z`]))
  })

  test('has each message once that it was known to have kept when it was killed', { timeout: LIMIT_MS + ROUNDS * 30_000 }, async () => {
    const kept: string[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const sent: string[] = []
      const before = (await source()).records
      const socket = connect(world.ports.tcp, '127.0.0.1').on('error', () => {})
      await once(socket, 'connect')
      const sending = (async () => {
        for (let index = 0; !socket.destroyed && socket.writable; index++) {
          const message = `round ${round} message ${index}`
          sent.push(message)
          if (!socket.write(`<13>1 - - app - - - ${message}\n`)) await Promise.race([once(socket, 'drop'), once(socket, 'drain'), once(socket, 'close'), sleep(1_000)]).catch(() => {})
          if (index % 20 === 0) await sleep(1)
        }
      })()
      await sleep(500 + (round % 7) * 150)
      const { records } = await source()
      await world.stop('SIGKILL')
      socket.destroy()
      await sending
      // One connection: what was kept is the beginning of what was sent. Each start counts anew.
      kept.push(...sent.slice(0, records - before))
      expect(records).toBeGreaterThan(before)
      await world.start()
    }
    const found = await settled()
    expect(new Set(found).size).toBe(found.length)
    expect(kept.filter(message => !found.includes(message))).toEqual([])

    /** When nothing is left in the spool. */
    async function settled(): Promise<string[]> {
      for (;;) {
        const { waiting, lagSeconds } = await source()
        if (waiting.segments === 0 && lagSeconds === 0) return world.messages('message:round*')
        await sleep(500)
      }
    }
  })

  async function source(): Promise<SourceView> {
    return sourceSchema.parse(JSON.parse(await world.run('source', 'list', '--json')))
  }
})
