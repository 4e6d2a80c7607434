import type { EvidenceOptions } from './evidence.ts'
import { findTarget } from './evidence.ts'
import type { ChangeView } from './evidence-schemas.ts'
import { withCustody } from './with-custody.ts'

const DONE = { hold: 'is on hold', release: 'is released', delete: 'is deleted' } as const

/** `noroshi evidence hold|release|delete`. */
export async function changeEvidence(deed: keyof typeof DONE, id: string, options: EvidenceOptions & { readonly reason: string }): Promise<number> {
  const view = await withCustody(options, async (custody, actor): Promise<ChangeView> => {
    const target = findTarget(id, custody.register)
    if (deed === 'delete') return { deed, ...target, ...mutable(await custody.delete(target, actor, options.reason)) }
    await custody[deed](target, actor, options.reason)
    return { deed, ...target, blobs: [], kept: [] }
  })
  process.stdout.write(options.json ? `${JSON.stringify(view)}\n` : `${view.kind} ${view.sha256} ${DONE[deed]}\n`)
  if (view.kept.length > 0) process.stderr.write(`its bytes stay, because other evidence is in the same blob: ${view.kept.join(' ')}\n`)
  return 0
}

function mutable({ blobs, kept }: { readonly blobs: readonly string[]; readonly kept: readonly string[] }): Pick<ChangeView, 'blobs' | 'kept'> {
  return { blobs: [...blobs], kept: [...kept] }
}
