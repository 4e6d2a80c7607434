import type { Content, Extent, SlotValue } from './element.ts'
import { Element, ELEMENT_COST, Fragment } from './element.ts'

/** What content costs to build, apart from the values of its slots. */
export interface ContentExtent extends Extent {
  /** How often the slot that is used most is used: every use costs the value again. */
  readonly slotUses: number
}

/** Linear in the content read; the fragments in it know theirs. */
export function extentOf(content: readonly Content[]): ContentExtent {
  const uses = new Map<number, number>()
  const { cost, height } = measure(content, uses)
  let slotUses = 0
  for (const count of uses.values()) slotUses = Math.max(slotUses, count)
  return { cost, height, slotUses }
}

/** An upper bound: as if the most used slot were the one that holds the most. */
export function filledExtent(content: ContentExtent, valueBytes: number, slots: readonly SlotValue[]): Extent {
  let { cost, height } = content
  cost += content.slotUses * 2 * valueBytes
  for (const slot of slots) {
    if (!(slot instanceof Fragment)) continue
    cost += content.slotUses * slot.extent.cost
    height = Math.max(height, content.height + slot.extent.height)
  }
  return { cost, height }
}

function measure(content: readonly Content[], uses: Map<number, number>): Extent {
  let cost = 0
  let height = 0
  for (const item of content) {
    if (typeof item === 'number') {
      uses.set(item, (uses.get(item) ?? 0) + 1)
    } else if (typeof item === 'string') {
      cost += item.length
    } else if (item instanceof Element) {
      const inner = measure(item.content, uses)
      cost += ELEMENT_COST + inner.cost
      height = Math.max(height, 1 + inner.height)
      for (const attribute of item.attributes) cost += ELEMENT_COST + measure(attribute.content, uses).cost
    } else {
      cost += item.extent.cost
      height = Math.max(height, 1 + item.extent.height)
    }
  }
  return { cost, height }
}
