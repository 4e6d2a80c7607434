import type { NeverFiring, NeverFiringFinder } from '../../model/ports/never-firing.ts'
import { storeErrorOf } from '../../store/clickhouse/store-error.ts'
import type { EventReader } from '../../store/events/event-reader.ts'
import { presentKinds, storedFields } from '../../store/events/stored-kinds.ts'

/** The rules that nothing stored can match. @throws NoroshiError what the engine says */
export async function neverFiringRules(reader: EventReader, finder: NeverFiringFinder): Promise<readonly NeverFiring[]> {
  try {
    const fields = await storedFields(reader)
    return finder.find({ fields, present: await presentKinds(reader, finder.kinds([...fields.keys()])) })
  } catch (cause) {
    throw storeErrorOf(cause)
  }
}
