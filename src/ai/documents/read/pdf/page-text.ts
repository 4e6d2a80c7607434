import { UNREADABLE_CONTRAST, UNREADABLE_PIXELS } from '../../defaults.ts'
import type { Hiding } from '../../document.ts'
import type { Colour } from '../colour.ts'
import { BLACK, contrast, WHITE } from '../colour.ts'
import type { Point } from './painted-areas.ts'
import { PaintedAreas } from './painted-areas.ts'
import type { PdfFile } from './pdf-file.ts'
import type { PdfFont } from './pdf-font.ts'
import { pdfFont, textOf } from './pdf-font.ts'
import type { PdfDictionary, PdfValue } from './pdf-value.ts'
import { isOf, PdfScanner } from './pdf-value.ts'

/** What all pages of a file share. */
export interface PdfReading {
  readonly file: PdfFile
  readonly fonts: Map<PdfDictionary, PdfFont>
  /** Operators and values that may still be looked at, and forms that may be drawn: forms draw forms, and pages share them. */
  tokens: number
  forms: number
}

/** Tokens of a file: a book of a thousand pages has some three million. */
const MOST_TOKENS = 5_000_000
/** Forms drawn in a file. */
const MOST_DRAWN = 5_000

export function startReading(file: PdfFile): PdfReading {
  return { file, fonts: new Map(), tokens: MOST_TOKENS, forms: MOST_DRAWN }
}

/** A stretch of a page's text. */
export interface PageText {
  readonly text: string
  readonly offset: number
  readonly hiding: Hiding | null
}

type Matrix = readonly [number, number, number, number, number, number]

interface State {
  font: PdfFont | null
  fontSize: number
  mode: number
  /** Null where the colour space is not known. */
  fill: Colour | null
  matrix: Matrix
}

/** Points to pixels. */
const PIXELS_PER_POINT = 4 / 3
const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0]
/** Forms within forms, and states kept. */
const MOST_FORMS = 8
const MOST_STATES = 64
/** Thousandths of a letter's size that part two words. */
const WORD_GAP = -180
const UNSEEN_MODE = 3

/**
 * The text of a page in the order in which it is drawn (9.4), each stretch with what hides it. Its colour is judged where what lies behind it is paper or a rectangle.
 *
 * @param box of the page: left, bottom, right, top
 */
