import { openDataFolder } from '../platform/data-folder.ts'
import { Custody } from '../store/custody/custody.ts'
import type { EvidenceOptions } from './evidence.ts'
import { actorOf, dataPathsOf } from './settings.ts'
import { sharedStore } from './terminal.ts'

/** Does something with the data folder's custody while this process holds the folder; inside a running server with that server's. */
export async function withCustody<T>(options: EvidenceOptions, deed: (custody: Custody, actor: string) => Promise<T>): Promise<T> {
  const actor = actorOf(options.actor)
  const shared = sharedStore()
  if (shared !== null) return deed(shared.store.custody, actor)
  const data = openDataFolder(dataPathsOf(options).path)
  try {
    const custody = await Custody.open(data, actor)
    try {
      return await deed(custody, actor)
    } finally {
      await custody.close()
    }
  } finally {
    data.close()
  }
}
