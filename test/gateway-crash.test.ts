import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { AuditRecord } from '../src/ai/gateway/audit/audit.ts'
import { scriptedUpstream } from '../src/ai/gateway/testing/scripted-upstream.ts'
import { byDepth, IS_QUICK } from './depth.ts'
import { temporaryFolder } from './temporary-folder.ts'

const KEY = 'nk-of-the-test'
const LIMIT_MS = 60_000
const ROUNDS = byDepth(1, 3, 50)

// Starts processes.
describe.skipIf(IS_QUICK)('the gateway', () => {
  test('killed at any moment has a record of every request that it answered', async () => {
    const upstream = await scriptedUpstream()
    upstream.answerWith((_, response) => void response.setHeader('content-type', 'application/json').end(JSON.stringify({ choices: [{ message: { role: 'assistant', content: 'yes' } }] })))
    const folder = temporaryFolder()
    const config = join(folder, 'noroshi.yaml')
    writeFileSync(config, JSON.stringify({
      gateway: {
        listen: '127.0.0.1:0', upstreams: [{ name: 'scripted', url: upstream.url }],
        applications: [{ name: 'shop', keySha256: createHash('sha256').update(KEY).digest('hex'), upstream: 'scripted', requestsPerMinute: 1_000_000 }],
      },
    }))
    const answered: string[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const { child, port } = await started(config, join(folder, 'data'))
      const killed = once(child, 'exit')
      const asking = Array.from({ length: 8 }, async (_, caller) => {
        for (let n = 0; ; n++) {
          const text = `round ${round} caller ${caller} question ${n}`
          try {
            await asked(port, text)
          } catch {
            return
          }
          answered.push(text)
        }
      })
      const before = answered.length
      await expect.poll(() => answered.length, { timeout: LIMIT_MS, interval: 10 }).toBeGreaterThan(before + 1)
      await sleep(37 * (round % 20))
      child.kill('SIGKILL')
      await killed
      await Promise.all(asking)
    }
    await upstream.close()
    const lines = readFileSync(join(folder, 'data', 'gateway', 'audit.jsonl'), 'utf8').split('\n').filter(line => line !== '')
    const records = lines.flatMap(line => parsed(line))
    // The last line of each round may be cut.
    expect(records.length).toBeGreaterThanOrEqual(lines.length - ROUNDS)
    const requests = new Map(records.filter(({ event }) => event === 'request').map(({ text, request }) => [text, request]))
    const answers = new Set(records.filter(({ event }) => event === 'answer').map(({ request }) => request))
    expect(answered.length).toBeGreaterThan(ROUNDS)
    expect(answered.filter(text => !answers.has(requests.get(text) ?? ''))).toEqual([])
  }, byDepth(1, 1, 10) * LIMIT_MS)
})

async function started(config: string, data: string): Promise<{ readonly child: ChildProcess; readonly port: number }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../src/cli/main.ts'), 'ai', 'gateway', '--config', config, '--data', data], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [said] = await once(child.stdout, 'data') as [Buffer]
  return { child, port: Number(/:(\d+)\n/.exec(String(said))?.[1]) }
}

async function asked(port: number, text: string): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/v1/chat/completions`, {
    method: 'POST', headers: { 'x-api-key': KEY }, body: JSON.stringify({ model: 'm', messages: [{ role: 'user', content: text }] }),
  })
  expect(response.status).toBe(200)
  await response.text()
}

function parsed(line: string): AuditRecord[] {
  try {
    return [JSON.parse(line) as AuditRecord]
  } catch {
    return []
  }
}
