import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { IS_QUICK } from '../../../test/depth.ts'
import { runProgram } from '../../../test/run-noroshi.ts'
import { temporaryFolder } from '../../../test/temporary-folder.ts'
import { makeBundle } from './make-bundle.ts'

const LAUNCHER = join(import.meta.dirname, '../../../noroshi')
const LOCK = JSON.stringify({ packages: { '': {}, 'node_modules/kept': {}, 'node_modules/kept/node_modules/inner': {}, 'node_modules/@scope/kept': {}, 'node_modules/tested': { dev: true }, 'node_modules/elsewhere': { optional: true } } })

/** A clone whose Node is a shell script. */
function clone(): string {
  const root = temporaryFolder({
    'package.json': '{}', 'package-lock.json': LOCK, 'runtime/package-lock.json': '{"lock":"node"}', 'bin/node': '#!/bin/sh\necho "node runs $*"\n',
    'src/cli/main.ts': '', 'src/cli/main.test.ts': '', 'test/all.test.ts': '', 'rules/a.yml': 'rule', '.git/config': '', 'noroshi-data/version': '1',
    'node_modules/kept/index.js': '', 'node_modules/kept/node_modules/inner/index.js': '', 'node_modules/@scope/kept/a.js': '', 'node_modules/tested/index.js': '',
    '.runtime/console/abc/index.html': '', '.runtime/install.log': '',
  })
  copyFileSync(LAUNCHER, join(root, 'noroshi'))
  chmodSync(join(root, 'noroshi'), 0o755)
  chmodSync(join(root, 'bin/node'), 0o755)
  symlinkSync('a.js', join(root, 'node_modules/@scope/kept/link.js'))
  return root
}

async function bundled(root: string, out = join(temporaryFolder(), 'noroshi.run'), version = '1.2.3'): Promise<string> {
  await makeBundle({ root, console: '.runtime/console/abc', node: join(root, 'bin/node'), version, out, onProgress: () => {} })
  return out
}

const files = (folder: string) => readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => !entry.isDirectory())
  .map(entry => join(entry.parentPath, entry.name).slice(folder.length + 1)).sort()

describe('an installation archive', () => {
  test('installs the program with Node and its packages by one command, and nothing else', async () => {
    const folder = temporaryFolder({}, 'noroshi with spaces ')
    const archive = await bundled(clone(), join(folder, 'noroshi.run'))
    const { code, stdout } = await runProgram('sh', [archive, 'a place'], { cwd: folder, env: { PATH: '/usr/bin:/bin' } })
    expect([code, stdout]).toEqual([0, `Noroshi 1.2.3 is in ${folder}/a place: ${folder}/a place/noroshi up\n`])
    expect(files(join(folder, 'a place'))).toEqual([
      '.runtime/console/abc/index.html', '.runtime/node/node_modules/.noroshi-lock', `.runtime/node/node_modules/node-linux-${process.arch}/bin/node`,
      'node_modules/.noroshi-lock', 'node_modules/@scope/kept/a.js', 'node_modules/@scope/kept/link.js', 'node_modules/kept/index.js', 'node_modules/kept/node_modules/inner/index.js',
      'noroshi', 'package-lock.json', 'package.json', 'rules/a.yml', 'runtime/package-lock.json', 'src/cli/main.ts',
    ])
    const started = await runProgram(join(folder, 'a place/noroshi'), ['status'], { env: { PATH: '/usr/bin:/bin' } })
    expect(started.stdout).toBe(`node runs ${folder}/a place/src/cli/main.ts status\n`)
  })

  test.skipIf(IS_QUICK)('is the same, byte for byte, when it is made of the same', async () => {
    const root = clone()
    expect(readFileSync(await bundled(root)).equals(readFileSync(await bundled(root)))).toBe(true)
  })

  test.skipIf(IS_QUICK)('brings an earlier installation to its version, and leaves data, settings and reports', async () => {
    const root = clone()
    const folder = temporaryFolder()
    const first = await bundled(root)
    writeFileSync(join(root, 'rules/b.yml'), 'new')
    const second = await bundled(root, join(folder, 'second.run'), '1.2.4')
    await runProgram('sh', [first, 'n'], { cwd: folder })
    mkdirSync(join(folder, 'n/noroshi-data'))
    writeFileSync(join(folder, 'n/noroshi-data/version'), '1')
    writeFileSync(join(folder, 'n/noroshi.yaml'), 'workers: 1')
    writeFileSync(join(folder, 'n/rules/gone.yml'), 'old')
    expect((await runProgram('sh', [second, 'n'], { cwd: folder })).code).toBe(0)
    expect(readdirSync(join(folder, 'n/rules'))).toEqual(['a.yml', 'b.yml'])
    expect([readFileSync(join(folder, 'n/noroshi.yaml'), 'utf8'), existsSync(join(folder, 'n/noroshi-data/version')), existsSync(join(folder, 'n/.installing'))]).toEqual(['workers: 1', true, false])
  })

  test('installs nothing when it was damaged or cut off, over something else, or on another machine', async () => {
    const folder = temporaryFolder({ 'thesis/a.txt': '' })
    const content = readFileSync(await bundled(clone()))
    const attempt = async (bytes: Uint8Array, place: string) => {
      writeFileSync(join(folder, 'other.run'), bytes)
      const { code, stderr } = await runProgram('sh', ['other.run', place], { cwd: folder })
      return [code, stderr, existsSync(join(folder, place, 'noroshi'))]
    }
    const changed = Buffer.from(content)
    changed[content.length - 30]! ^= 1
    expect(await attempt(changed, 'n')).toEqual([1, expect.stringContaining('damaged or not all of it'), false])
    expect(await attempt(content.subarray(0, content.length - 1), 'n')).toEqual([1, expect.stringContaining('damaged or not all of it'), false])
    expect(await attempt(content, 'thesis')).toEqual([1, expect.stringContaining('holds something else'), false])
    const foreign = Buffer.from(content.toString('latin1').replaceAll('x86_64', 'vax_11').replaceAll('aarch64', 'vaxen78'), 'latin1')
    expect(await attempt(foreign, 'n')).toEqual([1, expect.stringContaining('this archive is for vax'), false])
  })

  test.skipIf(IS_QUICK)('is not made over a file, nor of something that is no clone', async () => {
    const folder = temporaryFolder({ 'there.run': 'mine', 'package-lock.json': LOCK })
    await expect(bundled(clone(), join(folder, 'there.run'))).rejects.toMatchObject({ code: 'bundle-failed' })
    await expect(bundled(folder)).rejects.toMatchObject({ code: 'bundle-failed' })
    await expect(bundled(clone(), join(folder, 'none/a.run'))).rejects.toMatchObject({ code: 'bundle-failed' })
    expect([readFileSync(join(folder, 'there.run'), 'utf8'), readdirSync(folder).sort()]).toEqual(['mine', ['package-lock.json', 'there.run']])
  })
})
