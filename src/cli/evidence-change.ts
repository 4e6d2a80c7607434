import { existsSync } from 'node:fs'
import { NoroshiError } from '../platform/noroshi-error.ts'
import type { Custody, CustodyTarget } from '../store/custody/custody.ts'
import type { EvidenceOptions } from './evidence.ts'
import { findTarget } from './evidence.ts'
import type { ChangeView } from './evidence-schemas.ts'
import { actorOf, dataPathsOf, readSettings } from './settings.ts'
import { terminal } from './terminal.ts'
import { withCustody } from './with-custody.ts'

const DONE = { hold: 'is on hold', release: 'is released', delete: 'is deleted' } as const

/** `noroshi evidence hold|release|delete`. */
export async function changeEvidence(deed: keyof typeof DONE, id: string, options: EvidenceOptions & { readonly reason: string }): Promise<number> {
  const view = deed === 'delete' ? await deleteEverywhere(id, options) : await withCustody(options, async (custody, actor): Promise<ChangeView> => {
    const target = findTarget(id, custody.register)
    await custody[deed](target, actor, options.reason)
    return { deed, ...target, blobs: [], kept: [] }
  })
  terminal().stdout.write(options.json ? `${JSON.stringify(view)}\n` : `${view.kind} ${view.sha256} ${DONE[deed]}\n`)
  if (view.kept.length > 0) terminal().stderr.write(`its bytes stay, because other evidence is in the same blob: ${view.kept.join(' ')}\n`)
  return 0
}

/** With what was made of it, where anything was ingested. */
async function deleteEverywhere(id: string, options: EvidenceOptions & { readonly reason: string }): Promise<ChangeView> {
  const settings = readSettings(options)
  if (settings.postgres.url === undefined && !existsSync(dataPathsOf(options).postgres)) {
    return withCustody(options, async (custody, actor) => {
      const target = findTarget(id, custody.register)
      return { deed: 'delete', ...target, ...mutable(await custody.delete(target, actor, options.reason)) }
    })
  }
  const actor = actorOf(options.actor)
  const [{ withStore }, { deleteEvidence }, { foldCases }, { makeCases }] = await Promise.all([
    import('./with-ingest-store.ts'), import('../store/ledger/delete-evidence.ts'), import('../pipeline/ingest/fold-cases.ts'), import('../triage/index.ts'),
  ])
  return withStore(options, settings, async store => {
    const { custody, ledger } = store
    const target = findTarget(id, custody.register)
    // Events first: should this be interrupted, the deletion can be repeated.
    for (const evidence of evidenceGoing(target, custody)) {
      await deleteEvidence(ledger, evidence, actor).catch((cause: unknown) => {
        if (!(cause instanceof NoroshiError) || cause.code !== 'no-such-evidence') throw cause
      })
    }
    const deleted = await custody.delete(target, actor, options.reason)
    // The cases of what is gone go too.
    await foldCases(store, makeCases, null)
    return { deed: 'delete', ...target, ...mutable(deleted) }
  })
}

/** The evidence of which nothing is left afterwards. @throws NoroshiError `evidence-held`, `no-such-evidence` */
function evidenceGoing(target: CustodyTarget, custody: Custody): string[] {
  const { register } = custody
  const { blobs } = custody.planDeletion(target)
  if (target.kind === 'evidence') return [target.sha256]
  const members = register.blob(target.sha256)?.members ?? []
  const going = members.map(({ evidence }) => evidence).filter(evidence => register.storedBlobsOf(evidence).every(blob => blobs.includes(blob)))
  return [...new Set(going)]
}

function mutable({ blobs, kept }: { readonly blobs: readonly string[]; readonly kept: readonly string[] }): Pick<ChangeView, 'blobs' | 'kept'> {
  return { blobs: [...blobs], kept: [...kept] }
}
