/** What stands in a notebook is read and written on the device alone: there is nothing to render before. */
export const csr = true;
