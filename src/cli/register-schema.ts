import * as z from 'zod'
import { machineSchema } from '../register/machines.ts'
import { whoSchema } from '../register/who/who-view.ts'
import { entrySchema, importReportSchema, registerImportSchema, shownEntrySchema } from '../register/register-view.ts'
import { ENTRY_SCHEMAS } from '../register/entry/entry-schemas.ts'

/** What `noroshi who` and `noroshi register` print with `--json`, and what entries may say; by the name of the file in docs/schemas. */
export const REGISTER_SCHEMAS = {
  'who': whoSchema,
  'register-entry': entrySchema,
  'register-show': shownEntrySchema,
  'register-import': importReportSchema,
  'register-imports': registerImportSchema,
  'register-machine': machineSchema,
  'register-bodies': z.strictObject(ENTRY_SCHEMAS).partial().meta({ title: 'What entries of the register may say', description: 'by kind' }),
} as const
