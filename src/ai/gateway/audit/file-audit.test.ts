import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../../../test/temporary-folder.ts'
import type { AuditRecord } from './audit.ts'
import { FileAudit } from './file-audit.ts'

const record = (request: string): AuditRecord => ({
  time: '2026-11-22T10:00:00.000Z', event: 'request', request, application: 'shop', client: '', protocol: '', path: '', model: '', upstream: '', streamed: false, verdict: 'allow', found: 'allow', layer: '', score: 0,
  origin: '', reason: '', reason_ja: '', kind: '', mark: '', others: [], lifted: [], decision: '', decided_by: '', decided_why: '', text: '', characters: 0, status: 0, outcome: 'passed', tokens: null, tools: [], judged_us: 0, upstream_ms: 0,
})

test('keeps every record, whoever comes when', async () => {
  const path = join(temporaryFolder(), 'a', 'audit.jsonl')
  const audit = await FileAudit.open(path)
  const chain = async (name: string) => {
    for (let n = 0; n < 50; n++) {
      await audit.append(record(`${name} ${n}`))
      if (n % 7 === 0) await Promise.all([audit.append(record(`${name} ${n} a`)), audit.append(record(`${name} ${n} b`))])
    }
  }
  await Promise.all(['x', 'y', 'z'].map(chain))
  await audit.close()
  const kept = readFileSync(path, 'utf8').trim().split('\n').map(line => (JSON.parse(line) as AuditRecord).request)
  expect(kept).toHaveLength(3 * (50 + 8 * 2))
  expect(new Set(kept).size).toBe(kept.length)
})

test('begins a line of its own behind one that was cut off', async () => {
  const path = join(temporaryFolder({ 'audit.jsonl': '{"cut' }), 'audit.jsonl')
  const audit = await FileAudit.open(path)
  await audit.append(record('next'))
  await audit.close()
  expect(readFileSync(path, 'utf8').split('\n').map(line => line.slice(0, 8))).toEqual(['{"cut', '{"time":', ''])
})
