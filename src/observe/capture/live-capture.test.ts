import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { IS_QUICK } from '../../../test/depth.ts'
import { CaptureReader } from '../packet/capture-reader.ts'
import { captureHeader, captureRecord } from '../packet/write-capture.ts'
import { captureCommand } from './capture-command.ts'
import { LiveCapture } from './live-capture.ts'

const run = (command: string, ...args: string[]) => spawnSync(command, args, { stdio: 'ignore' }).status === 0
const [near, far] = [`nv${process.pid}a`, `nv${process.pid}b`]
/** A pair of interfaces that are joined, where this machine lets us make one. */
const hasPair = !IS_QUICK && captureCommand({ interface: far }) !== null && run('tcpreplay', '--version')
  && run('ip', 'link', 'add', near, 'type', 'veth', 'peer', 'name', far) && run('ip', 'link', 'set', near, 'up') && run('ip', 'link', 'set', far, 'up')

test.each(['tcpdump', 'dumpcap'])('a filter is no option of %s, whatever it begins with', program => {
  const folder = mkdtempSync(join(tmpdir(), 'noroshi-capture-'))
  try {
    writeFileSync(join(folder, program), '', { mode: 0o755 })
    const command = captureCommand({ interface: 'eth1', filter: '-z evil' }, folder)
    expect([command?.program, command?.args.slice(-2)[0]]).toEqual([program, expect.stringMatching(/^(?:--|-f)$/)])
  } finally {
    rmSync(folder, { recursive: true })
  }
})

describe.skipIf(!hasPair)('a capture replayed onto a pair of interfaces (needs root, tcpdump or dumpcap, and tcpreplay)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'noroshi-live-'))
  afterAll(() => {
    run('ip', 'link', 'del', near)
    rmSync(folder, { recursive: true, force: true })
  })

  test('is read while it runs, and only what the filter asks for', async () => {
    const path = join(folder, 'syns.pcap')
    writeFileSync(path, Buffer.concat([captureHeader(), ...Array.from({ length: 20 }, (_, index) => captureRecord(1_700_000_000_000_000 + index, {
      source: 0xcb007105, destination: 0xc6120001 + index, ttl: 50, id: 7, content: { kind: 'tcp', sourcePort: 1_000, destinationPort: index % 2 === 0 ? 23 : 80, sequence: 9, flags: 2, window: 1_024 },
    }))]))
    const capture = new LiveCapture({ interface: far, filter: 'tcp port 23' })
    const replaying = setInterval(() => { if (capture.problem === null) run('tcpreplay', '-q', '-i', near, path) }, 500)
    let packets = 0
    try {
      for await (const blocks of capture.captures()) {
        for await (const batch of new CaptureReader().read(blocks, { error() {} })) {
          packets += batch.count
          if (packets >= 10) break
        }
        capture.stop()
      }
    } finally {
      clearInterval(replaying)
    }
    expect([packets % 10, packets > 0, capture.dropped]).toEqual([0, true, 0])
  }, 25_000)
})
