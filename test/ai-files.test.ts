import { expect, test } from 'vitest'
import { IS_QUICK } from './depth.ts'
import { runNoroshi } from './run-noroshi.ts'
import { temporaryFolder } from './temporary-folder.ts'

// Starts programs.
test.skipIf(IS_QUICK)('a folder where a file is asked for is wrong usage, not a defect', async () => {
  const cwd = temporaryFolder({ 'pages/a.md': 'The garden opens at nine.' })
  const given = [['judge', 'pages'], ['trace', 'pages', '--source', 'pages'], ['documents', 'pages', '--questions', 'pages'], ['inventory', 'import', 'pages', '--data', 'data']]
  for (const args of given) expect(await runNoroshi(['ai', ...args], { cwd }), args[0]).toMatchObject({ code: 2, stderr: expect.stringContaining('pages is a folder: name a file') })
})

test.skipIf(IS_QUICK)('documents that could not be read are counted', async () => {
  const cwd = temporaryFolder({ 'a.md': 'The garden opens at nine.', 'b.pdf': '%PDF-1.4\n' })
  expect(await runNoroshi(['ai', 'documents', '.', '--lang', 'en'], { cwd })).toMatchObject({ code: 1, stdout: expect.stringContaining('2 documents: 0 to keep out, 0 to look at, 1 not read') })
  expect((await runNoroshi(['ai', 'documents', '.', '--lang', 'ja'], { cwd })).stdout).toContain('文書 2 件：取り込まないもの 0 件、確認が必要なもの 0 件、読めなかったもの 1 件')
})

test.skipIf(IS_QUICK)('an assistant is not served from an address that is none', async () => {
  for (const server of ['localhost:8443', 'ftp://127.0.0.1', '127.0.0.1']) {
    expect(await runNoroshi(['ai', 'mcp', '--server', server], { env: { NOROSHI_TOKEN: 'nrs_x' } }), server).toMatchObject({ code: 2, stderr: expect.stringContaining(`--server ${server}: give an address like http://127.0.0.1:8443`) })
  }
})

test.skipIf(IS_QUICK)('an answer too long to be traced to its end is refused, not taken for supported', async () => {
  const cwd = temporaryFolder({ 'a.md': 'The garden opens at nine.', 'answer.txt': `${'The garden opens at nine. '.repeat(8_000)}The moon is made of cheese.` })
  expect(await runNoroshi(['ai', 'trace', 'answer.txt', '--source', 'a.md'], { cwd })).toMatchObject({ code: 2, stderr: expect.stringContaining('give it in parts') })
})
