/** The console refreshes itself while the chat moves; all its buttons are plain forms. */
export const csr = true;
