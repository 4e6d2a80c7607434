/** Changes of an entry that are told with it: what is older is seldom asked for. */
export const REGISTER_HISTORY = 100
