import type { Decoder } from '../../model/decoder.ts'
import { logDecoder } from '../log/log-decoder.ts'
import type { LogFormat } from '../log/log-decoder.ts'
import { accessFields } from './access-fields.ts'
import { readAccessLine } from './access-line.ts'

/** Access logs of web servers in the common and combined formats. Those in JSON are the JSON decoder's, by `mappings/web.yml`. */
export function accessLogDecoder(): Decoder {
  return logDecoder(ACCESS_LOG)
}

export const ACCESS_LOG: LogFormat = {
  format: 'access-log',
  isOfFormat: line => readAccessLine(line) !== null,
  read(line) {
    const parsed = readAccessLine(line)
    if (parsed === null) return 'not a line of an access log: host, ident, user, [time], "request" and status are expected'
    return { dataset: 'web.access', time: parsed.time, fields: accessFields(parsed) }
  },
}
