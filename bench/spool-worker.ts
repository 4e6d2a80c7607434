/** A thread that goes on writing spool files of made events, one ahead of who inserts them; each message is a path, each answer asks for one more. */
import { parentPort, workerData } from 'node:worker_threads'
import { spoolWriter } from './spool-writer.ts'
import type { SpoolPlace } from './spool-writer.ts'

const write = spoolWriter(workerData as SpoolPlace)

parentPort?.on('message', () => parentPort?.postMessage(write()))
parentPort?.postMessage(write())
