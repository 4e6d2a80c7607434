import { atLeast } from '../../store/accounts/person.ts'
import type { PersonAccess } from '../access.ts'

/** Rights of the routes about evidence and what is derived from it: always the asker's own organisation, and what bears its marking. */

/** To look: cases, findings, events, what there is of evidence, hunts. */
export const LOOK: PersonAccess = { roles: atLeast('viewer'), scope: 'read', organisation: 'own', tlp: 'data' }

/** To see evidence itself, byte by byte. */
export const SEE_BYTES: PersonAccess = { roles: atLeast('analyst'), scope: 'read', organisation: 'own', tlp: 'data' }

/** To hand evidence in. */
export const HAND_IN: PersonAccess = { roles: atLeast('analyst'), scope: 'ingest', organisation: 'own', tlp: 'data' }

/** To enter what people decide. */
export const DECIDE: PersonAccess = { roles: atLeast('analyst'), scope: 'write', organisation: 'own', tlp: 'data' }

/** To change what is known of organisations, devices and people. */
export const CHANGE_REGISTER: PersonAccess = { roles: atLeast('analyst'), scope: 'write', organisation: 'own', tlp: 'data' }

/** To change the rules that everything is judged by. */
export const CHANGE_RULES: PersonAccess = { roles: atLeast('lead'), scope: 'write', organisation: 'own', tlp: 'data' }
