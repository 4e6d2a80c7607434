/** A network that routes by its own rules. */
export interface AutonomousSystem {
  readonly number: number
  readonly name: string
}
