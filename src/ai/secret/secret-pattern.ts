/** A kind of secret that is known by its shape. */
export interface SecretPattern {
  readonly id: string
  readonly en: string
  readonly ja: string
  /** Global; no nested repetition, so that it is linear. Where only a part of what it finds is the secret, that is the group `value`, and it has the flag `d`. */
  readonly pattern: RegExp
  /** Cheaper to look for; where it is not, neither is the pattern. */
  readonly sign?: RegExp
  /** Says whether what has the shape is one (a check digit, an entropy). */
  check?(found: string): boolean
}
