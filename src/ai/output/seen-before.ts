import { CodeBefore } from './package/code-before.ts'
import { PictureReferences } from './picture-references.ts'

/** What is remembered of an answer's text that is not kept any more. */
export class SeenBefore {
  readonly references = new PictureReferences()
  readonly code = new CodeBefore()
}
