/** What comes in while the page is open is shown by script of ours; it reads and turns without. */
export const csr = true;
