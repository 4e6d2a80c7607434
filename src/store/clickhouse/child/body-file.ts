/** Names a file, URI-encoded, that stands for the body of an insert: what we have on the disk is not sent through a socket. */
export const BODY_FILE_HEADER = 'x-noroshi-body-file'
