import type { Colour } from '../colour.ts'

/** A point on the page. */
export type Point = readonly [x: number, y: number]

interface Area {
  readonly left: number
  readonly bottom: number
  readonly right: number
  readonly top: number
  /** Null where it has many or is not known: pictures, shapes that are no rectangles. */
  readonly colour: Colour | null
}

/** Areas of one page that are remembered; behind more nothing is known any more. */
const MOST_AREAS = 2_000
/** Points by which text may stand beside its background. */
const TOLERANCE = 2

/** What was painted on a page, so that the colour behind a text is known. */
export class PaintedAreas {
  readonly #areas: Area[] = []

  paint(corners: readonly Point[], colour: Colour | null): void {
    if (corners.length === 0 || this.#areas.length > MOST_AREAS) return
    const xs = corners.map(([x]) => x)
    const ys = corners.map(([, y]) => y)
    this.#areas.push({ left: Math.min(...xs), right: Math.max(...xs), bottom: Math.min(...ys), top: Math.max(...ys), colour: this.#areas.length === MOST_AREAS ? null : colour })
  }

  /** The colour that was painted last at a point; paper where none was; null where it is not known. */
  colourAt([x, y]: Point, paper: Colour): Colour | null {
    if (this.#areas.length > MOST_AREAS) return null
    const area = this.#areas.findLast(({ left, right, bottom, top }) => x >= left - TOLERANCE && x <= right + TOLERANCE && y >= bottom - TOLERANCE && y <= top + TOLERANCE)
    return area === undefined ? paper : area.colour
  }
}
