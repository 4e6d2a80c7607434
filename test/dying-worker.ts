import type { EvidenceTask } from '../src/pipeline/evidence-task.ts'

/** What the path of evidence says about how the worker that reads it ends, as a defect of ours or of native code would end it. */
const DEATHS: Readonly<Record<string, () => void>> = {
  deadly: () => process.exit(1),
  bloated: () => {
    const kept: object[] = []
    for (;;) kept.push(Array.from({ length: 1_000 }, () => ({})))
  },
  endless: () => {
    for (;;);
  },
}

// Before the listener of the worker itself.
process.on('message', (message: { kind: 'open' } | { kind: 'task'; task: EvidenceTask }) => {
  if (message.kind === 'open' || message.task.kind === 'survey') return
  const { path } = message.task.surveyed.locator
  for (const [name, die] of Object.entries(DEATHS)) if (path.includes(`${name}.`)) die()
})

await import('../src/worker.ts')
