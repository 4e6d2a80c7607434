/** Days that an exception holds when nobody says otherwise: long enough for the guard or the application to be mended. */
export const EXCEPTION_DAYS = 30

/** Days that an exception holds at most: whoever still needs it says so again. */
export const MOST_EXCEPTION_DAYS = 90

/** Exceptions that hold at once: whoever needs more needs another policy. */
export const MOST_EXCEPTIONS = 5_000
