const en = {}

const ja: typeof en = {}

/** Words for changing rules: switching them off, filters, rule sets. */
export const filterWords = { en, ja }
