import { openDataFolder } from '../platform/data-folder.ts'
import { Custody } from '../store/custody/custody.ts'
import { actorOf, dataPathsOf } from './settings.ts'
import type { EvidenceOptions } from './evidence.ts'

/** Does something with the data folder's custody while this process holds the folder. */
export async function withCustody<T>(options: EvidenceOptions, deed: (custody: Custody, actor: string) => Promise<T>): Promise<T> {
  const actor = actorOf(options.actor)
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
