import * as z from 'zod'
import { about, path } from './key-schemas.ts'

/** `geo:` in noroshi.yaml. */
export const geoSchema = z.strictObject({
  countryDatabase: path.optional().meta(about(
    'countries from an own database in MaxMind\'s format (mmdb); a relative path starts at the file\'s own folder', 'path', 'a table that comes along',
    'the free table is wrong for some networks, and ages')),
  asnDatabase: path.optional().meta(about(
    'autonomous systems from such a database', 'path', 'a table that comes along, whose makers must be named where it is shown', 'likewise')),
}).default({})
