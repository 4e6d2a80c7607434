import type { RunCommand } from '../server/control/control-socket.ts'
import { NoroshiError } from '../platform/noroshi-error.ts'
import type { VerifyCommandOptions } from './evidence-verify.ts'
import { reportFailure } from './report-failure.ts'
import type { SharedStore } from './shared-store.ts'
import { withSurroundings } from './terminal.ts'

/**
 * The commands that a running server does for other processes of its user: the same functions, with the same arguments, over the store
 * that is open. The server's own settings hold.
 */
export const SERVED_COMMANDS = {
  'ingest': async () => (await import('./ingest.ts')).ingest,
  'rerun': async () => (await import('./rerun.ts')).rerun,
  'status': async () => (await import('./status.ts')).status,
  'hunt': async () => (await import('./hunt-store.ts')).huntStore,
  'sigma hunt': async () => (await import('./sigma-hunt.ts')).sigmaHunt,
  'rules take': async () => (await import('./rules-take.ts')).rulesTake,
  'rules remove': async () => (await import('./rules-take.ts')).rulesRemove,
  'rules never': async () => (await import('./rules-never.ts')).rulesNever,
  'case list': async () => (await import('./case-list.ts')).caseList,
  'case show': async () => (await import('./case-show.ts')).caseShow,
  'case decide': async () => (await import('./case-decide.ts')).caseDecide,
  'case history': async () => (await import('./case-history.ts')).caseHistory,
  'case undo': async () => (await import('./case-decide.ts')).caseUndo,
  'ai exception list': async () => (await import('./ai-exception.ts')).aiExceptionList,
  'ai exception add': async () => (await import('./ai-exception.ts')).aiExceptionAdd,
  'ai exception end': async () => (await import('./ai-exception.ts')).aiExceptionEnd,
  'ai question list': async () => (await import('./ai-question.ts')).aiQuestionList,
  'ai question answer': async () => (await import('./ai-question.ts')).aiQuestionAnswer,
  'ai mcp-proxy ask': async () => (await import('./proxy-served.ts')).proxyAsk,
  'ai mcp-proxy exceptions': async () => (await import('./proxy-served.ts')).proxyExceptions,
  'ai mcp-proxy uses': async () => (await import('./proxy-served.ts')).proxyUses,
  'source list': async () => (await import('./source-list.ts')).sourceList,
  'sensor token': async () => (await import('./sensor-hub.ts')).sensorToken,
  'sensor list': async () => (await import('./sensor-list.ts')).sensorList,
  'sensor revoke': async () => (await import('./sensor-hub.ts')).sensorRevoke,
  'sensor configure': async () => (await import('./sensor-configure.ts')).sensorConfigure,
  'ai incident': async () => (await import('./ai-incident.ts')).aiIncidentOf,
  'ai inventory found': async () => (await import('./ai-found.ts')).foundInStore,
  'who': async () => (await import('./who.ts')).who,
  'register import': async () => (await import('./register.ts')).registerImport,
  'register list': async () => (await import('./register.ts')).registerList,
  'register show': async () => (await import('./register.ts')).registerShow,
  'register export': async () => (await import('./register.ts')).registerExport,
  'register forget': async () => (await import('./register.ts')).registerForget,
  'register undo': async () => (await import('./register.ts')).registerUndo,
  'backup': async () => (await import('./backup.ts')).backup,
  'catalogue': async () => (await import('./catalogue.ts')).catalogue,
  'extract': async () => (await import('./extract.ts')).extract,
  'retention': async () => (await import('./retention.ts')).retention,
  'notify preview': async () => (await import('./notify-preview.ts')).notifyPreview,
  'notify test': async () => (await import('./notify-test.ts')).notifyTest,
  'notify list': async () => (await import('./notify-messages.ts')).notifyList,
  'notify show': async () => (await import('./notify-messages.ts')).notifyShow,
  'notify acknowledge': async () => (await import('./notify-messages.ts')).notifyAcknowledge,
  'notify cancel': async () => (await import('./notify-messages.ts')).notifyCancel,
  'sql': async () => (await import('./sql.ts')).sql,
  'evidence add': async () => (await import('./evidence-add.ts')).addEvidence,
  'evidence export': async () => (await import('./evidence-export.ts')).exportEvidence,
  'evidence change': async () => (await import('./evidence-change.ts')).changeEvidence,
  'evidence verify': async () => {
    const { verifyEvidence } = await import('./evidence-verify.ts')
    return (options: VerifyCommandOptions) => verifyEvidence(undefined, options)
  },
  'user add': async () => (await import('./user.ts')).addUser,
  'user reset': async () => (await import('./user.ts')).resetUser,
  'user disable': async () => (await import('./user.ts')).disableUser,
  'user list': async () => (await import('./user.ts')).listUsers,
} as const

export type ServedCommand = keyof typeof SERVED_COMMANDS

/** What a command takes: plain data, paths in it absolute; the last are its options. */
export type ServedArguments<Name extends ServedCommand> = Parameters<Awaited<ReturnType<(typeof SERVED_COMMANDS)[Name]>>>

/** Runs them for the control socket. */
export function commandRunner(shared: SharedStore, options: { readonly config?: string | undefined; readonly data?: string | undefined }): RunCommand {
  return ({ command, arguments: given }, streams) => withSurroundings({ ...streams, shared }, async () => {
    try {
      if (!isServed(command)) throw new NoroshiError('usage', `the running server does not know the command ${command}`)
      const run: (...given: never[]) => Promise<number> = await SERVED_COMMANDS[command]()
      // Sent by this program's own client, over a socket that only this user reaches.
      return await run(...given.map(each => (isOptions(each) ? { ...each, config: options.config, data: options.data } : each)) as never[])
    } catch (thrown) {
      return reportFailure(thrown, streams.stderr)
    }
  })
}

function isServed(command: string): command is ServedCommand {
  return Object.hasOwn(SERVED_COMMANDS, command)
}

function isOptions(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
