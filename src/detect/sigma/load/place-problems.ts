import { isMap, isNode, isSeq, type Document } from 'yaml'
import { problemMend, problemMessage, problemSeverity, type Path, type Problem, type RawProblem } from '../rule/problem.ts'
import { documentsWithPlaces } from './parse-yaml.ts'

/** A problem in one document of a file, on its way to a line and a column. */
export interface UnplacedProblem extends RawProblem {
  /** Index of the YAML document; -1 for a file that is none. */
  readonly document: number
  /** Of the rule; empty when it has none. */
  readonly title: string
}

/** Gives the problems of one file their lines and columns. Parses the file once more, so it is called only when there are any. */
export function placeProblems(file: string, text: string, problems: readonly UnplacedProblem[]): Problem[] {
  const documents = problems.some(({ document }) => document >= 0) ? documentsWithPlaces(text) : []
  return problems.map(({ code, path, terms, offset, document, title }) => {
    const root = documents[document]
    const start = root === undefined ? offset ?? 0 : startOf(root, path, offset, text)
    const message = problemMessage(code, terms)
    return {
      code,
      severity: problemSeverity(code),
      file,
      line: text.slice(0, start).split('\n').length,
      column: start - text.lastIndexOf('\n', start - 1),
      message: title === '' ? message : `rule "${title}": ${message}`,
      mend: problemMend(code, terms),
    }
  })
}

/** Offset of the key or member at the path, or of the nearest above it; with an offset, that far into its value. */
function startOf(document: Document, path: Path, offset: number | undefined, text: string): number {
  const value = offset === undefined ? undefined : document.getIn(path, true)
  if (offset !== undefined && isNode(value) && value.range) return textPlace(text, value.range[0], offset)
  for (let length = path.length; length > 0; length--) {
    const start = entryStart(document, path.slice(0, length))
    if (start !== undefined) return start
  }
  return document.contents?.range?.[0] ?? document.range?.[0] ?? 0
}

/** A character of a scalar that is written on one line; of any other, its beginning. */
function textPlace(text: string, start: number, offset: number): number {
  const place = start + (text[start] === '"' || text[start] === '\'' ? 1 : 0) + offset
  return text.slice(start, place).includes('\n') ? start : place
}

/** Where a key of a map or a member of a list stands. */
function entryStart(document: Document, path: Path): number | undefined {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true)
  const last = path.at(-1)
  if (isMap(parent)) return parent.items.map(({ key }) => key).filter(isNode).find(key => String(key) === String(last))?.range?.[0]
  const member = isSeq(parent) && typeof last === 'number' ? parent.items[last] : undefined
  return isNode(member) ? member.range?.[0] : undefined
}
