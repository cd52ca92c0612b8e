/** What is asked for all the while; the provider is asked for it, too, and that is no chunk. */
export const QUERY = 'what was said about the ledger and the broker';
