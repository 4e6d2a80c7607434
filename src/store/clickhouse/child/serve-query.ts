import { randomUUID } from 'node:crypto'
import { rm, symlink } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { EngineException } from '../engine-exception.ts'
import { quotedName, textLiteral } from '../sql/literals.ts'
import { readStatement } from '../sql/statement.ts'
import type { InsertStatement, RowsStatement } from '../sql/statement.ts'
import { NOTHING_DONE } from './answer.ts'
import type { Answer, Summary } from './answer.ts'
import { BODY_FILE_HEADER } from './body-file.ts'
import type { Engine } from './engine.ts'
import type { Surroundings } from './engine-session.ts'
import type { QueryRequest } from './query-request.ts'
import { readStatementBody, spoolBody } from './request-body.ts'

/**
 * Runs the statement of one request and writes its result into the answer. When the signal is aborted, the query stops in the engine.
 *
 * @throws {EngineException} where nothing was answered yet.
 */
export async function serveQuery(engine: Engine, request: QueryRequest, message: IncomingMessage, answer: Answer, signal: AbortSignal) {
  const body = request.query === null ? await readStatementBody(message) : null
  const text = request.query ?? body?.toString('utf8') ?? ''
  const { statement, parameters } = readStatement(text)
  for (const name of parameters) {
    if (request.parameters.has(name)) continue
    throw new EngineException(456, 'UNKNOWN_QUERY_PARAMETER', `Substitution ${quotedName(name)} is not set`)
  }
  const surroundings = engine.surroundings(request)
  const job: Job = { engine, request, answer, signal, surroundings }
  if (statement.kind === 'rows') return serveRows(job, statement)
  if (statement.kind === 'insert') {
    const whole = body ?? Buffer.from(text)
    const inText = whole.subarray(Buffer.byteLength(text.slice(0, statement.dataFrom)))
    return serveInsert(job, statement, withoutFirstLineEnd(inText), message)
  }
  if (statement.kind === 'kill') {
    const byOurIds = `${statement.text}\nFORMAT ${quotedName(statement.format ?? request.defaultFormat ?? 'TabSeparated')}`
    return serveCommand(job, engine.control, byOurIds, statement.format)
  }
  return serveCommand(job, engine.queries, statement.text, null)
}

/** Commands that change what is stored; others write nothing, or (`CREATE … IF NOT EXISTS`) mostly nothing. */
const CHANGES = /^\s*(?:ALTER|DELETE|INSERT|OPTIMIZE|UPDATE)\b/i

interface Job {
  readonly engine: Engine
  readonly request: QueryRequest
  readonly answer: Answer
  readonly signal: AbortSignal
  readonly surroundings: Surroundings
}

async function serveRows({ engine, request, answer, signal, surroundings }: Job, statement: RowsStatement): Promise<void> {
  const format = statement.format ?? request.defaultFormat ?? 'TabSeparated'
  answer.hasFormat(format)
  const summary = await engine.queries.run(signal, async session => {
    const { output, done } = session.stream(statement, format, surroundings)
    const ended = done.finally(() => output.endOfWriting())
    ended.catch(() => {})
    const abandon = () => {
      output.abandon()
      void engine.stopQuery(request.queryId, done)
    }
    signal.addEventListener('abort', abandon, { once: true })
    try {
      for await (const chunk of output.bytes) if (Buffer.isBuffer(chunk)) await answer.write(chunk, signal)
    } catch (error) {
      // The session is free again when the engine is done with it, not before.
      await ended.catch(() => {})
      throw error
    } finally {
      signal.removeEventListener('abort', abandon)
    }
    const result = await ended
    return { ...NOTHING_DONE, readRows: result.rowsRead, readBytes: result.bytesRead, seconds: result.elapsed }
  })
  answer.finish(summary)
}

async function serveInsert(job: Job, statement: InsertStatement, start: Uint8Array, message: IncomingMessage): Promise<void> {
  const { engine, answer, signal, surroundings } = job
  const file = `insert-${randomUUID()}`
  const given = message.headers[BODY_FILE_HEADER]
  try {
    if (typeof given === 'string') await symlink(decodeURIComponent(given), file)
    else if ((await spoolBody(message, start, file)) === 0) return answer.finish(NOTHING_DONE)
    const fromFile = `${statement.head}\nFROM INFILE ${textLiteral(file)} ${statement.settings}\nFORMAT ${quotedName(statement.format)}`
    const insert = () => engine.inserts.run(signal, session => stoppable(job, session.run(fromFile, 'TabSeparated', surroundings)))
    const result = await engine.changing(insert)
    answer.finish(writtenSummary(result))
  } finally {
    await rm(file, { force: true })
  }
}

async function serveCommand(job: Job, pool: Engine['queries'], text: string, format: string | null): Promise<void> {
  const { engine, answer, request, signal, surroundings } = job
  const resultFormat = format ?? request.defaultFormat ?? 'TabSeparated'
  answer.hasFormat(resultFormat)
  const command = () => pool.run(signal, session => {
    // It may be `USE`, `SET` or a temporary table: nothing that the next request should find.
    session.isSpent = true
    return stoppable(job, session.run(text, resultFormat, surroundings))
  })
  const result = await (CHANGES.test(text) ? engine.changing(command) : command())
  await answer.write(Buffer.from(result.bytes()), signal)
  answer.finish(writtenSummary(result))
}

/** While this runs, an abort stops it in the engine. */
async function stoppable<T>({ engine, request, signal }: Job, running: Promise<T>): Promise<T> {
  const stop = () => void engine.stopQuery(request.queryId, running)
  if (signal.aborted) stop()
  signal.addEventListener('abort', stop, { once: true })
  try {
    return await running
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

function writtenSummary(result: { rowsRead: number; bytesRead: number; elapsed: number }): Summary {
  return { ...NOTHING_DONE, writtenRows: result.rowsRead, writtenBytes: result.bytesRead, seconds: result.elapsed }
}

/** Between `FORMAT name` and the data lie blanks and at most one line end (ParserInsertQuery.cpp of ClickHouse). */
function withoutFirstLineEnd(data: Buffer): Buffer {
  let at = 0
  while (data[at] === 0x20 || data[at] === 0x09 || data[at] === 0x0c) at++
  if (data[at] === 0x0d) at++
  return data.subarray(data[at] === 0x0a ? at + 1 : at)
}
