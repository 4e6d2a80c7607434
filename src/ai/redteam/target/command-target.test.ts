import { expect, test } from 'vitest'
import { commandTarget } from './command-target.ts'

const program = (script: string, options?: Parameters<typeof commandTarget>[1]) => commandTarget([process.execPath, '-e', script], options).ask('Be kind.', [{ role: 'user', text: 'Hello' }], [])
const says = (text: string) => program(`process.stdin.resume().on('end', () => process.stdout.write(${JSON.stringify(text)}))`)

test('a program answers with text and calls, or with whatever it says', async () => {
  expect(await says('{"text": "Hi", "calls": [{"name": "send_mail", "arguments": {"to": "a"}}]}')).toEqual({ text: 'Hi', calls: [{ name: 'send_mail', arguments: '{"to":"a"}' }], isFiltered: false })
  expect(await says('{"filtered": true}')).toEqual({ text: '', calls: [], isFiltered: true })
  for (const text of ['Just words.', '{"output": "The code is MIDORI-1"}', '[1]', '"MIDORI-1"', '{"text": 1}', '']) expect(await says(text), text).toEqual({ text, calls: [], isFiltered: false })
})

test('a program that fails is quoted, and one that hangs ends with all that it started', async () => {
  await expect(program('console.error("no key\\u001b[31m"); process.exit(3)')).rejects.toThrow('ended with code 3: "no key\\u001b[31m\\n"')
  const began = performance.now()
  await expect(program('process.on("SIGTERM", () => {}); require("child_process").spawn("sleep", ["30"], {stdio: "inherit"}); setInterval(() => {}, 1000)', { timeoutMs: 300 })).rejects.toThrow('does not answer within 0.3 s')
  const controller = new AbortController()
  const answer = program('setInterval(() => {}, 1000)', { stop: controller.signal })
  setTimeout(() => controller.abort(), 50)
  await expect(answer).rejects.toThrow('stopped')
  expect(performance.now() - began).toBeLessThan(20_000)
})

test('a program that never stops talking is heard up to the limit', async () => {
  expect((await program('const t = "garden ".repeat(100_000); (function say() { while (process.stdout.write(t)); process.stdout.once("drain", say) })()')).text.length).toBeGreaterThan(8_000_000)
})
