import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { byDepth } from './depth.ts'
import { runNoroshi, runProgram } from './run-noroshi.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** Without any network but the machine's own loopback, as root. */
const CLOSED = 'ip link set lo up && env -i PATH=/usr/bin:/bin HOME="$PWD" sh n.run installed && cd installed && env -i PATH=/usr/bin:/bin HOME="$PWD" ./noroshi doctor --dry --json && '
  + 'env -i PATH=/usr/bin:/bin HOME="$PWD" ./noroshi ingest examples/4-mail-server --json'

// Packing and unpacking a gigabyte takes two minutes.
test.skipIf(byDepth(true, true, false) || process.getuid?.() !== 0)('what noroshi bundle writes installs and runs where there is no network', async () => {
  const folder = temporaryFolder()
  expect((await runNoroshi(['bundle', join(folder, 'n.run')], { timeoutMs: 1_200_000 })).code).toBe(0)
  writeFileSync(join(folder, 'closed.sh'), CLOSED)
  const { code, stdout, stderr } = await runProgram('unshare', ['--net', 'sh', 'closed.sh'], { cwd: folder, timeoutMs: 1_200_000 })
  expect([code, stdout.includes('"cases"')], stderr).toEqual([0, true])
}, 2_400_000)
