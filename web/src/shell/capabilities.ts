import { ai } from '../ai/index.ts'
import { cases } from '../cases/index.ts'
import { evidence } from '../evidence/index.ts'
import { hunt } from '../hunt/index.ts'
import { people } from '../people/index.ts'
import { register } from '../register/index.ts'
import { rules } from '../rules/index.ts'
import { sources } from '../sources/index.ts'
import { status } from '../status/index.ts'
import { telescope } from '../telescope/index.ts'
import type { Capability } from './capability.ts'

/** The one list of what is switched on, in the order of the navigation. */
export const CAPABILITIES: readonly Capability[] = [cases, hunt, evidence, rules, sources, register, telescope, ai, status, people]
