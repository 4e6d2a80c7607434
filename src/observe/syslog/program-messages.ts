import type { MutableFields } from '../../model/value.ts'
import type { MessageReader } from '../json/message-reader.ts'
import { addMessageNames } from './message-names.ts'

/** Messages by the mappings' patterns; those of the programs that `message-names.ts` knows by its expressions besides. */
export function programMessages(patterns: MessageReader): MessageReader {
  return {
    readMessage(program, message, fields: MutableFields, date) {
      if (program !== undefined) addMessageNames(program, message, fields)
      return patterns.readMessage(program, message, fields, date)
    },
  }
}