export function pageText(reading: PdfReading, content: string, resources: PdfDictionary | null, box: readonly number[]): PageText[] {
  const { file } = reading
  const found: PageText[] = []
  const painted = new PaintedAreas()
  draw(content, resources, { font: null, fontSize: 0, mode: 0, fill: BLACK, matrix: IDENTITY }, 0)
  return joined(found)

  function draw(stream: string, own: PdfDictionary | null, given: State, depth: number): void {
    const scanner = new PdfScanner(stream)
    const states: State[] = []
    let state = { ...given }
    let line: Matrix = IDENTITY
    let operands: PdfValue[] = []
    let rectangles: (readonly Point[])[] = []
    let outline: Point[] = []
    const corner = (x: number, y: number) => { if (outline.length < MOST_OPERANDS) outline.push(placeOf(state.matrix, x, y)) }
    const number = (at: number) => { const value = operands.at(at); return typeof value === 'number' ? value : 0 }
    const show = (codes: string, offset: number) => {
      if (state.font === null) return
      const text = textOf(state.font, codes)
      if (text !== '') found.push({ text, offset, hiding: hidingOf(state, line, box, painted) })
    }
    const newLine = (x: number, y: number, offset: number) => {
      line = times([1, 0, 0, 1, x, y], line)
      found.push({ text: y === 0 ? SAME_LINE : '\n', offset, hiding: null })
    }
    for (let token = scanner.next(); token !== null && reading.tokens-- > 0; token = scanner.next()) {
      if (token.kind === 'value') {
        if (operands.length < MOST_OPERANDS) operands.push(token.value)
        continue
      }
      const { offset } = token
      switch (token.operator) {
        case 'q': if (states.length < MOST_STATES) states.push({ ...state }); break
        case 'Q': state = states.pop() ?? state; break
        case 'cm': state.matrix = times(matrixOf(operands), state.matrix); break
        case 'BT': line = IDENTITY; break
        case 'ET': found.push({ text: '\n', offset, hiding: null }); break
        case 'Tf': {
          const name = operands[0]
          if (isOf(name, 'name')) state.font = fontOf(name.name)
          state.fontSize = number(1)
          break
        }
        case 'Tr': state.mode = number(0); break
        case 'Td': case 'TD': newLine(number(0), number(1), offset); break
        case 'T*': newLine(0, -state.fontSize, offset); break
        case 'Tm': {
          const before = line
          line = matrixOf(operands)
          found.push({ text: before[5] === line[5] ? SAME_LINE : '\n', offset, hiding: null })
          break
        }
        case 'Tj': showText(operands.at(-1), offset); break
        case '\'': case '"': newLine(0, -state.fontSize, offset); showText(operands.at(-1), offset); break
        case 'TJ': {
          const list = operands.at(-1)
          for (const item of isOf(list, 'array') ? list.items : []) {
            if (isOf(item, 'text')) show(item.bytes, offset)
            else if (typeof item === 'number' && item < WORD_GAP) found.push({ text: ' ', offset, hiding: null })
          }
          break
        }
        case 'g': state.fill = grey(number(0)); break
        case 'rg': state.fill = { red: number(0) * 255, green: number(1) * 255, blue: number(2) * 255, alpha: 1 }; break
        case 'k': state.fill = { red: 255 * (1 - number(0)) * (1 - number(3)), green: 255 * (1 - number(1)) * (1 - number(3)), blue: 255 * (1 - number(2)) * (1 - number(3)), alpha: 1 }; break
        case 'sc': case 'scn': state.fill = operands.length === 3 ? { red: number(0) * 255, green: number(1) * 255, blue: number(2) * 255, alpha: 1 } : operands.length === 1 && typeof operands[0] === 'number' ? grey(operands[0]) : null; break
        case 're': {
          const [x, y, width, height] = [number(0), number(1), number(2), number(3)]
          if (rectangles.length < MOST_OPERANDS) rectangles.push([[x, y], [x + width, y], [x, y + height], [x + width, y + height]].map(([px, py]) => placeOf(state.matrix, px!, py!)))
          break
        }
        case 'm': case 'l': corner(number(0), number(1)); break
        case 'c': corner(number(4), number(5)); break
        case 'v': case 'y': corner(number(2), number(3)); break
        case 'f': case 'F': case 'f*': case 'B': case 'B*': case 'b': case 'b*':
          for (const each of rectangles) painted.paint(each, state.fill)
          painted.paint(outline, null)
          rectangles = []
          outline = []
          break
        case 'n': case 'S': case 's':
          rectangles = []
          outline = []
          break
        case 'sh': painted.paint([[-Infinity, -Infinity], [Infinity, Infinity]], null); break
        case 'Do': drawForm(operands[0]); break
        case 'ID':
          scanner.skipTo(endOfPicture(stream, scanner.position))
          paintPicture()
          break
        default:
      }
      operands = []
    }

    function showText(value: PdfValue | undefined, offset: number): void {
      if (isOf(value, 'text')) show(value.bytes, offset)
    }

    function fontOf(name: string): PdfFont | null {
      const dictionary = file.dictionary(file.dictionary(own?.entries.get('Font'))?.entries.get(name))
      if (dictionary === null) return null
      const font = reading.fonts.get(dictionary) ?? pdfFont(file, dictionary)
      reading.fonts.set(dictionary, font)
      return font
    }

    /** Pictures fill the unit square (8.9.5). */
    function paintPicture(): void {
      painted.paint([placeOf(state.matrix, 0, 0), placeOf(state.matrix, 1, 1), placeOf(state.matrix, 1, 0), placeOf(state.matrix, 0, 1)], null)
    }

    function drawForm(name: PdfValue | undefined): void {
      if (!isOf(name, 'name')) return
      const reference = file.dictionary(own?.entries.get('XObject'))?.entries.get(name.name)
      const form = file.dictionary(reference)
      const subtype = form?.entries.get('Subtype')
      if (!isOf(subtype, 'name') || subtype.name !== 'Form') {
        paintPicture()
        return
      }
      const inner = depth < MOST_FORMS && reading.forms-- > 0 ? file.content(reference) : null
      const matrix = file.resolve(form?.entries.get('Matrix'))
      const moved = isOf(matrix, 'array') ? times(matrixOf(matrix.items), state.matrix) : state.matrix
      if (inner !== null) draw(inner, file.dictionary(form?.entries.get('Resources')) ?? own, { ...state, matrix: moved }, depth + 1)
    }
  }
}

