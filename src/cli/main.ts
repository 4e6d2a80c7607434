#!/usr/bin/env node
import { CommanderError } from 'commander'
import { buildProgram } from './program.ts'
import { reportFailure } from './report-failure.ts'

/** The program's entry: runs one command and turns whatever is thrown into a message and an exit code. */
async function main(): Promise<number> {
  try {
    let exitCode = 0
    await buildProgram(code => { exitCode = code }).parseAsync()
    return exitCode
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : 2
    return reportFailure(thrown, process.stderr)
  }
}

process.stdout.on('error', error => process.exit((error as NodeJS.ErrnoException).code === 'EPIPE' ? 0 : 3))
// An ordinary exit, so that what was unpacked for reading is removed; 128 + the signal's number, as shells expect.
process.once('SIGINT', () => process.exit(130))
process.once('SIGTERM', () => process.exit(143))
process.exitCode = await main()
