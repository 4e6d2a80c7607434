import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { sensorStateSchema } from '../src/observe/capture/sensor-schema.ts'
import { captureHeader, captureRecord } from '../src/observe/packet/write-capture.ts'
import { IS_QUICK } from './depth.ts'
import { runProgram } from './run-noroshi.ts'
import { temporaryFolder } from './temporary-folder.ts'
import type { Up } from './up-process.ts'
import { signIn, up } from './up-process.ts'

const SOURCES = 50
const PACKETS = 20_000
/** Replayed slowly enough that the answer must come while it runs. */
const PACKETS_A_SECOND = 5_000
/** Times that it is replayed while nobody reads. */
const FLOODS = 10

const run = (command: string, ...args: string[]) => spawnSync(command, args, { stdio: 'ignore' }).status === 0
const [near, far] = [`nt${process.pid}a`, `nt${process.pid}b`]
/** A pair of interfaces that are joined, where this machine lets us make one. */
const hasPair = !IS_QUICK && run('tcpdump', '--version') && run('tcpreplay', '--version')
  && run('ip', 'link', 'add', near, 'type', 'veth', 'peer', 'name', far) && run('ip', 'link', 'set', near, 'up') && run('ip', 'link', 'set', far, 'up')

const answer = z.object({ wanted: z.boolean(), problem: z.string().nullable(), sensor: sensorStateSchema.nullable() })

async function stateOf(server: Up, cookie: string): Promise<z.infer<typeof answer>> {
  return answer.parse(await (await fetch(`${server.origin}/api/v1/telescope`, { headers: { cookie } })).json())
}

/** Mirai's SYNs, the last source of a member. */
function syns(): Buffer {
  return Buffer.concat([captureHeader(), ...Array.from({ length: PACKETS }, (_, index) => {
    const destination = 0xc6120000 + index % 60_000
    return captureRecord(1_700_000_000_000_000 + index * 100, {
      source: index % SOURCES === 0 ? 0xcb007107 : 0x0b000000 + index % SOURCES, destination, ttl: 50, id: index & 0xffff,
      content: { kind: 'tcp', sourcePort: 1_024 + index % 60_000, destinationPort: 23, sequence: destination, flags: 2, window: 1_024 },
    })
  })])
}

describe.skipIf(!hasPair)('noroshi up with a telescope on an interface (needs root, veth, tcpdump and tcpreplay; not at the quick depth)', () => {
  afterAll(() => { run('ip', 'link', 'del', near) })

  test('reports a replayed capture while it runs, with its drops, and warns the member', async () => {
    const folder = temporaryFolder({
      'members.yaml': '- name: A\n  used: [203.0.113.0/24]\n',
      'noroshi.yaml': `data: data\nworkers: 1\nserver: {listen: "127.0.0.1:0"}\ntelescope: {interface: ${far}, filter: net 198.18.0.0/16, space: [198.18.0.0/16], organisations: members.yaml}\n`,
    })
    const capture = join(folder, 'syns.pcap')
    writeFileSync(capture, syns())
    const server = await up(join(folder, 'data'), '--config', join(folder, 'noroshi.yaml'))
    try {
      const cookie = await signIn(server)
      // What comes before tcpdump listens is not there for anybody.
      for (let tries = 0; ((await stateOf(server, cookie)).sensor?.packets ?? 0) === 0; tries++) {
        expect(tries).toBeLessThan(100)
        run('tcpreplay', '-q', '-i', near, '-L', '100', capture)
        await sleep(300)
      }
      await sleep(1_000)
      const before = (await stateOf(server, cookie)).sensor!
      const replay = replayed(capture)
      const during: number[] = []
      while (await Promise.race([replay.then(() => false), sleep(250).then(() => true)])) during.push((await stateOf(server, cookie)).sensor!.packets - before.packets)
      // At most half a second late.
      await sleep(1_500)
      const after = await stateOf(server, cookie)
      expect(after).toMatchObject({ wanted: true, problem: null, sensor: { state: 'running', source: far, sources: SOURCES, notWatched: 0, malformed: 0 } })
      expect(after.sensor!.packets - before.packets + after.sensor!.dropped).toBe(PACKETS)
      expect(after.sensor!.packets - before.packets).toBeGreaterThan(0)
      // It was seen to grow while it was replayed.
      expect(new Set(during.filter(packets => packets > 0 && packets < PACKETS)).size).toBeGreaterThan(2)
      expect(after.sensor!.warnings).toEqual([expect.objectContaining({ organisation: 'A', address: '203.0.113.7', kind: 'external', fingerprints: ['mirai'], ports: [23] })])

      // A reader that stands still: what the kernel cannot hold is lost, and said.
      const capturing = pidOf('tcpdump', far)
      process.kill(capturing, 'SIGSTOP')
      await runProgram('tcpreplay', ['-q', '-i', near, '--topspeed', '--loop', String(FLOODS), capture])
      process.kill(capturing, 'SIGCONT')
      const sent = FLOODS * PACKETS + after.sensor!.packets + after.sensor!.dropped
      let told = after.sensor!
      for (let tries = 0; told.packets + told.dropped < sent && tries < 100; tries++) {
        await sleep(200)
        told = (await stateOf(server, cookie)).sensor!
      }
      expect([told.packets + told.dropped, told.dropped > after.sensor!.dropped, told.state]).toEqual([sent, true, 'running'])
    } finally {
      expect(await server.stop()).toBe(0)
    }
  }, 120_000)
})

/** The process of that name with that argument. */
function pidOf(name: string, argument: string): number {
  for (const pid of readdirSync('/proc').filter(each => /^\d+$/.test(each))) {
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
      if (words[0] === name && words.includes(argument)) return Number(pid)
    } catch {
      // It has ended meanwhile.
    }
  }
  throw new Error(`no ${name} reads ${argument}`)
}

async function replayed(capture: string): Promise<void> {
  expect((await runProgram('tcpreplay', ['-q', '-i', near, '--pps', String(PACKETS_A_SECOND), capture])).code).toBe(0)
}
