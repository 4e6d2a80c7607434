/** Values of one message that are looked at; the rest is told. */
export const MAXIMUM_VALUES = 10_000

/** How deep a message is followed. */
export const MAXIMUM_DEPTH = 64

/** Characters from which a piece of an address can carry a secret. */
export const TOKEN_CHARACTERS = 24

/** Bits of entropy a character (Shannon 1948) from which a piece of an address is a token and no word. */
export const TOKEN_ENTROPY = 4.2

/** Characters from which a host name's label is read as encoded data. */
export const LABEL_CHARACTERS = 8

/** Encoded characters over all labels of a host name that are called smuggling. */
export const SMUGGLED_CHARACTERS = 16
