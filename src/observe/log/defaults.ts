/** Lines of the head that recognition looks at: enough to see past a few stray ones. */
export const HEAD_LINES = 50

/** Of those lines, the part that must be of the format: a log may be cut, mixed with another's lines, or attacked. */
export const RECOGNISED_SHARE = 0.6
