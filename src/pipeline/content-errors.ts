import type { DecodeError } from '../model/decoder.ts'
import { compareText } from '../model/event-order.ts'
import type { ErrorList } from './error-list.ts'
import { mergeErrors } from './error-list.ts'
import type { MemberLocator } from './evidence/member-locator.ts'
import { NOT_RECOGNISED } from './evidence/survey.ts'
import type { Surveyed } from './evidence/survey.ts'

/** What was met on the way to a content along one path: one archive may be damaged where another is not. */
export interface PathErrors {
  readonly path: string
  readonly errors: ErrorList
}

/** One list for a content that was met under several paths: an error that only some of them have says which. */
export function contentErrors(byPath: readonly PathErrors[], decoding: readonly ErrorList[]): DecodeError[] {
  const paths = new Set(byPath.map(({ path }) => path))
  const met = Map.groupBy(byPath.flatMap(({ path, errors }) => errors.listed.map(error => ({ path, key: keyOf(error) }))), ({ key }) => key)
  return mergeErrors([...byPath.map(({ errors }) => errors), ...decoding]).map(error => {
    const at = [...new Set((met.get(keyOf(error)) ?? []).map(({ path }) => path))].sort(compareText)
    return at.length === 0 || at.length === paths.size ? error : { ...error, reason: `${at.join(', ')}: ${error.reason}` }
  })
}

/** A read-me or licence that lies in a folder is no evidence, and no error; one that was named is. Neither is what a mail brings: a greeting, a picture. */
export function withoutDocuments(surveyed: Surveyed, named: readonly string[]): Surveyed {
  const { format, isText, locator } = surveyed
  if (format !== null || (!isText && !isPartOfMail(locator)) || named.includes(locator.path)) return surveyed
  return { ...surveyed, errors: surveyed.errors.filter(({ reason }) => reason !== NOT_RECOGNISED.reason) }
}

/** Whether it is what a mail brings: its text, an attachment. */
export function isPartOfMail({ steps: [step] }: MemberLocator): boolean {
  return step?.kind === 'part' && step.of === 'mail'
}

function keyOf({ offset, reason }: DecodeError): string {
  return `${offset}\0${reason}`
}
