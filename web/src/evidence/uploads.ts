import { ApiError } from '../api/api-error.ts'
import type { Job, JobSummary } from '../api/jobs.ts'
import { hasEnded, newestJobs, readJob } from '../api/jobs.ts'
import type { UploadState } from '../api/uploads.ts'
import { cancelUpload, finishUpload, sendChunk, startUpload, uploadState } from '../api/uploads.ts'
import { recallUpload, rememberUpload, forgetUpload } from './unfinished-uploads.ts'

/** A file on its way to become evidence. */
export interface Upload {
  readonly key: string
  readonly name: string
  readonly bytes: number
  /** `waiting`: for its turn. `broken`: the connection is; it goes on by itself. */
  readonly state: 'waiting' | 'sending' | 'paused' | 'broken' | 'reading' | 'done' | 'failed'
  /** Bytes that the server has. */
  readonly sent: number
  /** That reads it. */
  readonly jobId: string | null
  /** How far reading it is. */
  readonly job: JobSummary | null
  /** What reading it came to. */
  readonly result: Job | null
  readonly error: unknown
}

/** A file with its path inside the folder that was dropped. */
export interface DroppedFile {
  readonly name: string
  readonly file: File
}

/** Files sent at the same time: one fills most lines, the second hides the waits between chunks. */
const AT_ONCE = 2
/** Milliseconds between looks at the jobs that are reading. */
const LOOK_MS = 1_000
/** Milliseconds before a broken connection is tried again: at first, and at most. */
const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 15_000

interface Work {
  readonly file: File
  id: string | null
  readonly stop: AbortController
}

let uploads: readonly Upload[] = []
const works = new Map<string, Work>()
const listeners = new Set<() => void>()

export function currentUploads(): readonly Upload[] {
  return uploads
}

export function onUploads(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function addFiles(files: readonly DroppedFile[]): void {
  const added = files.map(({ name, file }): Upload => {
    const key = crypto.randomUUID()
    works.set(key, { file, id: null, stop: new AbortController() })
    return { key, name, bytes: file.size, state: 'waiting', sent: 0, jobId: null, job: null, result: null, error: null }
  })
  publish([...uploads, ...added])
  startNext()
}

/** What is sent stays with the server; it goes on from there. */
export function pauseUpload(key: string): void {
  change(key, { state: 'paused' })
  stopWork(key)
}

export function resumeUpload(key: string): void {
  change(key, { state: 'waiting', error: null })
  startNext()
}

/** Forgets it, here and, as long as it is not whole, on the server. */
export function removeUpload(key: string): void {
  const upload = find(key)
  const work = works.get(key)
  stopWork(key)
  if (upload !== undefined && work !== undefined && work.id !== null && upload.state !== 'done' && upload.state !== 'reading') {
    forgetUpload(upload.name, work.file)
    void cancelUpload(work.id).catch(() => {})
  }
  works.delete(key)
  publish(uploads.filter(each => each.key !== key))
  startNext()
}

export function removeFinished(): void {
  for (const { key, state } of uploads) if (state === 'done') removeUpload(key)
}

function startNext(): void {
  for (const { key } of uploads.filter(({ state }) => state === 'waiting')) {
    if (uploads.filter(({ state }) => state === 'sending' || state === 'broken').length >= AT_ONCE) return
    const work = works.get(key)
    if (work === undefined) continue
    const fresh = { ...work, stop: new AbortController() }
    works.set(key, fresh)
    change(key, { state: 'sending' })
    void run(key, fresh).finally(startNext)
  }
}

/** Sends until the server has all of it, through broken connections; then waits for what reading it comes to. */
async function run(key: string, work: Work): Promise<void> {
  const { signal } = work.stop
  for (let tries = 0; !signal.aborted; tries++) {
    try {
      const job = await sendAll(key, work, () => (tries = 0))
      change(key, { state: 'reading', jobId: job })
      void followJobs()
      return
    } catch (error) {
      if (signal.aborted) return
      const passes = !(error instanceof ApiError) || error.passes || error.code === 'conflict'
      if (!passes || error instanceof DOMException) return change(key, { state: 'failed', error })
      change(key, { state: 'broken', error })
      await new Promise(resolve => setTimeout(resolve, Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** tries)))
    }
  }
}

/** @returns the job that reads it */
async function sendAll(key: string, work: Work, progress: () => void): Promise<string> {
  const name = find(key)?.name ?? work.file.name
  const begun = await begin(name, work)
  let { offset, job } = begun
  while (job === null && offset < work.file.size) {
    change(key, { state: 'sending', sent: offset, error: null })
    const chunk = work.file.slice(offset, offset + begun.chunkBytes)
    offset = (await sendChunk(work.id ?? '', offset, chunk, work.stop.signal)).offset
    progress()
  }
  change(key, { sent: work.file.size })
  job ??= (await finishUpload(work.id ?? '')).job
  forgetUpload(name, work.file)
  if (job === null) throw new Error('an upload that was finished has no job')
  return job
}

/** Goes on with what was begun before a reload, a pause or a broken connection, where the server still has it. */
async function begin(name: string, work: Work): Promise<UploadState> {
  const known = work.id ?? recallUpload(name, work.file)
  if (known !== null) {
    const state = await uploadState(known).catch((error: unknown) => {
      if (error instanceof ApiError && error.status === 404) return null
      throw error
    })
    if (state !== null && state.bytes === work.file.size && state.state !== 'failed') {
      work.id = known
      return state
    }
  }
  const begun = await startUpload(name, work.file.size, work.file.lastModified)
  work.id = begun.id
  rememberUpload(name, work.file, begun.id)
  return begun
}

let following = false

/** Looks at all jobs at once, however many, until none reads any more. */
async function followJobs(): Promise<void> {
  if (following) return
  following = true
  while (uploads.some(({ state }) => state === 'reading')) {
    await lookAtJobs().catch(() => {})
    await new Promise(resolve => setTimeout(resolve, LOOK_MS))
  }
  following = false
}

async function lookAtJobs(): Promise<void> {
  const jobs = new Map((await newestJobs()).items.map(job => [job.id, job]))
  for (const { key, jobId } of uploads.filter(({ state }) => state === 'reading')) {
    if (jobId === null) continue
    const listed = jobs.get(jobId)
    // One that so many came after that it is not among the newest is asked for by itself.
    if (listed !== undefined && !hasEnded(listed)) change(key, { job: listed })
    else await lookAtJob(key, jobId)
  }
}

async function lookAtJob(key: string, id: string): Promise<void> {
  try {
    const job = await readJob(id)
    change(key, hasEnded(job) ? { job, result: job, state: job.state === 'done' ? 'done' : 'failed' } : { job })
  } catch (error) {
    if (error instanceof ApiError && !error.passes) return change(key, { state: 'failed', error })
    throw error
  }
}

function stopWork(key: string): void {
  works.get(key)?.stop.abort()
}

function find(key: string): Upload | undefined {
  return uploads.find(each => each.key === key)
}

function change(key: string, changed: Partial<Upload>): void {
  publish(uploads.map(each => (each.key === key ? { ...each, ...changed } : each)))
}

function publish(next: readonly Upload[]): void {
  uploads = next
  for (const listener of listeners) listener()
}
