import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { redTeamSchema } from '../src/ai/redteam/redteam-schema.ts'
import { shopAssistant } from '../src/ai/redteam/testing/vulnerable-shop.ts'
import type { ScriptedUpstream } from '../src/ai/gateway/testing/scripted-upstream.ts'
import { scriptedUpstream } from '../src/ai/gateway/testing/scripted-upstream.ts'
import { IS_QUICK } from './depth.ts'
import { runNoroshi } from './run-noroshi.ts'
import { temporaryFolder } from './temporary-folder.ts'

let upstream: ScriptedUpstream
let folder: string
beforeEach(async () => {
  upstream = await scriptedUpstream()
  folder = temporaryFolder()
})
afterEach(() => upstream.close())

const args = (out: string, ...more: string[]) => ['ai', 'redteam', '--target', `${upstream.url}/v1/chat/completions`, '--out', join(folder, out), '--data', join(folder, 'none'), '--seed', 's', '--lang', 'en', ...more]
const runIn = (out: string) => redTeamSchema.parse(JSON.parse(readFileSync(join(folder, out, 'redteam.json'), 'utf8')))

// Starts programs.
test.skipIf(IS_QUICK)('the program tells what each goal is in public lists, by number and by name', async () => {
  upstream.answerWith(shopAssistant(['tells-when-asked']))
  const { code, stdout } = await runNoroshi(args('weak', '--goal', 'reveal', '--tries', '2'))
  expect([code, stdout]).toEqual([1, expect.stringContaining('✗ it gives away what it was told in confidence: ')])
  expect(runIn('weak').goals).toMatchObject([{ id: 'reveal', owasp: 'LLM07:2025', agentic: 'ASI03', technique: 'AML.T0056', tried: 2 }])
  for (const name of ['redteam.md', 'redteam.ja.md']) expect(readFileSync(join(folder, 'weak', name), 'utf8')).toMatch(/- AML\.T0056: Extract LLM System Prompt\n- ASI03: Identity and Privilege Abuse\n- LLM07:2025: System Prompt Leakage/)
})

test.skipIf(IS_QUICK)('what refuses ordinary questions, too, has withstood nothing', async () => {
  upstream.answerWith((_, response) => void response.writeHead(400).end('{"error": {"message": "no such model"}}'))
  expect(await runNoroshi(args('wrong', '--goal', 'reveal'))).toMatchObject({ code: 1, stderr: expect.stringContaining('refuses an ordinary question: HTTP 400: "no such model"') })
  expect(upstream.asked).toHaveLength(1)
  upstream.answerWith((_, response) => void response.end(JSON.stringify({ choices: [{ message: { content: 'I am sorry, I cannot help with that.' } }] })))
  expect(await runNoroshi(args('closed', '--tries', '1'))).toMatchObject({ code: 1, stdout: expect.stringContaining('Every ordinary question was refused') })
})

test.skipIf(IS_QUICK)('Ctrl-C reports what was tried until then, and --continue asks the rest', async () => {
  upstream.answerWith(shopAssistant([]))
  const child = spawn(process.execPath, [join(import.meta.dirname, '../src/cli/main.ts'), ...args('part', '--tries', '4')], { stdio: ['ignore', 'pipe', 'pipe'] })
  let stdout = ''
  child.stdout.on('data', (piece: Buffer) => { stdout += piece.toString() })
  child.stderr.once('data', () => child.kill('SIGINT'))
  expect(await new Promise(resolve => { child.on('close', resolve) })).toBe(1)
  const part = join(folder, 'part', 'redteam.json')
  expect(stdout).toContain(`Stopped before all was tried. To go on: the same command with --continue ${part}`)
  expect(runIn('part').incomplete).toBe('stopped')
  expect(await runNoroshi(args('rest', '--tries', '4', '--continue', part))).toMatchObject({ code: 0 })
  const rest = runIn('rest')
  expect([rest.incomplete, rest.started]).toEqual([undefined, runIn('part').started])
  expect(existsSync(join(folder, 'rest', 'redteam.part.json'))).toBe(false)
})
