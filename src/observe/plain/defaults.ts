/** Of the head's lines, the part that must begin with a time: a log may carry stack traces of several lines for each stamp. */
export const TIMED_SHARE = 0.2
