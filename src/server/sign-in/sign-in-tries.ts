import { addressKey } from '../address-key.ts'
import { ApiError } from '../errors/api-error.ts'
import { SIGN_IN_TRIES } from './defaults.ts'
import { RateLimit } from './rate-limit.ts'

/** Counts tries to sign in, per account and per address, whether the account exists or not. */
export class SignInTries {
  readonly #accounts: RateLimit
  readonly #addresses: RateLimit

  /** @param now milliseconds */
  constructor(now: () => number) {
    this.#accounts = new RateLimit(SIGN_IN_TRIES.account, now)
    this.#addresses = new RateLimit(SIGN_IN_TRIES.address, now)
  }

  /** @throws ApiError `too-many` */
  take(account: string | null, address: string): void {
    const wait = Math.max(this.#addresses.take(addressKey(address)), account === null ? 0 : this.#accounts.take(account))
    if (wait > 0) throw new ApiError('too-many', { retryAfter: wait })
  }

  /** After a sign-in that succeeded. */
  forget(account: string): void {
    this.#accounts.forget(account)
  }
}
