import type { Writable } from 'node:stream'
import { messageOf, NoroshiError } from '../platform/noroshi-error.ts'

/** Writes what a command threw as a message with what to do about it; answers the exit code. */
export function reportFailure(thrown: unknown, stderr: Writable): number {
  if (thrown instanceof NoroshiError) {
    stderr.write(`noroshi: ${thrown.message}\n  → ${thrown.mend}\n`)
    return thrown.exitCode
  }
  stderr.write(`noroshi: unexpected error: ${messageOf(thrown)}\n`)
  if (process.env['NOROSHI_DEBUG'] !== undefined && thrown instanceof Error) stderr.write(`${thrown.stack}\n`)
  else stderr.write('  → this is a defect; set NOROSHI_DEBUG=1 to see where it happened\n')
  return 3
}
