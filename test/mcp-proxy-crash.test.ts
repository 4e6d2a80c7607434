import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { AuditRecord } from '../src/ai/gateway/audit/audit.ts'
import { byDepth, IS_QUICK } from './depth.ts'
import { temporaryFolder } from './temporary-folder.ts'

const ROUNDS = byDepth(1, 1, 50)
const SERVER = join(import.meta.dirname, '../src/ai/proxy/testing/scripted-mcp-server.ts')

// Starts processes.
describe.skipIf(IS_QUICK)('the proxy of an MCP server', () => {
  test('killed at any moment has a record of every call that it answered, and leaves no server behind', async () => {
    const folder = temporaryFolder()
    const script = join(folder, 'script.json')
    writeFileSync(script, JSON.stringify({ tools: [{ name: 'echo', description: 'Says it again.', inputSchema: { type: 'object' } }] }))
    const answered: string[] = []
    for (let round = 0; round < ROUNDS; round++) answered.push(...await callUntilKilled(folder, script, round))
    const lines = readFileSync(join(folder, 'data', 'gateway', 'mcp-echo.jsonl'), 'utf8').split('\n').filter(line => line !== '')
    const records = lines.flatMap(line => parsed(line))
    expect(records.length).toBeGreaterThanOrEqual(lines.length - ROUNDS)
    const requests = new Map(records.filter(({ event }) => event === 'request').map(({ text, request }) => [text, request]))
    const answers = new Set(records.filter(({ event }) => event === 'answer').map(({ request }) => request))
    expect(answered.length).toBeGreaterThanOrEqual(ROUNDS)
    expect(answered.filter(text => !answers.has(requests.get(JSON.stringify({ text })) ?? ''))).toEqual([])
  }, byDepth(60_000, 60_000, 600_000))
})

async function callUntilKilled(folder: string, script: string, round: number): Promise<string[]> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../src/cli/main.ts'), 'ai', 'mcp-proxy', 'echo', '--data', join(folder, 'data'), '--', process.execPath, SERVER, script], { stdio: 'pipe' })
  child.stdin.on('error', () => {})
  const say = (message: object) => child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
  const answered: string[] = []
  // The server writes its errors where the proxy does: that is closed when both are gone.
  const ended = Promise.all([once(child, 'exit'), once(child.stderr.resume(), 'close')])
  say({ id: 'list', method: 'tools/list' })
  let killing: Promise<void> | null = null
  createInterface({ input: child.stdout }).on('line', line => {
    const { id, error } = JSON.parse(line) as { id: string; error?: unknown }
    expect(error).toBeUndefined()
    if (id !== 'list') answered.push(id)
    if (id !== 'list') killing ??= sleep(150 + 37 * (round % 20)).then(() => void child.kill('SIGKILL'))
    for (let n = 0; n < 4; n++) {
      const text = `round ${round} after ${id} call ${n}`.slice(-200)
      if (id === 'list' || n === 0) say({ id: text, method: 'tools/call', params: { name: 'echo', arguments: { text } } })
    }
  })
  await ended
  return answered
}

function parsed(line: string): AuditRecord[] {
  try {
    return [JSON.parse(line) as AuditRecord]
  } catch {
    return []
  }
}
