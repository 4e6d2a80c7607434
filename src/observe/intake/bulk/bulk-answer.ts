import { randomBytes } from 'node:crypto'
import type { BulkItem, BulkTarget } from './parse-bulk.ts'

/**
 * The answer to a bulk request, item by item in its order, written once the documents are durable. A document's version is always the first.
 *
 * @param tookMs since the request came @param filterPath `filter_path` of the request, if any
 */
export function bulkAnswer(items: readonly BulkItem[], tookMs: number, filterPath: string | null): string {
  const errors = items.some(({ error }) => error !== undefined)
  if (filterPath === null) return `{"took":${tookMs},"errors":${errors},"items":[${fullItems(items)}]}`
  const wanted = filterPath.split(',')
  const has = (name: string) => wanted.some(path => path === name || path === '*' || path.startsWith(`${name}.`))
  const parts = [
    has('took') ? `"took":${tookMs}` : '',
    has('errors') ? `"errors":${errors}` : '',
    has('items') ? `"items":[${wanted.some(path => FULL_ITEMS.has(path)) ? fullItems(items) : shortItems(items)}]` : '',
  ]
  return `{${parts.filter(part => part !== '').join(',')}}`
}

/** The answer to a document that was sent by itself: its item. */
export function documentAnswer(item: BulkItem): { readonly status: number; readonly body: string } {
  const text = fullItems([item])
  return { status: item.error?.status ?? 201, body: text.slice(text.indexOf(':') + 1, -1) }
}

const FULL_ITEMS: ReadonlySet<string> = new Set(['*', 'items', 'items.*', 'items.*.*'])

function fullItems(items: readonly BulkItem[]): string {
  const made = documentIds()
  const heads = new Map<BulkTarget, string>()
  return items.map(({ target, id, error }) => {
    let head = heads.get(target)
    if (head === undefined) heads.set(target, head = `{"${target.action}":{"_index":${JSON.stringify(target.index)},"_id":`)
    const document = head + (id === undefined ? `"${made()}"` : JSON.stringify(id))
    return error === undefined ? document + CREATED : `${document},"status":${error.status},"error":${errorText(error)}}}`
  }).join(',')
}

const CREATED = ',"_version":1,"result":"created","_shards":{"total":1,"successful":1,"failed":0},"_seq_no":0,"_primary_term":1,"status":201}}'

/** What `items.*.error,items.*.status` asks for, as Beats do. */
function shortItems(items: readonly BulkItem[]): string {
  return items.map(({ target, error }) => error === undefined
    ? `{"${target.action}":{"status":201}}`
    : `{"${target.action}":{"status":${error.status},"error":${errorText(error)}}}`).join(',')
}

function errorText({ type, reason }: { readonly type: string; readonly reason: string }): string {
  return JSON.stringify({ type, reason })
}

/** Ids of documents that were given none: unique, of 20 characters as Elasticsearch's. They name nothing here. */
function documentIds(): () => string {
  const prefix = randomBytes(9).toString('base64url')
  let number = 0
  return () => prefix + (number++).toString(36).padStart(8, '0')
}
