/** Runs `noroshi analyze` in this process for the benchmark, and tells it what that took: `node bench/analyze-run.ts OPTIONS PATH...`. */
import { analyze, type AnalyzeCommandOptions } from '../src/cli/analyze.ts'
import type { ProcessUse } from './process-meter.ts'
import { ProcessMeter } from './process-meter.ts'

/** Of one run; seconds by the clock. */
export interface AnalyzeRun {
  readonly code: number
  readonly seconds: number
  readonly use: ProcessUse
}

process.on('message', async ({ paths, options }: { readonly paths: readonly string[]; readonly options: AnalyzeCommandOptions }) => {
  const meter = new ProcessMeter()
  const start = performance.now()
  const code = await analyze(paths, options)
  const seconds = (performance.now() - start) / 1_000
  process.send?.({ code, seconds, use: meter.end() } satisfies AnalyzeRun, undefined, {}, () => process.disconnect())
})
