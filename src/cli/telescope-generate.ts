import { writeFileSync } from 'node:fs'
import { readGenerateConfig } from '../observe/telescope/generate/generate-config.ts'
import { generateTraffic } from '../observe/telescope/generate/generate-traffic.ts'
import { messageOf, NoroshiError } from '../platform/noroshi-error.ts'

export interface GenerateOptions {
  readonly seed: number
  /** The traffic to make. The program's own settings, which the same option names elsewhere, are not needed here. */
  readonly config?: string
  readonly out: string
  readonly truth: string
  readonly lang: 'en' | 'ja'
}

/** `noroshi telescope generate`: made traffic of a darknet, and what is true of it. */
export function generate({ seed, config, out, truth, lang }: GenerateOptions): number {
  const made = generateTraffic(readGenerateConfig(config), seed, out)
  try {
    writeFileSync(truth, `${JSON.stringify(made, null, 1)}\n`)
  } catch (cause) {
    throw new NoroshiError('output-failed', `${truth}: ${messageOf(cause)}`, { cause })
  }
  process.stderr.write(lang === 'ja'
    ? `${made.packets} パケット、送信元 ${made.sources.length} 件を ${out} に書き出しました（正解: ${truth}）\n`
    : `${made.packets} packets of ${made.sources.length} sources in ${out}, what is true of them in ${truth}\n`)
  return 0
}
