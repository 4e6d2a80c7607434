/** argon2id as OWASP's password storage cheat sheet gives it (19 MiB, two passes): about 30 ms of one core. */
export const PASSWORD = {
  memoryKb: 19_456,
  passes: 2,
  saltBytes: 16,
  tagBytes: 32,
  shortest: 12,
  longest: 256,
  fewestDistinct: 5,
  /** Computed at a time: the second core stays free for everyone who is signed in. */
  atOnce: 2,
  /** Beyond it sign-ins are asked to come back: two seconds of work. */
  mostWaiting: 50,
} as const

/** Tries before a pause; the pause ends by itself, so that nobody can lock somebody else out for long. */
export const SIGN_IN_TRIES = {
  /** Of one account, from anywhere. */
  account: { burst: 10, perMinute: 1 },
  /** From one address, at any account. */
  address: { burst: 30, perMinute: 6 },
} as const

/** Keys a rate limiter remembers; the one unused longest is forgotten. */
export const REMEMBERED_KEYS = 20_000

/** Milliseconds for which a session or token is not looked up again. Changes of accounts forget it at once. */
export const KNOWN_FOR_MS = 2_000

/** Minutes after a sign-in by link in which a password can be set without the old one. */
export const PASSWORD_BY_LINK_MINUTES = 15
