/** The one page of readers that needs script of ours to be at its best; it reads and answers without. */
export const csr = true;
