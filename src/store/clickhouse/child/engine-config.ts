import { ROOM_BYTES } from '../defaults.ts'
import type { ClickHouseLimits } from '../defaults.ts'

/** The engine's configuration file: what can only be set before it opens a data folder. A server's defaults are for a large machine. */
export function engineConfig(limits: ClickHouseLimits): string {
  const entries = {
    max_server_memory_usage: limits.serverMemoryBytes,
    mark_cache_size: 128 * 1_048_576,
    primary_index_cache_size: 64 * 1_048_576,
    // Merges beside ingest: two at once, on the machine's two cores.
    background_pool_size: 2,
    background_merges_mutations_concurrency_ratio: 1,
    background_schedule_pool_size: 4,
    background_fetches_pool_size: 1,
    background_move_pool_size: 1,
    background_common_pool_size: 2,
    background_buffer_flush_schedule_pool_size: 1,
    // Threads that are kept for later: each holds memory and three open files.
    max_thread_pool_free_size: 32,
    timezone: 'UTC',
  }
  return `<clickhouse>\n${elements(entries)}${DISK}  <merge_tree>\n${elements(MERGE_TREE)}  </merge_tree>\n</clickhouse>\n`
}

/** Column by column from few rows on: a merge of all columns at once holds hundreds of megabytes where records are long. */
const MERGE_TREE = {
  vertical_merge_algorithm_min_rows_to_activate: 8_192,
  // Parts that a full disk has broken are left out at the start, however many and large: what they were made of is still there.
  max_suspicious_broken_parts: 1_000_000,
  max_suspicious_broken_parts_bytes: 1_000_000_000_000_000,
}

/** Neither an insert nor a merge begins that would take the last of it. */
const DISK = `  <storage_configuration><disks><default><keep_free_space_bytes>${ROOM_BYTES}</keep_free_space_bytes></default></disks></storage_configuration>\n`

function elements(entries: Readonly<Record<string, string | number>>): string {
  return Object.entries(entries).map(([name, value]) => `  <${name}>${value}</${name}>\n`).join('')
}
