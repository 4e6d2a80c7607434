import { isNode, isPair, type Document } from 'yaml'
import { problemMend, problemMessage, problemSeverity, type Path, type Problem, type RawProblem } from '../rule/problem.ts'
import { documentsWithPlaces } from './parse-yaml.ts'

/** A problem in one document of a file, on its way to a line and a column. */
export interface UnplacedProblem extends RawProblem {
  /** Index of the YAML document. */
  readonly document: number
  /** Of the rule; empty when it has none. */
  readonly title: string
}

/** Gives the problems of one file their lines and columns. Parses the file once more, so it is called only when there are any. */
export function placeProblems(file: string, text: string, problems: readonly UnplacedProblem[]): Problem[] {
  const { documents, lines } = documentsWithPlaces(text)
  return problems.map(({ code, path, terms, offset = 0, document, title }) => {
    const root = documents[document]
    const start = root === undefined ? offset : startOf(root, path, offset, text)
    const { line, col } = lines.lineStarts.length === 0 ? { line: 1, col: 1 } : lines.linePos(start)
    const message = problemMessage(code, terms)
    return {
      code,
      severity: problemSeverity(code),
      file,
      line: Math.max(line, 1),
      column: Math.max(col, 1),
      message: title === '' ? message : `rule "${title}": ${message}`,
      mend: problemMend(code, terms),
    }
  })
}

/** Offset of the node at the path, or of the nearest node above it. */
function startOf(document: Document, path: Path, offset: number, text: string): number {
  for (let length = path.length; length >= 0; length--) {
    const start = nodeStart(document, path.slice(0, length))
    if (start === undefined) continue
    if (length < path.length || offset === 0) return start
    const quote = text[start] === '"' || text[start] === '\'' ? 1 : 0
    return start + quote + offset
  }
  return 0
}

/** A key is the better place than its value for problems of the key; the two share a path, so the value's start is taken for scalars only. */
function nodeStart(document: Document, path: Path): number | undefined {
  if (path.length === 0) return document.contents?.range?.[0] ?? document.range?.[0]
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true)
  const last = path.at(-1)
  if (isNode(parent) && 'items' in parent && Array.isArray(parent.items)) {
    const items: readonly unknown[] = parent.items
    for (const item of items) {
      if (!isPair(item) || !isNode(item.key) || String(item.key) !== String(last)) continue
      return item.key.range?.[0]
    }
    const member = typeof last === 'number' ? items[last] : undefined
    if (isNode(member)) return member.range?.[0]
  }
  return undefined
}
