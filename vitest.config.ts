import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'bench/**/*.test.ts', 'web/**/*.test.ts'],
    exclude: ['**/node_modules/**', '.runtime/**', 'noroshi-report/**'],
    // Processes, not threads: what a test says about memory is then about the tests of one process.
    pool: 'forks',
    // By default one core is left idle, which on two cores is half of them.
    maxWorkers: '100%',
    // Test files share a process, one after the other: a fresh one for each costs 0.2 s of processor time a file. So modules keep no
    // state that a test could leave behind, and what a test changes in the environment is put back.
    isolate: false,
    unstubEnvs: true,
    unstubGlobals: true,
    // A ceiling for a slow machine that is busy with something else; what a suite may take is docs/design.md §7.
    testTimeout: process.env['NOROSHI_TEST_DEPTH'] === 'long' ? 1_800_000 : 60_000,
    hookTimeout: 60_000,
    // A failed property names its seed; the lines of a large difference do not help.
    diff: { truncateThreshold: 200 },
  },
})
