import { drainPending } from 'chdb'
import { statfs } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { CONTROL_SESSIONS, KILL_RETRY_MS, LOOK_PAUSE_MS, ROOM_BYTES, SPILL_SHARE, THREAD_MEMORY_BYTES } from '../defaults.ts'
import type { ClickHouseLimits } from '../defaults.ts'
import { EngineException } from '../engine-exception.ts'
import { textLiteral } from '../sql/literals.ts'
import { OUR_QUERY_ID } from '../sql/statement.ts'
import { EngineSession } from './engine-session.ts'
import type { Surroundings } from './engine-session.ts'
import { PartGuard } from './part-guard.ts'
import { SessionPool } from './session-pool.ts'

/** chDB on one data folder: sessions for queries, for inserts and for control, and two of our own: to stop queries, and to look at parts. */
export class Engine {
  readonly queries: SessionPool
  readonly inserts: SessionPool
  readonly control: SessionPool
  readonly #guard: PartGuard
  readonly #folder: string
  readonly #stopper: EngineSession
  readonly #looking: NodeJS.Timeout
  readonly #limits: ReadonlyMap<string, string>

  /** Opens the data folder, which takes most of a second; the other sessions come as they are needed. */
  static async open(folder: string, configFile: string, limits: ClickHouseLimits): Promise<Engine> {
    let opened = 0
    const openSession = () => EngineSession.open(folder, configFile, `result-${opened++}`)
    return new Engine(folder, await openSession(), await PartGuard.open(await openSession(), endAtOnce), openSession, limits)
  }

  private constructor(
    folder: string, stopper: EngineSession, guard: PartGuard, openSession: () => Promise<EngineSession>, limits: ClickHouseLimits,
  ) {
    this.#folder = folder
    this.#stopper = stopper
    this.#guard = guard
    // What goes wrong is told by the insert that minds.
    this.#looking = setInterval(() => void guard.look().catch(() => {}), LOOK_PAUSE_MS)
    this.queries = new SessionPool(limits.querySessions, openSession)
    this.inserts = new SessionPool(limits.insertSessions, openSession)
    this.control = new SessionPool(CONTROL_SESSIONS, openSession)
    const spill = String(Math.round(limits.queryMemoryBytes * SPILL_SHARE))
    this.#limits = new Map([
      ['max_threads', String(limits.threads)],
      // By itself the engine gives a query one thread for each GB that is free: one alone, under the limit of a small machine.
      ['max_threads_min_free_memory_per_thread', String(THREAD_MEMORY_BYTES)],
      ['max_insert_threads', '1'],
      // Its threads and buffers, for each of so many queries, cost more than they save on two cores.
      ['output_format_parallel_formatting', '0'],
      ['max_memory_usage', String(limits.queryMemoryBytes)],
      ['max_execution_time', String(limits.querySeconds)],
      ['max_bytes_before_external_group_by', spill],
      ['max_bytes_before_external_sort', spill],
    ])
  }

  /** What a statement runs under: our limits where the request says nothing else, and its id as the comment by which it is found. */
  surroundings(request: Surroundings & { readonly queryId: string }): Surroundings {
    return { ...request, settings: new Map([...this.#limits, ...request.settings, ['log_comment', request.queryId]]) }
  }

  /**
   * Does what changes the data, if there is room: the engine does not notice when a file is cut short, and with some of its small ones so
   * could not start again.
   *
   * @throws {EngineException} 243
   */
  async changing<T>(work: () => Promise<T>): Promise<T> {
    const { bavail, bsize } = await statfs(this.#folder)
    if (bavail * bsize < ROOM_BYTES) throw new EngineException(243, 'NOT_ENOUGH_SPACE', 'The disk is full')
    return this.#guard.minding(work)
  }

  /** A query that finds a part broken need not be followed by others that do, until parts are looked at again. */
  mind(failure: EngineException): void {
    if (BROKEN_PART.has(failure.code)) void this.#guard.look().catch(() => {})
  }

  /** Stops the query with this id. Until it has ended: the engine may not have registered it yet. */
  async stopQuery(queryId: string, ended: Promise<unknown>): Promise<void> {
    let running = true
    const over = ended.then(() => (running = false), () => (running = false))
    while (running) {
      await this.#kill(`${OUR_QUERY_ID} = ${textLiteral(queryId)}`)
      await Promise.race([over, sleep(KILL_RETRY_MS)])
    }
  }

  /** Stops what runs, and closes when it has ended: to close a session at work would break the engine. */
  async close(): Promise<void> {
    clearInterval(this.#looking)
    for (const pool of [this.queries, this.inserts, this.control]) pool.close()
    await this.#kill('1')
    await drainPending()
    this.#guard.close()
    this.#stopper.close()
  }

  async #kill(condition: string): Promise<void> {
    const nothing = { database: null, settings: new Map(), parameters: new Map() }
    // Refused only by an engine that is itself about to end.
    await this.#stopper.run(`KILL QUERY WHERE ${condition} ASYNC`, 'TabSeparated', nothing).catch(() => {})
  }
}

/** CHECKSUM_DOESNT_MATCH, NO_FILE_IN_DATA_PART, BAD_SIZE_OF_FILE_IN_DATA_PART, CORRUPTED_DATA (ErrorCodes.cpp). */
const BROKEN_PART: ReadonlySet<number> = new Set([40, 226, 228, 246])

/** Without closing what is open: nothing more may be made of what is broken. Whoever supervises this process starts it again. */
function endAtOnce(reason: string): void {
  process.stderr.write(`${reason}\n`)
  process.kill(process.pid, 'SIGKILL')
}
