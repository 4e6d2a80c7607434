import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { withHugePages } from '../platform/huge-pages.ts'
import { NoroshiError } from '../platform/noroshi-error.ts'

/** `noroshi bench`: runs a benchmark in a process of its own under this Node; its exit code. The telescope's runs with the memory that `noroshi telescope` has. */
export async function bench(name: string, args: readonly string[]): Promise<number> {
  const script = fileURLToPath(new URL(`../../bench/${name}.ts`, import.meta.url))
  if (!existsSync(script)) throw new NoroshiError('usage', `${script} is not there: benchmarks come with a clone, not with the package`)
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...args], { stdio: 'inherit', env: name === 'telescope' ? withHugePages(process.env) : process.env })
  // A Ctrl-C reaches it by the terminal; what ends this process alone must not leave it behind.
  const stop = () => void child.kill()
  process.once('exit', stop)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', code => {
      process.removeListener('exit', stop)
      resolve(code ?? 1)
    })
  })
}
