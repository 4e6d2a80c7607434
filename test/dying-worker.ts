import type { EvidenceTask } from '../src/pipeline/evidence-task.ts'

/** What the name of evidence says about how the worker that reads it ends, as a defect of ours or of native code would end it. */
const DEATHS: Readonly<Record<string, () => void>> = {
  deadly: () => process.exit(1),
  bloated: () => {
    const kept: number[][] = []
    for (;;) kept.push(Array.from({ length: 100_000 }, (_, n) => n))
  },
  endless: () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0),
}

// Before the listener of the worker itself.
process.on('message', (message: { kind: 'open' } | { kind: 'task'; task: EvidenceTask }) => {
  if (message.kind === 'open' || message.task.kind === 'survey') return
  const task = JSON.stringify(message.task)
  for (const [name, die] of Object.entries(DEATHS)) if (task.includes(`/${name}.`)) die()
})

await import('../src/worker.ts')
