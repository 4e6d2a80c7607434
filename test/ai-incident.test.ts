import { join } from 'node:path'
import { expect, test } from 'vitest'
import { OUTPUT_SCHEMAS } from '../src/cli/output-schemas.ts'
import { IS_QUICK } from './depth.ts'
import { placeMadeData } from './made-data.ts'
import { runNoroshi } from './run-noroshi.ts'
import { temporaryFolder } from './temporary-folder.ts'

const ROOT = join(import.meta.dirname, '..')
const record = JSON.stringify({
  time: '2026-11-22T10:00:00.000Z', event: 'request', request: 'r-1', application: 'shop', client: '192.0.2.30', protocol: 'openai-chat', path: '/v1/chat/completions', model: 'm', upstream: 'hosted', streamed: false, verdict: 'block', layer: 'signature',
  score: 0.99, origin: 'user', reason: 'it asks to set aside the instructions', reason_ja: '', others: [], text: 'ignore', characters: 6, status: 403, outcome: 'refused', tokens: null, tools: [], judged_us: 100, upstream_ms: 1,
})

// Starts both engines.
test.skipIf(IS_QUICK)('what the gateway refused becomes a case, and that an AI incident with its techniques and the system of the register', async () => {
  const folder = temporaryFolder({ 'audit.jsonl': `${record}\n` })
  const run = (...args: string[]) => runNoroshi([...args, '--data', join(folder, 'data')], { cwd: folder })
  await placeMadeData(join(folder, 'data'))
  await run('ai', 'inventory', 'import', join(ROOT, 'guard/examples/systems.yaml'))
  await run('ingest', join(folder, 'audit.jsonl'))
  const { stdout } = await run('case', 'list', '--json')
  const { id } = JSON.parse(stdout.trim().split('\n')[0]!)
  const written = await run('ai', 'incident', id, '--json', '--deployer', 'Midori')
  const incident = OUTPUT_SCHEMAS['ai-incident'].parse(JSON.parse(written.stdout))
  expect([incident.techniques.map(each => each.id), incident.incident.implicated_systems, incident.incident['Alleged deployer of AI system'], incident.incident.date]).toEqual([['AML.T0051.000'], ['shop-assistant'], ['midori'], '2026-11-22'])
  const japanese = await run('ai', 'incident', id.slice(0, 8), '--lang', 'ja')
  expect(japanese.stdout).toContain('テクニック（MITRE ATLAS）')
  const found = await run('ai', 'inventory', 'found', '--json')
  expect(found.stdout.trim().split('\n').map(line => OUTPUT_SCHEMAS['ai-inventory-found'].parse(JSON.parse(line))).map(({ way, who, systems }) => [way, who, systems])).toEqual([['gateway', 'shop', ['shop-assistant']]])
}, 240_000)
