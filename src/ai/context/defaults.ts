/** Contexts that are kept analysed: applications repeat their system prompts, a gateway serves some dozens of applications. */
export const KEPT_CONTEXTS = 256

/** Characters of a context that are analysed; a longer one is analysed by its beginning. */
export const CONTEXT_CHARACTERS = 64_000

/** Places of terms in one text that are looked at. */
export const CONTEXT_HITS = 8_000

/** Sentences before and after the one that names a secret in which the order to keep it may stand. */
export const ORDER_SENTENCES = 2

/** Letters a word of a topic must have: shorter ones are shared by chance. */
export const TOPIC_LETTERS = 4

/** Letters at the beginning that two forms of one word share, at least. */
export const STEM_LETTERS = 4

/** Share of the longer of two words that they must have in common from the beginning to be forms of one. */
export const STEM_SHARE = 0.7

/** Letters that an ending may add to a word that is whole in the other. */
export const ENDING_LETTERS = 4

/** Words of an unquoted topic of three or more that must be shared; of a shorter one it is one. */
export const SHARED_WORDS = 2

/** Share of the characters of a longer run of a script without spaces that must stand in the prompt in a row. */
export const SHARED_RUN = 0.6

/** Words after "the name is" that may be the name. */
export const NAME_WORDS = 2

/** Characters after "the name" in which the name begins and ends. */
export const NAME_CHARACTERS = 40

/** Characters between an order to ignore and the rules that shall be ignored. */
export const RULES_CHARACTERS = 30

/** Characters between an order to set something aside and what shall be said instead. */
export const ORDER_CHARACTERS = 110

/** Characters of a list's member before a comma: longer ones are clauses of their own. */
export const MEMBER_CHARACTERS = 24

/** Characters between the name of a secret and what is wanted of it. */
export const ASKED_CHARACTERS = 60

/** The same where the secret must be asked for outright. */
export const OUTRIGHT_CHARACTERS = 16

/** Characters between "your" or "earlier" and the rules. */
export const GIVEN_CHARACTERS = 4

/** Characters before "code" or "key" that say of what. */
export const DESCRIBING_CHARACTERS = 24
