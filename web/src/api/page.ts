/** A page of a list; `next` is the cursor of the following one. */
export interface Page<Item> {
  readonly items: readonly Item[]
  readonly next: string | null
}

/** How many entries are asked for at once; the API allows 200. */
export const PAGE_SIZE = 100

/** For an infinite query: the cursor of the following page, undefined at the end. */
export function nextCursor({ next }: Page<unknown>): string | undefined {
  return next ?? undefined
}