/** Operands before an operator, rectangles and corners of one path. */
const MOST_OPERANDS = 512

function hidingOf({ mode, fontSize, fill, matrix }: State, line: Matrix, box: readonly number[], painted: PaintedAreas): Hiding | null {
  // Text behind the picture of a scan is drawn so.
  if (mode === UNSEEN_MODE) return 'scan-text'
  const placed = times(line, matrix)
  if (Math.abs(fontSize) * Math.hypot(placed[2], placed[3]) * PIXELS_PER_POINT < UNREADABLE_PIXELS) return 'zero-size'
  const [left = -Infinity, bottom = -Infinity, right = Infinity, top = Infinity] = box
  if (placed[4] < left - MARGIN || placed[4] > right + MARGIN || placed[5] < bottom - MARGIN || placed[5] > top + MARGIN) return 'off-page'
  const behind = painted.colourAt([placed[4], placed[5]], WHITE)
  return behind !== null && fill !== null && contrast(fill, behind) < UNREADABLE_CONTRAST ? 'same-colour' : null
}

/** Points beside the page that printers' marks and rounding reach. */
const MARGIN = 36

/** A move on the same line: a space, or nothing within words of scripts without spaces and before a mark. */
const SAME_LINE = '\u0001'

function joined(found: readonly PageText[]): PageText[] {
  return found.map((each, index) => {
    if (each.text !== SAME_LINE) return each
    const before = found[index - 1]?.text.at(-1) ?? ' '
    const after = found.slice(index + 1, index + 4).find(({ text }) => text !== SAME_LINE)?.text[0] ?? ' '
    const isWithin = UNSPACED.test(before) || UNSPACED.test(after) || /[\s.,;:!?)]/.test(after) || /\s/.test(before)
    return { ...each, text: isWithin ? '' : ' ' }
  }).filter(({ text }) => text !== '')
}

const UNSPACED = /[\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]/

function placeOf([a, b, c, d, e, f]: Matrix, x: number, y: number): Point {
  return [a * x + c * y + e, b * x + d * y + f]
}

function grey(value: number): Colour {
  return { red: value * 255, green: value * 255, blue: value * 255, alpha: 1 }
}

function matrixOf(values: readonly PdfValue[]): Matrix {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = values.map(value => (typeof value === 'number' ? value : 0))
  return [a, b, c, d, e, f]
}

/** One after the other (8.3.4). */
function times([a, b, c, d, e, f]: Matrix, [A, B, C, D, E, F]: Matrix): Matrix {
  return [a * A + b * C, a * B + b * D, c * A + d * C, c * B + d * D, e * A + f * C + E, e * B + f * D + F]
}

function endOfPicture(stream: string, from: number): number {
  const end = /\sEI(?=\s|$)/g
  end.lastIndex = from
  const found = end.exec(stream)
  return found === null ? stream.length : end.lastIndex
}
