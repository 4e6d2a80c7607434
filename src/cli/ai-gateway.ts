import { createHash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { openGuard, startGateway } from '../ai/index.ts'
import { applicationsOf } from '../ai/gateway/application/applications-of.ts'
import { FileExceptions } from '../ai/gateway/exception/file-exceptions.ts'
import { FileAudit } from '../ai/gateway/audit/file-audit.ts'
import { SpentFile } from '../ai/gateway/application/spent-file.ts'
import { openQuestionFolder } from '../ai/gateway/question/question-folder.ts'
import { gatewayRoutes } from '../ai/proxy/gateway-routes.ts'
import { makeDataFolder } from '../platform/data-folder.ts'
import { logTo } from '../platform/log.ts'
import { NoroshiError } from '../platform/noroshi-error.ts'
import { listenAddress } from '../server/listen-address.ts'
import type { CommonOptions } from './settings.ts'
import { dataPathsOf, readSettings } from './settings.ts'

export interface GatewayCommandOptions extends CommonOptions {
  readonly listen?: string
}

/** `noroshi ai gateway`: runs until it is asked to stop. */
export async function aiGateway(options: GatewayCommandOptions): Promise<number> {
  const { gateway } = readSettings(options)
  if (gateway === undefined || gateway.applications.length === 0) {
    throw new NoroshiError('usage', 'noroshi.yaml names no gateway.applications: see docs/ai.md, "The gateway", and make a key with noroshi ai key')
  }
  const { host, port, needsTls, origin } = listenAddress(options.listen ?? gateway.listen)
  const { certificate, key } = gateway
  if (needsTls && (certificate === undefined || key === undefined)) {
    throw new NoroshiError('usage', `${host} is served over TLS only: give gateway.certificate and gateway.key in noroshi.yaml, or listen on 127.0.0.1`)
  }
  const tls = certificate === undefined || key === undefined ? null : { certificate: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8') }
  makeDataFolder(dataPathsOf(options).path)
  const { audit: path, exceptions: exceptionsPath, spent: spentPath, questions } = gatewayFiles(options)
  const log = logTo(process.stderr)
  const audit = await FileAudit.open(path)
  const exceptions = new FileExceptions(exceptionsPath, log)
  const { desk, close } = openQuestionFolder(questions)
  const guard = openGuard()
  guard.contexts.ready()
  const routes = gatewayRoutes(gateway, guard, dirname(path), { audit, exceptions, desk, log })
  const running = await startGateway({ guard, applications: applicationsOf(gateway, process.env), audit, exceptions, spent: new SpentFile(spentPath, log), routes, desk, bodiesMb: gateway.bodiesMb, host, port, tls, log })
  process.stdout.write(`The gateway runs: ${port === 0 ? origin.replace(/:0$/, `:${running.port}`) : origin}\nRecords: ${path}\n`)
  await stopAsked()
  // Who waits is told now, so that the rest can end.
  close()
  await running.close()
  exceptions.close()
  await audit.close()
  return 0
}

/** What a gateway that runs alone keeps in the data folder. */
export function gatewayFiles(options: CommonOptions): { readonly audit: string; readonly exceptions: string; readonly spent: string; readonly questions: string } {
  const folder = join(dataPathsOf(options).path, 'gateway')
  return { audit: join(folder, 'audit.jsonl'), exceptions: join(folder, 'exceptions.jsonl'), spent: join(folder, 'tokens-used.jsonl'), questions: join(folder, 'questions') }
}

/** `noroshi ai key`: a new key for an application, and what noroshi.yaml holds of it. */
export function aiKey(): number {
  const key = `nk-${randomBytes(24).toString('base64url')}`
  process.stdout.write(`key        ${key}\nkeySha256  ${createHash('sha256').update(key).digest('hex')}\n`)
  return 0
}

function stopAsked(): Promise<void> {
  return new Promise(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.removeAllListeners(signal)
      process.once(signal, () => resolve())
    }
  })
}
