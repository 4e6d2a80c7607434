import type { Language } from '../model/reason.ts'
import type { RetentionView } from '../pipeline/retention/retention-view.ts'
import { keepToTerms } from './keep-to-terms.ts'
import { retentionLines } from './retention-lines.ts'
import type { CommonOptions } from './settings.ts'
import { actorOf, readSettings } from './settings.ts'
import { sharedStore, terminal } from './terminal.ts'
import { withStore } from './with-ingest-store.ts'
import { writeLines } from './write-lines.ts'

export interface RetentionCommandOptions extends CommonOptions {
  readonly apply?: boolean
  readonly actor?: string
  readonly json?: boolean
  readonly lang: Language
}

/** `noroshi retention`: sizes, forecast and what is due; with --apply it is done. */
export async function retention(options: RetentionCommandOptions): Promise<number> {
  const settings = readSettings(options)
  return withStore(options, settings, async store => {
    const work = () => keepToTerms(store, settings.retention, { applies: options.apply === true, person: actorOf(options.actor) })
    const view: RetentionView = await (options.apply === true ? sharedStore()?.inTurn(work) ?? work() : work())
    await writeLines(terminal().stdout, options.json === true ? [`${JSON.stringify(view)}\n`] : retentionLines(view, settings.retention.coldStore === undefined ? 'folder' : 'store', options.lang))
    return 0
  })
}
