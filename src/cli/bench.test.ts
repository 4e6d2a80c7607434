import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runNoroshi } from '../../test/run-noroshi.ts'
import { BENCHMARKS } from './benchmarks.ts'

describe('noroshi bench', () => {
  test('has a script for every benchmark it names', () => {
    const missing = BENCHMARKS.filter(({ name }) => !existsSync(join(import.meta.dirname, `../../bench/${name}.ts`)))
    expect(missing).toEqual([])
  })

  test('lists them with what they measure', async () => {
    const { code, stdout } = await runNoroshi(['bench', '--help'])
    expect(code).toBe(0)
    for (const { name, measures } of BENCHMARKS) expect(stdout.replaceAll(/\s+/g, ' ')).toContain(`${name} [args...] ${measures}`)
  })

  test('hands its arguments on, and gives back the exit code', async () => {
    const { code, stderr } = await runNoroshi(['bench', 'sigma', '--no-such-option'])
    expect(code).toBe(1)
    expect(stderr).toContain("Unknown option '--no-such-option'")
  })
})
