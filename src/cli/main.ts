#!/usr/bin/env node
import { CommanderError } from 'commander'
import { messageOf, NoroshiError } from '../platform/noroshi-error.ts'
import { buildProgram } from './program.ts'

/** The program's entry: runs one command and turns whatever is thrown into a message and an exit code. */
async function main(): Promise<number> {
  try {
    let exitCode = 0
    await buildProgram(code => { exitCode = code }).parseAsync()
    return exitCode
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : 2
    if (thrown instanceof NoroshiError) {
      process.stderr.write(`noroshi: ${thrown.message}\n  → ${thrown.mend}\n`)
      return thrown.exitCode
    }
    process.stderr.write(`noroshi: unexpected error: ${messageOf(thrown)}\n`)
    if (process.env['NOROSHI_DEBUG'] !== undefined && thrown instanceof Error) process.stderr.write(`${thrown.stack}\n`)
    else process.stderr.write('  → this is a defect; set NOROSHI_DEBUG=1 to see where it happened\n')
    return 3
  }
}

process.stdout.on('error', error => process.exit((error as NodeJS.ErrnoException).code === 'EPIPE' ? 0 : 3))
// An ordinary exit, so that what was unpacked for reading is removed; 128 + the signal's number, as shells expect.
process.once('SIGINT', () => process.exit(130))
process.once('SIGTERM', () => process.exit(143))
process.exitCode = await main()
