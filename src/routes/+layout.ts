/** Pages are read without script of SvelteKit's; the few that need it say so themselves. */
export const csr = false;
