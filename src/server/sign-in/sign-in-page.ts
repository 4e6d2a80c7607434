/** The console's page for one-time links. The token stands behind `#`: browsers send that part to nobody, so it is in no log. */
export const SIGN_IN_PAGE = '/sign-in#token='
