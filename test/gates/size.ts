import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Gate } from './gate.ts'
import { gateResult } from './gate.ts'
import { projectFiles } from './project-files.ts'

/** Lines: above this a file is split, whatever the reason. */
const MAXIMUM_LINES = 800

/** No TypeScript file is longer than a person reads; the median is reported, because it should stay under 80. */
export const sizeGate: Gate = {
  name: 'size',
  async run(root) {
    const files = (await projectFiles(root)).filter(file => /\.tsx?$/.test(file))
    const sizes = files.map(file => ({ file, lines: readFileSync(join(root, file), 'utf8').split('\n').length - 1 }))
    const tooLong = sizes.filter(({ lines }) => lines > MAXIMUM_LINES).map(({ file, lines }) => `${file}: ${lines} lines, over ${MAXIMUM_LINES}`)
    if (files.length === 0) tooLong.push('no file looked at')
    return gateResult('size', tooLong, describeSizes(sizes.map(({ lines }) => lines).sort((a, b) => a - b)))
  },
}

function describeSizes(sorted: readonly number[]): string {
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)]
  return `${sorted.length} files, median ${at(0.5)} lines, nine in ten under ${at(0.9)}, longest ${at(1)}`
}
