/** Bytes of one piece of an upload: what is sent again after a broken connection, and what a request may carry. */
export const UPLOAD_CHUNK_BYTES = 8 * 1024 * 1024

/** Bytes of one upload: a large disk image; the room on the disk is asked besides. */
export const UPLOAD_MAX_BYTES = 2 ** 40

/** Uploads of one person that are not finished: a folder of many files, each an upload of its own. */
export const UPLOADS_OPEN = 5_000

/** UTF-16 units of a name: a path within a folder, as browsers tell it. */
export const UPLOAD_NAME_LENGTH = 1_024

/** Milliseconds without a byte after which an unfinished upload is given up: a weekend, and the Monday to notice. */
export const UPLOAD_ABANDONED_MS = 72 * 3_600_000

/** Milliseconds for which it stays known what became of an upload. */
export const UPLOAD_REMEMBERED_MS = 30 * 24 * 3_600_000

/** Bytes that uploads leave free on the disk, for the engines. */
export const UPLOAD_RESERVE_BYTES = 512 * 1024 * 1024
