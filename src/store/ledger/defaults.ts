/** Finding parts written by one statement: with up to a hundred events each, some tens of kB, a few MB at a time. */
export const PARTS_WRITTEN = 200

/** Finding parts read at a time while they are summed. */
export const PARTS_READ = 500

/** Seconds that a load must have been dead before it is purged: more than an insert into the event store may take. */
export const PURGE_AFTER_S = 900
