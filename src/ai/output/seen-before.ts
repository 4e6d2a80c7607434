import type { CodeLanguage } from './package/imported-packages.ts'
import { PictureReferences } from './picture-references.ts'

/** What is remembered of an answer's text that is not kept any more. */
export class SeenBefore {
  readonly references = new PictureReferences()
  /** Of the code that is open where the kept text begins. */
  language: CodeLanguage = null
}
