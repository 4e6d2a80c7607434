import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { exitWithParent } from '../../../platform/child-process.ts'
import { stepBackThreads } from '../../../platform/step-back.ts'
import { MERGES_NICE } from '../defaults.ts'
import { Engine } from './engine.ts'
import { engineConfig } from './engine-config.ts'
import { createHttpServer } from './http-server.ts'

// The process that holds the engine: started by openClickHouse with its orders in the environment and the working folder as its own.
// It writes `listening <port>` when it is ready, and ends when its standard input closes.

const orders = z.object({
  folder: z.string(),
  password: z.string(),
  port: z.int(),
  closeMs: z.int(),
  limits: z.object({
    queryMemoryBytes: z.number(),
    serverMemoryBytes: z.number(),
    threads: z.int(),
    querySeconds: z.number(),
    querySessions: z.int(),
    insertSessions: z.int(),
  }),
}).parse(JSON.parse(process.env['NOROSHI_CLICKHOUSE'] ?? ''))

// Pipes and spool files of a process that was killed; this folder is ours alone.
for (const left of readdirSync('.')) rmSync(left, { force: true, recursive: true })
mkdirSync(orders.folder, { recursive: true, mode: 0o700 })
writeFileSync('config.xml', engineConfig(orders.limits))

const engine = await Engine.open(resolve(orders.folder), join(process.cwd(), 'config.xml'), orders.limits)
// The engine's own setting for it (`os_threads_nice_value_merge_mutate`) works for the administrator alone.
stepBackThreads(/^MergeMutate$/, MERGES_NICE)
const server = createHttpServer(engine, orders.password)

exitWithParent(async () => {
  server.close()
  server.closeAllConnections()
  await engine.close()
}, orders.closeMs)

server.listen(orders.port, '127.0.0.1', () => {
  const address = server.address()
  if (typeof address === 'object' && address !== null) console.log(`listening ${address.port}`)
})
